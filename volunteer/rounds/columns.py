"""Rows of the database as the columns of a problem, in the solver's units.

Minutes count from the midnight before, and waiting in whole hours: what has not changed within the
hour is the same problem, and is known again by its hash.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from volunteer import clock
from volunteer.members.free_time import PART_HOURS, WEEK_PARTS, Part
from volunteer.members.skills import SKILLS, Group
from volunteer.needs.types import NEED_TYPES, Urgency
from volunteer.orders.hall import BEHIND, LATELY
from volunteer.orders.lifecycle import OrderStatus
from volunteer.rounds.seen import (
    GRADE_BITS,
    MemberRow,
    NeedRow,
    Pair,
    Seen,
    SkillRow,
    TaskRow,
)

SKILL_COLUMNS = {code: column for column, code in enumerate(SKILLS)}
LICENSED = [column for column, skill in enumerate(SKILLS.values()) if skill.licence]
URGENCY_ROWS = {str(urgency): row for row, urgency in enumerate(Urgency)}
GROUPS = tuple(Group)
PARTS = len(Part)
WEEK_MINUTES, DAY_MINUTES = 7 * 24 * 60, 24 * 60
# Of each part of a day, in minutes since midnight.
PART_BEGINS = np.array([hours[0].hour * 60 for hours in PART_HOURS.values()])
PART_ENDS = np.array([hours[1].hour * 60 for hours in PART_HOURS.values()])
NO_LICENCE = 0  # earlier than any day on which one could run out


def columns_of(
    seen: Seen,
    *,
    now: datetime,
    travel: timedelta,
    forbidden: Iterable[Pair] = (),
    pinned: Iterable[Pair] = (),
) -> dict[str, Any]:
    """Every field of a `Problem` by its name; needs and members, in id order, may be none."""
    need_ids, member_ids = ids_of(seen.needs), ids_of(seen.members)
    needs = _needs(seen.needs, now)
    members = _members(seen.members, now, int(needs["blocks"].shape[1]))
    members |= _skills(seen.skills, member_ids, now)
    tasks = _tasks(seen.tasks, member_ids, now)
    weeks = _weeks(needs["start"], now)
    needs["period"], known = np.searchsorted(np.unique(weeks), weeks), np.unique(weeks)
    lapsing = _licences_that_run_out(needs, members.pop("licence_days"), now)

    def rows(pairs: Iterable[Pair]) -> np.ndarray:
        return _rows(pairs, need_ids, member_ids)

    return {
        **needs,
        **members,
        "guests": _guests(seen, set(needs["community"])),
        "capacity": _capacity(seen.members, tasks, known, now),
        "recent_minutes": tasks["recent"],
        "busy_member": tasks["member"][tasks["binds"]],
        "busy_start": tasks["start"][tasks["binds"]],
        "busy_end": tasks["end"][tasks["binds"]],
        "forbidden": np.concatenate([rows([*seen.refused, *forbidden]), lapsing]),
        "pinned": rows(pinned),
        "familiar": rows(seen.familiar),
        "buffer_minutes": int(travel.total_seconds() // 60),
    }


def ids_of(rows: Sequence[NeedRow] | Sequence[MemberRow]) -> np.ndarray:
    """What the rows of the arrays stand for."""
    return np.array([one.id for one in rows], np.int64)


def _needs(needs: Sequence[NeedRow], now: datetime) -> dict[str, Any]:
    """The columns of the needs."""
    _, community, x, y, posted, starts, ends, places, *decided = _columns(needs, 13)
    urgency, skills, level, together, types = decided
    start, end = _minutes(starts, now), _minutes(ends, now)
    this_hour = now.replace(minute=0, second=0, microsecond=0).timestamp()
    skill = np.array([SKILL_COLUMNS[code] if code else -1 for code in skills], np.int64)
    return {
        "start": start,
        "end": end,
        "blocks": _blocks(start, end),
        "headcount": places,
        "whole": np.array(together, np.bool_),
        "urgency": [URGENCY_ROWS[one] for one in urgency],
        "skill": skill,
        "level": level,
        "licence": np.isin(skill, LICENSED),
        "kind": [GROUPS.index(NEED_TYPES[type].group) for type in types],
        "community": community,
        "x": x,
        "y": y,
        "waiting_hours": [max(0.0, (this_hour - at.timestamp()) // 3600) for at in posted],
    }


def _members(members: Sequence[MemberRow], now: datetime, blocks: int) -> dict[str, Any]:
    """The columns of the members that stand in their own rows."""
    _, community, x, y, reach, _limit, _serves, wished, free = _columns(members, 9)
    week = np.array(free, np.int64)[:, None] >> (GRADE_BITS * np.arange(WEEK_PARTS))
    first = clock.local(now).weekday() * PARTS
    return {
        "free": (week & 3)[:, (first + np.arange(blocks)) % WEEK_PARTS],
        "member_community": community,
        "member_x": x,
        "member_y": y,
        "reach_minutes": reach,
        "wishes": np.array(
            [[one == group for group in GROUPS] for one in wished], np.bool_
        ).reshape(len(members), len(GROUPS)),
    }


def _guests(seen: Seen, asking: Collection[int]) -> list[tuple[int, int]]:
    """[member row, community] where somebody comes to a community that is not their own."""
    return [
        (row, community_id)
        for row, member in enumerate(seen.members)
        if member.serves_neighbours
        for community_id in seen.beside.get(member.community_id, ())
        if community_id in asking
    ]


def _skills(skills: Sequence[SkillRow], ids: np.ndarray, now: datetime) -> dict[str, Any]:
    """Levels and licences by member and skill; `licence_days` is the last day as an ordinal."""
    shape = len(ids), len(SKILL_COLUMNS)
    levels, last_days = np.zeros(shape, np.int8), np.full(shape, NO_LICENCE)
    member_ids, codes, held, until = _columns(skills, 4)
    row = np.searchsorted(ids, np.array(member_ids, np.int64))
    column = np.array([SKILL_COLUMNS[code] for code in codes], np.int64)
    levels[row, column] = held
    last_days[row, column] = [day.toordinal() if day else NO_LICENCE for day in until]
    return {
        "skills": levels,
        "licences": last_days >= clock.local(now).date().toordinal(),
        "licence_days": last_days,
    }


def _tasks(tasks: Sequence[TaskRow], ids: np.ndarray, now: datetime) -> dict[str, np.ndarray]:
    """Tasks by member row: which bind the member's time, and minutes served lately by all."""
    who, starts, ends, status = _columns(tasks, 4)
    member = np.searchsorted(ids, np.array(who, np.int64))
    start, end, moment = _minutes(starts, now), _minutes(ends, now), _minutes([now], now)[0]
    asked = np.array([one == OrderStatus.OFFERED for one in status], np.bool_)
    lately = ~asked & (start > moment - LATELY.total_seconds() // 60)
    return {
        "member": member,
        "start": start,
        "end": end,
        "binds": asked | (end > moment - BEHIND.total_seconds() // 60),
        "recent": np.bincount(member, np.where(lately, end - start, 0), minlength=len(ids)),
    }


def _capacity(
    members: Sequence[MemberRow], tasks: Mapping[str, np.ndarray], weeks: np.ndarray, now: datetime
) -> np.ndarray:
    """Tasks each member may still take in each of the weeks."""
    limit = np.array([one.tasks_per_week for one in members], np.int64)
    room = np.repeat(limit[:, None], max(1, len(weeks)), axis=1)
    when = _weeks(tasks["start"], now)
    counts = tasks["binds"] & np.isin(when, weeks)
    np.subtract.at(room, (tasks["member"][counts], np.searchsorted(weeks, when[counts])), 1)
    return room.clip(0)


def _blocks(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Which parts of the days ahead each window touches; windows lie within one day."""
    day, begins = np.divmod(start, DAY_MINUTES)
    ends = end - day * DAY_MINUTES
    touched = (begins[:, None] < PART_ENDS) & (ends[:, None] > PART_BEGINS)
    days = int(day.max(initial=0)) + 1
    blocks = np.zeros((len(start), days, PARTS), np.bool_)
    blocks[np.arange(len(start)), day] = touched
    return blocks.reshape(len(start), days * PARTS)


def _licences_that_run_out(
    needs: Mapping[str, Any], last_days: np.ndarray, now: datetime
) -> np.ndarray:
    """Pairs of rows whose licence, valid today, is no longer so on the day of the need."""
    today = clock.local(now).date().toordinal()
    day = today + needs["start"] // DAY_MINUTES
    pairs = [np.zeros((0, 2), np.int64)]
    for column in LICENSED:
        asking = np.flatnonzero(needs["skill"] == column)
        lapsing = np.flatnonzero(last_days[:, column] >= today)
        late = day[asking][:, None] > last_days[lapsing, column]
        need, member = np.nonzero(late)
        pairs.append(np.stack([asking[need], lapsing[member]], axis=1))
    return np.concatenate(pairs)


def _minutes(moments: Sequence[datetime], now: datetime) -> np.ndarray:
    """Minutes since the midnight before `now` on the wall clock."""
    midnight = clock.at(clock.local(now).date(), time()).timestamp()
    return np.array([(one.timestamp() - midnight) // 60 for one in moments], np.int64)


def _weeks(minutes: np.ndarray, now: datetime) -> np.ndarray:
    """The number of the calendar week, Monday first, that each minute falls into."""
    monday = date(1, 1, 1).toordinal()
    today = clock.local(now).date().toordinal() - monday
    return np.asarray((today * DAY_MINUTES + minutes) // WEEK_MINUTES)


def _rows(pairs: Iterable[Pair], need_ids: np.ndarray, member_ids: np.ndarray) -> np.ndarray:
    """The pairs that the problem knows, as row numbers."""
    known = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    both = np.isin(known[:, 0], need_ids) & np.isin(known[:, 1], member_ids)
    need, member = known[both].T
    return np.stack([np.searchsorted(need_ids, need), np.searchsorted(member_ids, member)], axis=1)


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[Sequence[Any]]:
    """The columns of the rows; so many empty ones when there are none."""
    return list(zip(*rows, strict=True)) if rows else [()] * width
