"""Whether a task suits a member, and if not, exactly why not.

The same rules that a round applies to many at once (in `matching`), here for one pair, so that
the hall can say them and acceptance can check them. A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import hypot

from volunteer import clock
from volunteer.members.free_time import Grade, grade_for
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member
from volunteer.members.skills import SKILLS
from volunteer.needs.models import Need
from volunteer.places.models import Grid

METRES_PER_MINUTE = 70
HAIR = 1e-9  # the limit itself is within reach, however it was rounded


class Hindrance(StrEnum):
    """What keeps a member from a task, in the order in which it is said."""

    NOT_ACTIVE = "not_active"
    ELSEWHERE = "elsewhere"
    SKILL = "skill"
    LICENCE = "licence"
    CLASH = "clash"
    FREE_TIME = "free_time"
    REACH = "reach"
    WEEKLY_LIMIT = "weekly_limit"


# One's own wishes: they keep the service from asking, not the member from taking.
OWN_WISHES = frozenset({Hindrance.FREE_TIME, Hindrance.REACH, Hindrance.WEEKLY_LIMIT})


@dataclass(frozen=True)
class Busy:
    """A time in which the member already has a task."""

    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


def walk_minutes(home: Grid, there: Grid) -> float:
    """Minutes on foot between two grids along the straight line at 70 m a minute, at least 1."""
    metres = hypot(home.x_metres - there.x_metres, home.y_metres - there.y_metres)
    return max(1.0, metres / METRES_PER_MINUTE)


def week_of(moment: datetime) -> tuple[int, int]:
    """ISO year and week on Shanghai's calendar: the span in which a weekly limit counts."""
    return clock.local(moment).isocalendar()[:2]


def hindrances(
    member: Member, need: Need, busy: Sequence[Busy], *, travel: timedelta
) -> list[Hindrance]:
    """Every rule and wish that speaks against this pair; empty when the task suits."""
    return rules_against(member, need, busy, travel=travel) + [
        wish
        for wish, speaks in (
            (
                Hindrance.FREE_TIME,
                grade_for(member.free, need.starts_at, need.ends_at) == Grade.NO,
            ),
            (
                Hindrance.REACH,
                walk_minutes(member.grid, need.grid) - HAIR > member.reach_minutes,
            ),
            (Hindrance.WEEKLY_LIMIT, _week_is_full(member, need, busy)),
        )
        if speaks
    ]


def rules_against(
    member: Member, need: Need, busy: Sequence[Busy], *, travel: timedelta
) -> list[Hindrance]:
    """Every rule that speaks against this pair, whatever the member wishes."""
    return [
        rule
        for rule, speaks in (
            (Hindrance.NOT_ACTIVE, member.status != MemberStatus.ACTIVE),
            (Hindrance.ELSEWHERE, not _serves_there(member, need)),
            (Hindrance.SKILL, not _has_skill(member, need)),
            (Hindrance.LICENCE, _has_skill(member, need) and not _has_licence(member, need)),
            (Hindrance.CLASH, _clashes(need, busy, travel)),
        )
        if speaks
    ]


def _serves_there(member: Member, need: Need) -> bool:
    """At home, and in the other communities of the sub-district if the member wants so."""
    if member.community_id == need.community_id:
        return True
    return (
        member.serves_neighbours
        and member.community.subdistrict_id == need.community.subdistrict_id
    )


def _has_skill(member: Member, need: Need) -> bool:
    return need.skill is None or any(
        held.skill == need.skill and held.level >= need.skill_level for held in member.skills
    )


def _has_licence(member: Member, need: Need) -> bool:
    if need.skill is None or not SKILLS[need.skill].licence:
        return True
    day = clock.local(need.ends_at).date()
    return any(
        held.skill == need.skill and held.licence_until is not None and held.licence_until >= day
        for held in member.skills
    )


def _clashes(need: Need, busy: Sequence[Busy], travel: timedelta) -> bool:
    return any(
        one.starts_at < need.ends_at + travel and need.starts_at < one.ends_at + travel
        for one in busy
    )


def _week_is_full(member: Member, need: Need, busy: Sequence[Busy]) -> bool:
    week = week_of(need.starts_at)
    return sum(week_of(one.starts_at) == week for one in busy) >= member.tasks_per_week
