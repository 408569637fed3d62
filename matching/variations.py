"""Variations of a problem: needs and members come and go, and all others keep their rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from matching.problem import MEMBER_COLUMNS, NEED_COLUMNS, Ints, Problem, checked_needs


def with_needs(problem: Problem, columns: Mapping[str, ArrayLike]) -> Problem:
    """The same problem with more needs behind those it has.

    `columns` are fields of `Problem` that describe needs, a row for each new need; `start`, `end`
    and `blocks` must be among them. Raises ValueError naming a field that is missing or wrong.
    """
    return _longer(problem, NEED_COLUMNS, ("start", "end", "blocks"), columns)


def with_members(problem: Problem, columns: Mapping[str, ArrayLike]) -> Problem:
    """The same problem with more members behind those it has.

    `columns` are fields of `Problem` that describe members, a row for each new member; `free` must
    be among them. Raises ValueError naming a field that is missing or wrong.
    """
    size = len(np.asarray(columns.get("free", ())))
    blank = {
        "capacity": np.ones((size, problem.period_count)),
        "skills": np.zeros((size, problem.skills.shape[1])),
        "licences": np.zeros((size, problem.skills.shape[1])),
        "wishes": np.zeros((size, problem.wishes.shape[1])),
    }
    return _longer(problem, MEMBER_COLUMNS, ("free",), blank | dict(columns))


def without_needs(problem: Problem, needs: ArrayLike) -> Problem:
    """The same problem with these need rows asking for nobody; pins on them are lifted.

    Raises ValueError for a row that is not there.
    """
    rows = _rows("needs", needs, problem.need_count)
    headcount = problem.headcount.copy()
    headcount[rows] = 0
    stays = ~np.isin(problem.pinned[:, 0], rows)
    return replace(problem, headcount=headcount, pinned=problem.pinned[stays])


def without_members(problem: Problem, members: ArrayLike) -> Problem:
    """The same problem with no task left for these member rows; pins on them are lifted.

    Raises ValueError for a row that is not there.
    """
    rows = _rows("members", members, problem.member_count)
    capacity = problem.capacity.copy()
    capacity[rows] = 0
    stays = ~np.isin(problem.pinned[:, 1], rows)
    return replace(problem, capacity=capacity, pinned=problem.pinned[stays])


def cropped(problem: Problem, needs: Ints, members: Ints) -> Problem:
    """These rows of a problem alone, both ascending, without what is pinned."""
    need_at = np.full(problem.need_count, -1)
    need_at[needs] = np.arange(len(needs))
    member_at = np.full(problem.member_count, -1)
    member_at[members] = np.arange(len(members))
    arrays: dict[str, Any] = {name: getattr(problem, name)[needs] for name in NEED_COLUMNS}
    arrays |= {name: getattr(problem, name)[members] for name in MEMBER_COLUMNS}
    for name in ("forbidden", "familiar"):
        pairs = getattr(problem, name)
        both = np.stack([need_at[pairs[:, 0]], member_at[pairs[:, 1]]], axis=1)
        arrays[name] = both[(both >= 0).all(axis=1)]
    guests = problem.guests[member_at[problem.guests[:, 0]] >= 0]
    arrays["guests"] = np.stack([member_at[guests[:, 0]], guests[:, 1]], axis=1)
    busy = np.flatnonzero(member_at[problem.busy_member] >= 0)
    arrays["busy_member"] = member_at[problem.busy_member[busy]]
    arrays["busy_start"], arrays["busy_end"] = problem.busy_start[busy], problem.busy_end[busy]
    arrays["pinned"] = problem.pinned[:0]
    arrays["buffer_minutes"] = problem.buffer_minutes
    return Problem.of_checked(arrays)


def _longer(
    problem: Problem,
    known: tuple[str, ...],
    musts: tuple[str, ...],
    columns: Mapping[str, Any],
) -> Problem:
    """The problem with rows added to all known columns, once the new rows fit it by themselves."""
    if unknown := sorted(set(columns) - set(known)):
        raise ValueError(f"{unknown[0]} is no column of what is added; there are {sorted(known)}")
    if missing := [name for name in musts if columns.get(name) is None]:
        raise ValueError(f"{missing[0]} is missing")
    if known is NEED_COLUMNS:
        checked = checked_needs(problem, columns)
    else:
        # With everything else of the problem around them, so that new rows are told what they lack.
        given: dict[str, Any] = {**dict.fromkeys(known), **columns, **dict.fromkeys(PAIRS)}
        alone = replace(
            problem, **given, **{name: getattr(problem, name)[:0] for name in NEED_COLUMNS}
        )
        checked = {name: getattr(alone, name) for name in known}
    longer: dict[str, Any] = {}
    for name in known:
        old, new = getattr(problem, name), checked[name]
        if old.shape[1:] != new.shape[1:]:
            raise ValueError(f"{name} must have {old.shape[1]} columns, not {new.shape[1]}")
        longer[name] = np.concatenate([old, new])
    same = {field.name: getattr(problem, field.name) for field in fields(problem)}
    for array in longer.values():
        array.setflags(write=False)
    return Problem.of_checked(same | longer)


PAIRS = (
    *("guests", "busy_member", "busy_start", "busy_end"),
    *("forbidden", "pinned", "familiar"),
)


def _rows(name: str, given: ArrayLike, size: int) -> Ints:
    """Row numbers that exist."""
    rows = np.asarray(given, np.int64).reshape(-1)
    if ((rows < 0) | (rows >= size)).any():
        raise ValueError(f"{name} must be rows below {size}, not {rows.tolist()}")
    return rows
