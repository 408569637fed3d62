"""Problem: one round as frozen arrays, checked once when it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matching.checked import at_most, column, ends_after_start, matrix, pairs_of, refuse_where

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Grades = NDArray[np.int8]

URGENCY_CLASSES = 4
TOP_LEVEL = 3
FREE_GRADES = 3
MOST_HELPERS = 1000

# fmt: off
NEED_COLUMNS = (
    "start", "end", "blocks", "headcount", "whole", "urgency", "period", "skill", "level",
    "licence", "community", "x", "y", "waiting_hours", "kind",
)
MEMBER_COLUMNS = (
    "free", "capacity", "skills", "licences", "member_community", "member_x", "member_y",
    "reach_minutes", "recent_minutes", "wishes",
)
# fmt: on

# May be left out; __post_init__ puts an array in its place.
DEFAULT: Any = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """What is asked, who could help, and what is already settled; nothing in it can change.

    Rows stand for needs (N of them) and members (M), columns for time blocks (B), skills (S),
    kinds of wish (K) and periods (P). Only `start`, `end`, `blocks` and `free` must be given;
    everything else has a neutral default, written behind it. Anything numpy can read as an array
    of the right kind is accepted and copied. To vary a problem use `dataclasses.replace`.

    Needs:
        start, end     (N,) minutes on one common axis, end after start.
        blocks         (N, B) the free-time blocks the window touches, at least one each.
        headcount      (N,) places; 0 asks for nobody, as a need that was withdrawn [1].
        whole          (N,) all places are filled or none, as when two must come together; of those
                       that pins leave open, again all or none [False].
        urgency        (N,) 0 most urgent … 3 least [2].
        period         (N,) which column of `capacity` the need counts in, e.g. its week [0].
        skill          (N,) column of `skills`, or -1 when none is asked [-1].
        level          (N,) lowest level of that skill that will do, 1..3 [1].
        licence        (N,) a verified licence for that skill is a must [False].
        community      (N,) number of the community the need belongs to [0].
        x, y           (N,) metres on a plane [0].
        waiting_hours  (N,) hours since it was posted [0].
        kind           (N,) column of `wishes`, or -1 [-1].

    Members:
        free              (M, B) 0 no, 1 rather not, 2 yes.
        capacity          (M, P) tasks the member may still take in each period [1].
        skills            (M, S) level held, 0 none … 3 [none].
        licences          (M, S) a licence for the skill was verified [False].
        member_community  (M,) home community [0].
        member_x, member_y  (M,) metres [0].
        reach_minutes     (M,) longest walk the member accepts; may be inf [inf].
        recent_minutes    (M,) minutes served lately [0].
        wishes            (M, K) kinds of need the member asked for [none].
        guests            (A, 2) [member row, community]: also serves that community [none].

    Settled before:
        busy_member, busy_start, busy_end  (Q,) member row and minutes of tasks already accepted.
        forbidden   (F, 2) [need row, member row] that must not meet.
        pinned      (G, 2) [need row, member row] that must meet.
        familiar    (C, 2) [need row, member row] who know each other from earlier service.
        buffer_minutes  gap a member needs between two tasks [0].

    Raises ValueError naming the field and the row when anything does not fit together.
    """

    start: Ints
    end: Ints
    blocks: Flags
    headcount: Ints = DEFAULT
    whole: Flags = DEFAULT
    urgency: Ints = DEFAULT
    period: Ints = DEFAULT
    skill: Ints = DEFAULT
    level: Ints = DEFAULT
    licence: Flags = DEFAULT
    community: Ints = DEFAULT
    x: Floats = DEFAULT
    y: Floats = DEFAULT
    waiting_hours: Floats = DEFAULT
    kind: Ints = DEFAULT

    free: Grades
    capacity: Ints = DEFAULT
    skills: Grades = DEFAULT
    licences: Flags = DEFAULT
    member_community: Ints = DEFAULT
    member_x: Floats = DEFAULT
    member_y: Floats = DEFAULT
    reach_minutes: Floats = DEFAULT
    recent_minutes: Floats = DEFAULT
    wishes: Flags = DEFAULT
    guests: Ints = DEFAULT

    busy_member: Ints = DEFAULT
    busy_start: Ints = DEFAULT
    busy_end: Ints = DEFAULT
    forbidden: Ints = DEFAULT
    pinned: Ints = DEFAULT
    familiar: Ints = DEFAULT
    buffer_minutes: int = 0

    if TYPE_CHECKING:  # the real one takes the fields by name; what they accept is wider than kept

        def __init__(self, **arrays: ArrayLike | None) -> None: ...

    def __post_init__(self) -> None:
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        checked = _needs(given)
        checked |= _members(given, checked)
        checked |= _settled(given, len(checked["start"]), len(checked["free"]))
        for name, array in checked.items():
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        object.__setattr__(self, "buffer_minutes", _buffer(self.buffer_minutes))

    @classmethod
    def of_checked(cls, arrays: Mapping[str, Any]) -> Problem:
        """A problem of arrays cut from problems that were checked already: taken as they are."""
        problem = object.__new__(cls)
        for name, array in arrays.items():
            object.__setattr__(problem, name, array)
        return problem

    @property
    def need_count(self) -> int:
        """N, the number of needs."""
        return len(self.start)

    @property
    def member_count(self) -> int:
        """M, the number of members."""
        return len(self.free)

    @property
    def period_count(self) -> int:
        """P, the number of periods a member's limit is counted in."""
        return int(self.capacity.shape[1])


def _needs(given: dict[str, Any]) -> dict[str, NDArray[Any]]:
    """The columns of the needs, each of the right kind, length and range."""
    start = column("start", given["start"], np.int64, size=None)
    end = column("end", given["end"], np.int64, size=len(start))
    ends_after_start("end", start, end)
    blocks = matrix("blocks", given["blocks"], np.bool_, rows=len(start))
    nowhere: Flags = ~np.any(blocks, axis=1)
    refuse_where("blocks", nowhere, "touches no block")

    def numbers(name: str, default: int, low: int, high: int | None = None) -> NDArray[Any]:
        array = column(name, given[name], np.int64, size=len(start), default=default)
        return at_most(name, array, low, high)

    def reals(name: str, low: float | None = None) -> NDArray[Any]:
        array = column(name, given[name], np.float64, size=len(start), default=0.0)
        return at_most(name, array, low, None)

    skill = numbers("skill", -1, -1)
    licence = column("licence", given["licence"], np.bool_, size=len(start), default=False)
    refuse_where("licence", licence & (skill < 0), "asks for a licence, but skill for no skill")
    return {
        "start": start,
        "end": end,
        "blocks": blocks,
        "headcount": numbers("headcount", 1, 0, MOST_HELPERS),
        "whole": column("whole", given["whole"], np.bool_, size=len(start), default=False),
        "urgency": numbers("urgency", 2, 0, URGENCY_CLASSES - 1),
        "period": numbers("period", 0, 0),
        "skill": skill,
        "level": numbers("level", 1, 1, TOP_LEVEL),
        "licence": licence,
        "community": numbers("community", 0, 0),
        "x": reals("x"),
        "y": reals("y"),
        "waiting_hours": reals("waiting_hours", 0.0),
        "kind": numbers("kind", -1, -1),
    }


def _members(given: dict[str, Any], needs: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The columns of the members, wide enough for what the needs ask."""
    free = matrix("free", given["free"], np.int8, columns=needs["blocks"].shape[1])
    at_most("free", free, 0, FREE_GRADES - 1)
    size = len(free)

    def reals(name: str, default: float = 0.0, low: float | None = None) -> NDArray[Any]:
        array = column(name, given[name], np.float64, size=size, default=default)
        return at_most(name, array, low, None, infinite=default == np.inf)

    periods = int(needs["period"].max(initial=0)) + 1
    capacity = matrix("capacity", given["capacity"], np.int64, rows=size, default=(periods, 1))
    skills = matrix("skills", given["skills"], np.int8, rows=size, default=(0, 0))
    held = skills.shape[1]
    wishes = matrix("wishes", given["wishes"], np.bool_, rows=size, default=(0, False))
    _columns_exist(needs, period=capacity, skill=skills, kind=wishes)
    home = column("member_community", given["member_community"], np.int64, size=size, default=0)
    return {
        "free": free,
        "capacity": at_most("capacity", capacity, 0, None),
        "skills": at_most("skills", skills, 0, TOP_LEVEL),
        "licences": matrix(
            "licences", given["licences"], np.bool_, rows=size, columns=held, default=(held, False)
        ),
        "member_community": at_most("member_community", home, 0, None),
        "member_x": reals("member_x"),
        "member_y": reals("member_y"),
        "reach_minutes": reals("reach_minutes", np.inf, 0.0),
        "recent_minutes": reals("recent_minutes", 0.0, 0.0),
        "wishes": wishes,
        "guests": pairs_of("guests", given["guests"], size, None),
    }


def checked_needs(problem: Problem, columns: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """All columns of needs to be added to a problem, checked as if they had been there always.

    Raises ValueError naming the field and the row, counted among those to be added.
    """
    needs = _needs({**dict.fromkeys(NEED_COLUMNS), **columns})
    wide, width = needs["blocks"].shape[1], problem.blocks.shape[1]
    if wide != width:
        raise ValueError(f"blocks must have {width} columns, not {wide}")
    tables: dict[str, NDArray[Any]] = {
        "period": problem.capacity,
        "skill": problem.skills,
        "kind": problem.wishes,
    }
    _columns_exist(needs, **tables)
    return needs


def _columns_exist(needs: dict[str, NDArray[Any]], **tables: NDArray[Any]) -> None:
    """Every need names columns that the members' tables have."""
    for name, table in tables.items():
        beyond: Flags = needs[name] >= table.shape[1]
        refuse_where(name, beyond, "has no such column among the members", needs[name])


def _settled(given: dict[str, Any], needs: int, members: int) -> dict[str, NDArray[Any]]:
    """What was decided before the round: tasks held, pairs forbidden, pinned, familiar."""
    who = column("busy_member", given["busy_member"], np.int64, size=None)
    start = column("busy_start", given["busy_start"], np.int64, size=len(who))
    end = column("busy_end", given["busy_end"], np.int64, size=len(who))
    ends_after_start("busy_end", start, end)
    settled = {
        "busy_member": at_most("busy_member", who, 0, members - 1),
        "busy_start": start,
        "busy_end": end,
    }
    for name in ("forbidden", "pinned", "familiar"):
        settled[name] = pairs_of(name, given[name], needs, members)
    return settled


def _buffer(minutes: object) -> int:
    """The buffer as a whole number of minutes, not negative."""
    if isinstance(minutes, bool) or not isinstance(minutes, int | np.integer):
        raise ValueError(f"buffer_minutes must be a whole number, not {minutes!r}")
    if not 0 <= minutes <= 100_000:
        raise ValueError(f"buffer_minutes must lie in 0..100000, not {minutes}")
    return int(minutes)
