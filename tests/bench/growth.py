"""How time grows: with the number of streets, and with the size of one region without borders."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.compare import Effort, in_own_process
from tests.bench.instances import Size, city
from tests.bench.plans import save

STREETS = [Size(count, 20, 2_353, 294) for count in (4, 16, 64, 256)]
REGIONS = [Size(1, max(1, needs // 75), 4 * needs, needs) for needs in (60, 240, 960, 3_840)]
EFFORT = Effort(1, 2.0, 300)


def grown(*, peers: bool, say: Callable[[str], object]) -> Iterator[dict[str, Any]]:
    """A row for each way and kind of growth, with the power of the size that time grows by."""
    for of, sizes in (("sub-districts", STREETS), ("one region", REGIONS)):
        points: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for size in sizes:
            for windows in ("blocks", "irregular"):
                with tempfile.TemporaryDirectory(prefix="volunteer-bench-") as folder:
                    file = Path(folder) / "problem.npz"
                    save(city(size, "base", irregular=windows == "irregular"), file)
                    for way in ("floor", "ours", *_flow(peers, windows)):
                        row = in_own_process(file, way, EFFORT, size.communities, 0)
                        needs = size.needs * size.sub_districts
                        say(f"{of} {needs} {windows} {way}: {row.get('seconds', row)}")
                        if "seconds" in row:
                            points.setdefault((way, windows), []).append((needs, row["seconds"]))
        for (way, windows), found in points.items():
            at = {"of": f"{of}, {windows}", "way": way, "points": found}
            yield at | {"exponent": exponent(found)}


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of time over size, both on a logarithmic scale, by least squares."""
    sizes, seconds = np.log(np.array(points, np.float64)).T
    return float(np.polyfit(sizes, seconds, 1)[0])


def _flow(peers: bool, windows: str) -> list[str]:
    return ["OR-Tools flow"] if peers and windows == "blocks" else []
