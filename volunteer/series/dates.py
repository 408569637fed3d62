"""The dates of a series: made into needs, given to whoever adopted it, moved when it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db
from volunteer.errors import Clash, NoRoom, NotSuited
from volunteer.members.models import Member
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.repeating import repeat
from volunteer.needs.types import Cancellation
from volunteer.notices.actions import tell
from volunteer.orders import actions as orders
from volunteer.orders import claims
from volunteer.orders.fit import Hindrance
from volunteer.orders.hall import Entry, entries_for
from volunteer.orders.in_line import own_order
from volunteer.orders.keeping import keep_for
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Release
from volunteer.orders.queries import live_orders
from volunteer.policy import Actor
from volunteer.series import queries
from volunteer.series.models import Occurrence, Series
from volunteer.series.rhythm import Rhythm, days

AHEAD = (NeedStatus.OPEN, NeedStatus.STAFFED)
# They agreed to the way and to the number of tasks when they adopted it.
AGREED_TO = frozenset({Hindrance.REACH, Hindrance.WEEKLY_LIMIT})
# May differ from date to date.
FOR_ONE_DATE = AGREED_TO | {Hindrance.CLASH}


class Agreed(NamedTuple):
    """What a member said yes to."""

    rhythm: Rhythm
    starts_on: date
    ends_on: date
    hour: time
    minutes: int


def agreed(found: Series) -> Agreed:
    """What the series is now, to be compared with what it becomes."""
    return Agreed(Rhythm(found.rhythm), found.starts_on, found.ends_on, found.hour, found.minutes)


def covers(before: Agreed, after: Series) -> bool:
    """Whether whoever said yes then has said yes to every date that comes now."""
    same = (before.hour, before.minutes) == (after.hour, after.minutes)
    known = set(days(before.rhythm, before.starts_on, since=before.starts_on, until=before.ends_on))
    return same and known.issuperset(after.days(since=after.starts_on, until=after.ends_on))


def told_of(found: Series) -> dict[str, Any]:
    """When it comes, as the history keeps it."""
    return {
        "rhythm": str(found.rhythm),
        "starts_on": found.starts_on.isoformat(),
        "ends_on": found.ends_on.isoformat(),
        "hour": f"{found.hour:%H:%M}",
        "minutes": found.minutes,
        "skips_holidays": found.skips_holidays,
    }


def ahead(found: Series, *, now: datetime) -> Sequence[tuple[Occurrence, Need]]:
    """Dates that have not begun, with the needs for which people are sought or have accepted."""
    rows = db.session.execute(
        sa.select(Occurrence, Need)
        .join(Need, Occurrence.need_id == Need.id)
        .where(Occurrence.series_id == found.id, Need.starts_at > now, Need.status.in_(AHEAD))
        .order_by(Need.starts_at, Need.id)
    )
    return [(one, need) for one, need in rows]


def make(found: Series, day: date, *, now: datetime, travel: timedelta) -> Need:
    """The day has its need."""
    need = repeat(found.pattern, found.begins(day), found.ends(day), now=now, series=found.id)
    known = queries.settled(found, since=day).get(day) or Occurrence(series_id=found.id, day=day)
    known.need_id = need.id
    db.session.add(known)
    db.session.flush()  # a second runner is refused now, and does nothing else
    if found.member is not None:
        give(found, known, need, now=now, travel=travel)
    return need


def give(found: Series, one: Occurrence, need: Need, *, now: datetime, travel: timedelta) -> bool:
    """Whoever adopted the series has this date, if it suits them; otherwise anybody may, and they
    are told that they need not think of it."""
    member = found.member
    assert member is not None, "only an adopted series gives its dates"
    if one.absent_id == member.id:
        return False
    entry = _entry(member, need, now=now, travel=travel)
    if AGREED_TO.issuperset(entry.hindrances) and not member.is_paused(need.starts_at):
        try:
            keep_for(need, member, reasons=entry.terms, now=now, travel=travel, series=found.id)
        except (Clash, NoRoom, NotSuited):  # changed since it was looked at
            pass
        else:
            return True
    told = [member.person_id]
    tell(told, "series_date_open", about=found, now=now, title=need.title, day=one.day.isoformat())
    return False


def give_back(need: Need, member: Member, *, by: Actor, now: datetime) -> None:
    """The member does not hold this date any more, nor wait for it."""
    for order in live_orders(need):
        if order.member_id == member.id and order.status == OrderStatus.ACCEPTED:
            orders.release(order, reason=Release.OTHER, by=by, now=now)
    waiting = own_order(need, member)
    if waiting is not None and waiting.status == OrderStatus.CLAIMED:
        claims.take_back(waiting, by=by, now=now)


def move(found: Series, *, by: Actor, now: datetime) -> None:
    """Dates ahead that nobody has accepted stand where the series says now, or are cancelled; one
    that was moved by hand stays."""
    for one, need in ahead(found, now=now):
        if live_orders(need) or clock.local(need.starts_at).date() != one.day:
            continue
        if found.pauses(one.day) or one.day not in found.days(since=one.day, until=one.day):
            orders.cancel_need(need, reason=Cancellation.OTHER, by=by, now=now)
            db.session.delete(one)  # should the series come on this day again, it is made again
        elif (need.starts_at, need.minutes) != (found.begins(one.day), found.minutes):
            window = {"date": one.day, "time": found.hour, "minutes": found.minutes}
            orders.rearrange_need(need, by=by, now=now, **window)


def against(
    all: Sequence[Series], member: Member, *, now: datetime, travel: timedelta
) -> list[list[Hindrance]]:
    """What speaks against all dates alike, for each series, looked at with its next one."""
    probes = [_probe(one, now) for one in all]
    return [
        [hindrance for hindrance in entry.hindrances if hindrance not in FOR_ONE_DATE]
        for entry in entries_for(member, probes, now=now, travel=travel)
    ]


def _probe(found: Series, now: datetime) -> Need:
    """The next date as a need that is never kept."""
    day = next(_next_days(found, now=now), found.ends_on)
    need = found.pattern
    return Need(
        **{name: getattr(need, name) for name in ("community_id", "grid_id")},
        contact_phone_index=need.contact_phone_index,
        **{name: getattr(need, name) for name in ("type", "skill", "skill_level", "headcount")},
        community=found.community,
        grid=need.grid,
        starts_at=found.begins(day),
        ends_at=found.ends(day),
    )


def _next_days(found: Series, *, now: datetime) -> Iterator[date]:
    since = clock.local(now).date()
    return (one for one in found.days(since=since, until=found.ends_on) if found.begins(one) > now)


def _entry(member: Member, need: Need, *, now: datetime, travel: timedelta) -> Entry:
    (entry,) = entries_for(member, [need], now=now, travel=travel)
    return entry
