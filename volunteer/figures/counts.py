"""What became of the needs of some weeks: how far they came, and what nobody was found for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db
from volunteer.history.models import Event
from volunteer.members.skills import Group
from volunteer.needs.models import Need
from volunteer.needs.types import NEED_TYPES
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.models import Record

# What shows that somebody was found, came, and helped; to have come further is to have come here.
SOLVED = ("confirm", "confirm_by_phone", "settle")
SERVED = ("finish", *SOLVED)
ROAD = (("fill", "start", *SERVED), SERVED, SOLVED)
PARTS_BEGIN = (7, 9, 12, 14, 18)  # o'clock: early, morning, noon, afternoon, evening
DAYS = 7


@dataclass(frozen=True)
class Flow:
    """How many needs were posted, and how many of these came so far."""

    posted: int
    accepted: int
    staffed: int
    served: int
    solved: int
    unfilled: int  # their time came and places were empty, at least once


@dataclass(frozen=True)
class Gaps:
    """Needs whose time came while places were empty: by weekday (0 is Monday) and part of the day,
    and by kind."""

    by_hour: Mapping[tuple[int, int], int]
    by_group: Mapping[Group, int]

    @property
    def total(self) -> int:
        return sum(self.by_hour.values())


def monday_before(now: datetime, weeks: int) -> datetime:
    """Midnight of the Monday with which the last so many weeks begin, this one included."""
    today = clock.local(now).date()
    monday = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    return clock.at(monday, time())


def flows_of(community_ids: Collection[int], *, since: datetime) -> Mapping[int, Flow]:
    """Community id -> how far its needs posted since then have come until now."""
    here = (Need.community_id.in_(community_ids), Need.posted_at >= since)

    def came_to(verbs: Collection[str]) -> sa.ColumnElement[int]:
        one = sa.case((Event.verb.in_(verbs), Event.thing_id))
        return sa.func.count(sa.distinct(one))

    rows = db.session.execute(
        sa.select(
            Need.community_id,
            sa.func.count(sa.distinct(Need.id)),
            sa.func.count(sa.distinct(sa.case((Need.triaged_at.is_not(None), Need.id)))),
            *(came_to(verbs) for verbs in ROAD),
            came_to(["lapse"]),
        )
        .join(Event, sa.and_(Event.kind == Need.journey.kind, Event.thing_id == Need.id))
        .where(*here)
        .group_by(Need.community_id)
    )
    found = {community_id: Flow(*reached) for community_id, *reached in rows}
    return {one: found.get(one, Flow(0, 0, 0, 0, 0, 0)) for one in community_ids}


def gaps_of(community_ids: Collection[int], *, since: datetime) -> Gaps:
    """What nobody was found for, of the needs whose time came since then."""
    lapsed = sa.select(Event.thing_id).where(
        Event.kind == Need.journey.kind, Event.verb == "lapse", Event.at >= since
    )
    rows = db.session.execute(
        sa.select(Need.starts_at, Need.type).where(
            Need.community_id.in_(community_ids), Need.id.in_(lapsed)
        )
    ).all()
    starts = [clock.local(row.starts_at) for row in rows]
    return Gaps(
        Counter((start.weekday(), _part(start.hour)) for start in starts),
        dict(Counter(NEED_TYPES[row.type].group for row in rows).most_common()),
    )


def minutes_by_week(
    community_ids: Collection[int], *, since: datetime, now: datetime
) -> Sequence[tuple[date, int]]:
    """The Monday of each week since then, and the minutes served in it that were approved."""
    rows = db.session.execute(
        sa.select(Record.started_at, Record.minutes).where(
            Record.community_id.in_(community_ids),
            Record.started_at >= since,
            Record.status == RecordStatus.APPROVED,
            Record.counts,
        )
    )
    served: Counter[date] = Counter()
    for started_at, minutes in rows:
        served[_monday(started_at)] += minutes
    first, last = _monday(since), _monday(now)
    weeks = range((last - first).days // DAYS + 1)
    return [(day, served[day]) for day in (first + timedelta(weeks=n) for n in weeks)]


def _monday(moment: datetime) -> date:
    day = clock.local(moment).date()
    return day - timedelta(days=day.weekday())


def _part(hour: int) -> int:
    """Which part of the day an hour lies in; whatever begins before all of them is early."""
    return max(sum(hour >= begins for begins in PARTS_BEGIN) - 1, 0)
