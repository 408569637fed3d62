"""Between our rows and the solver's arrays; the only importer of `matching`.

Rows of the arrays stand in id order, so that equal input gives an equal plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from matching import PinRefused, Plan, Problem, Weights, funnel, solve
from volunteer import clock
from volunteer.errors import Unpinnable
from volunteer.members.free_time import Part, parts_touched
from volunteer.members.models import Member
from volunteer.members.skills import SKILLS
from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.orders.fit import Busy, week_of

SKILL_COLUMNS = {code: column for column, code in enumerate(SKILLS)}
URGENCY_ROWS = {urgency: row for row, urgency in enumerate(Urgency)}
PARTS = len(Part)

Pair = tuple[int, int]


@dataclass(frozen=True)
class Situation:
    """Everything a round knows: who is asked for what, and what is settled already.

    Needs and members stand in id order; pairs are (need id, member id).
    """

    needs: Sequence[Need]
    members: Sequence[Member]
    places: Mapping[int, int]
    busy: Mapping[int, Sequence[Busy]]
    recent: Mapping[int, int]
    familiar: Iterable[Pair]
    forbidden: Iterable[Pair]
    pinned: Iterable[Pair]


@dataclass(frozen=True)
class Gap:
    """A need with empty places, and how many people were left at each stage of the search."""

    need: Need
    places: int
    funnel: list[list[str | int]]


@dataclass(frozen=True)
class Answer:
    """What the solver found."""

    pairs: Sequence[tuple[Need, Member]]
    gaps: Sequence[Gap]
    method: str
    gap: float
    seconds: float
    suitability: int


def solved(now_is: Situation, *, now: datetime, travel: timedelta, seconds: float) -> Answer:
    """The best plan for this situation, exact unless the time limit cut in (then gap > 0).

    Raises Unpinnable when a pinned pair breaks a rule.
    """
    problem = to_problem(now_is, now=now, travel=travel)
    try:
        plan = solve(problem, Weights(), time_limit=seconds)
    except PinRefused as refused:
        raise Unpinnable from refused
    return to_answer(problem, plan, now_is)


def to_problem(now_is: Situation, *, now: datetime, travel: timedelta) -> Problem:
    """The solver's view: rows are needs and members, minutes count from this moment."""
    needs, members = now_is.needs, now_is.members
    today = clock.local(now).date()
    days = 1 + max((_day(need) - today).days for need in needs)
    weeks = _numbered(week_of(need.starts_at) for need in needs)
    rows = {need.id: row for row, need in enumerate(needs)}
    columns = {member.id: column for column, member in enumerate(members)}

    def pairs(found: Iterable[Pair]) -> list[Pair]:
        known = (pair for pair in found if pair[0] in rows and pair[1] in columns)
        return [(rows[need_id], columns[member_id]) for need_id, member_id in sorted(known)]

    def minute(moment: datetime) -> int:
        return int((moment - now).total_seconds() // 60)

    held = [
        (columns[member_id], minute(one.starts_at), minute(one.ends_at))
        for member_id, times in sorted(now_is.busy.items())
        if member_id in columns
        for one in times
    ]
    return Problem(
        start=[minute(need.starts_at) for need in needs],
        end=[minute(need.ends_at) for need in needs],
        blocks=[_blocks(need, today, days) for need in needs],
        headcount=[now_is.places[need.id] for need in needs],
        urgency=[URGENCY_ROWS[Urgency(need.urgency)] for need in needs],
        period=[weeks[week_of(need.starts_at)] for need in needs],
        skill=[SKILL_COLUMNS[need.skill] if need.skill else -1 for need in needs],
        level=[need.skill_level for need in needs],
        licence=[SKILLS[need.skill].licence if need.skill else False for need in needs],
        community=[need.community_id for need in needs],
        x=[need.grid.x_metres for need in needs],
        y=[need.grid.y_metres for need in needs],
        waiting_hours=[(now - need.posted_at).total_seconds() / 3600 for need in needs],
        free=[_free(member, today, days) for member in members],
        capacity=[_capacity(member, now_is.busy.get(member.id, ()), weeks) for member in members],
        skills=[_levels(member) for member in members],
        licences=[_licences(member, today) for member in members],
        member_community=[member.community_id for member in members],
        member_x=[member.grid.x_metres for member in members],
        member_y=[member.grid.y_metres for member in members],
        reach_minutes=[member.reach_minutes for member in members],
        recent_minutes=[now_is.recent.get(member.id, 0) for member in members],
        busy_member=[one[0] for one in held],
        busy_start=[one[1] for one in held],
        busy_end=[one[2] for one in held],
        forbidden=pairs({*now_is.forbidden, *_licences_that_run_out(needs, members)}),
        pinned=pairs(now_is.pinned),
        familiar=pairs(now_is.familiar),
        buffer_minutes=int(travel.total_seconds() // 60),
    )


def to_answer(problem: Problem, plan: Plan, now_is: Situation) -> Answer:
    """The plan in the service's own words: who is to be asked, and where people were lost."""
    return Answer(
        pairs=[(now_is.needs[need], now_is.members[member]) for need, member in plan.pairs],
        gaps=[
            Gap(
                need,
                now_is.places[need.id] - int(plan.filled[row]),
                [[stage.name.lower(), int(left)] for stage, left in funnel(problem, plan, row)],
            )
            for row, need in enumerate(now_is.needs)
            if plan.filled[row] < now_is.places[need.id]
        ],
        method=plan.method,
        gap=plan.gap,
        seconds=plan.seconds,
        suitability=plan.suitability,
    )


def _numbered(weeks: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    return {week: number for number, week in enumerate(sorted(set(weeks)))}


def _day(need: Need) -> date:
    return clock.local(need.starts_at).date()


def _blocks(need: Need, today: date, days: int) -> np.ndarray:
    """Which parts of the days ahead the window touches."""
    touched = np.zeros(days * PARTS, np.bool_)
    first = (_day(need) - today).days * PARTS
    for part in parts_touched(need.starts_at, need.ends_at):
        touched[first + part % PARTS] = True
    return touched


def _free(member: Member, today: date, days: int) -> np.ndarray:
    """The member's weekly grades laid out over the days ahead."""
    week = np.zeros(7 * PARTS, np.int8)
    for part, grade in member.free.items():
        week[part] = grade
    first = today.weekday() * PARTS
    return week[(first + np.arange(days * PARTS)) % len(week)]


def _capacity(
    member: Member, busy: Sequence[Busy], weeks: Mapping[tuple[int, int], int]
) -> list[int]:
    """Tasks the member may still take in each week."""
    held = [week_of(one.starts_at) for one in busy]
    return [max(0, member.tasks_per_week - held.count(week)) for week in weeks]


def _levels(member: Member) -> np.ndarray:
    levels = np.zeros(len(SKILL_COLUMNS), np.int8)
    for held in member.skills:
        levels[SKILL_COLUMNS[held.skill]] = held.level
    return levels


def _licences(member: Member, today: date) -> np.ndarray:
    valid = np.zeros(len(SKILL_COLUMNS), np.bool_)
    for held in member.skills:
        seen = held.licence_until is not None and held.licence_until >= today
        valid[SKILL_COLUMNS[held.skill]] = seen
    return valid


def _licences_that_run_out(needs: Sequence[Need], members: Sequence[Member]) -> set[Pair]:
    """Pairs whose licence, valid today, is no longer so on the day of the need."""
    until = {
        (member.id, held.skill): held.licence_until
        for member in members
        for held in member.skills
        if held.licence_until is not None
    }
    return {
        (need.id, member_id)
        for need in needs
        if need.skill and SKILLS[need.skill].licence
        for (member_id, skill), last_day in until.items()
        if skill == need.skill and last_day < _day(need)
    }
