"""Reading one array of a problem: the right kind, shape and range, or a ValueError saying where."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Minutes, metres and counts beyond this are mistakes, and sums of them could overflow.
FARTHEST = 1_000_000_000


def column(
    name: str, given: Any, kind: type[np.generic], *, size: int | None, default: Any = None
) -> NDArray[Any]:
    """A fresh vector of the asked kind and size; the default in each row when nothing was given."""
    if given is None and (default is not None or not size):
        return np.full(size or 0, default or 0, kind)
    if given is None:
        raise ValueError(f"{name} is missing: it must have {size} rows")
    array = _read(name, given, kind, 1)
    if size is not None and len(array) != size:
        raise ValueError(f"{name} must have {size} rows, not {len(array)}")
    return array


def matrix(
    name: str,
    given: Any,
    kind: type[np.generic],
    *,
    rows: int | None = None,
    columns: int | None = None,
    default: tuple[int, Any] | None = None,
) -> NDArray[Any]:
    """A fresh table of the asked kind; `default` is (columns, value) when nothing was given."""
    if given is None and default is not None:
        return np.full((rows or 0, default[0]), default[1], kind)
    array = _read(name, given, kind, 2)
    if rows is not None and array.shape[0] != rows:
        raise ValueError(f"{name} must have {rows} rows, not {array.shape[0]}")
    if columns is not None and array.shape[1] != columns:
        raise ValueError(f"{name} must have {columns} columns, not {array.shape[1]}")
    return array


def pairs_of(name: str, given: Any, first: int, second: int | None) -> NDArray[Any]:
    """Pairs of row numbers below `first` and `second`, in ascending order, each once."""
    if given is None or np.size(given) == 0:
        return np.zeros((0, 2), np.int64)
    array = matrix(name, given, np.int64, columns=2)
    at_most(name, array[:, 0], 0, first - 1)
    at_most(name, array[:, 1], 0, None if second is None else second - 1)
    return np.unique(array, axis=0)


def at_most(
    name: str, array: NDArray[Any], low: float | None, high: float | None, infinite: bool = False
) -> NDArray[Any]:
    """The array, once every value is known to lie in low..high and to be a number."""
    if not infinite:
        refuse_where(name, np.isinf(array), "is not finite")
    if low is not None:
        refuse_where(name, array < low, f"is below {low:g}", array)
    if high is not None:
        refuse_where(name, array > high, f"is above {high:g}", array)
    return array


def ends_after_start(name: str, start: NDArray[Any], end: NDArray[Any]) -> None:
    """Every interval has a length."""
    refuse_where(name, end <= start, "does not lie after its start", end)


def refuse_where(
    name: str, wrong: NDArray[np.bool_], why: str, array: NDArray[Any] | None = None
) -> None:
    """Nothing happens, unless something is wrong: then the first wrong row is named."""
    if wrong.any():
        row = tuple(int(at) for at in np.argwhere(wrong)[0])
        value = "" if array is None else f" = {array[row]}"
        raise ValueError(f"{name}[{', '.join(map(str, row))}]{value} {why}")


def _read(name: str, given: Any, kind: type[np.generic], dimensions: int) -> NDArray[Any]:
    """A copy of what was given, refusing what would lose meaning on the way."""
    array = np.array(given)
    if array.ndim != dimensions:
        raise ValueError(f"{name} must have {dimensions} dimension(s), not {array.ndim}")
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold numbers, not {array.dtype}")
    wanted = np.dtype(kind)
    fractions = array.dtype.kind == "f"
    if fractions:
        refuse_where(name, np.isnan(array), "is not a number")
    if wanted.kind == "f":
        refuse_where(name, np.isfinite(array) & _beyond(array, FARTHEST), "is out of range", array)
        return array.astype(kind)
    if fractions:
        refuse_where(name, array != np.floor(array), "is not a whole number", array)
    if wanted.kind == "b":
        refuse_where(name, (array != 0) & (array != 1), "is neither true nor false", array)
    elif array.dtype != np.bool_:
        most = 127 if wanted.itemsize == 1 else FARTHEST
        refuse_where(name, _beyond(array, most), "is out of range", array)
    return array.astype(kind, copy=False)


def _beyond(array: NDArray[Any], most: int) -> NDArray[np.bool_]:
    """Which values are further from 0; no value is changed on the way, so none can overflow."""
    return np.asarray((array > most) | (array < -most))
