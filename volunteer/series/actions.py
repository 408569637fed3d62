"""What happens to a series: planned, adopted, made into needs date by date, changed, ended."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db
from volunteer.errors import Missing, NoRoom, NotFound, NotSuited, TooLate, WrongMoment
from volunteer.history.steps import begin, note, take_step
from volunteer.members.free_time import is_within_hours
from volunteer.members.models import Member
from volunteer.needs.lifecycle import PLANNED, NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import Cancellation
from volunteer.notices.actions import tell
from volunteer.orders import actions as orders
from volunteer.orders.queries import live_orders
from volunteer.people.models import RoleKind
from volunteer.people.queries import holders
from volunteer.policy import SERVICE, Actor, May, require
from volunteer.series import dates, queries
from volunteer.series.lifecycle import SeriesStatus
from volunteer.series.models import Occurrence, Series
from volunteer.series.rhythm import Rhythm

LONGEST = timedelta(days=366)
# In these states it was decided what the task is.
TRIAGED = PLANNED | {NeedStatus.CLOSED, NeedStatus.UNFILLED}


def lock(found: Series) -> None:
    """The series is as the last one who changed it left it, and nobody else changes it now.

    Taken before the locks of members and needs, where those are held as well.
    """
    db.session.execute(
        sa.select(Series).where(Series.id == found.id).with_for_update(of=Series),
        execution_options={"populate_existing": True},
    ).all()


def plan(  # noqa: PLR0913 - when it comes again has so many parts, each by name
    pattern: Need,
    *,
    rhythm: Rhythm,
    starts_on: date,
    ends_on: date,
    time: time,
    minutes: int,
    skips_holidays: bool,
    by: Actor,
    now: datetime,
) -> Series:
    """The need comes again from that day on; the need itself is the first, if it is on that day.

    Raises WrongMoment for a need that is not planned, TooLate when it begins in the past, and
    Missing for the field that cannot be.
    """
    require(by, May.PLAN_SERIES, pattern)
    if pattern.status not in TRIAGED or queries.series_of(pattern):
        raise WrongMoment("series.plan", pattern.status)
    found = Series(
        community_id=pattern.community_id,
        pattern_id=pattern.id,
        pattern=pattern,
        rhythm=rhythm,
        starts_on=starts_on,
        ends_on=ends_on,
        hour=time,
        minutes=minutes,
        skips_holidays=skips_holidays,
        created_at=now,
    )
    _check_dates(found, now=now)
    begin(found, SeriesStatus.RUNNING, may=May.PLAN_SERIES, by=by, now=now, **dates.told_of(found))
    if clock.local(pattern.starts_at).date() == starts_on and pattern.starts_at > now:
        db.session.add(Occurrence(series_id=found.id, day=starts_on, need_id=pattern.id))
        db.session.flush()  # the day is known to be made
    return found


def change(  # noqa: PLR0913
    found: Series,
    *,
    rhythm: Rhythm,
    starts_on: date,
    ends_on: date,
    time: time,
    minutes: int,
    skips_holidays: bool,
    by: Actor,
    now: datetime,
) -> None:
    """The series comes at other times. Dates that somebody has accepted stay as they were agreed.

    Whoever adopted it has agreed to the old times: they are told, and may adopt it again. Raises
    what `plan` raises.
    """
    lock(found)
    _check_runs(found, "change")
    before = dates.agreed(found)
    found.rhythm, found.starts_on, found.ends_on = rhythm, starts_on, ends_on
    found.hour, found.minutes, found.skips_holidays = time, minutes, skips_holidays
    _check_dates(found, now=now)
    note(found, "change", may=May.PLAN_SERIES, by=by, now=now, **dates.told_of(found))
    if found.member is not None and not dates.covers(before, found):
        told = [found.member.person_id]
        tell(told, "series_changed", about=found, now=now, title=found.title)
        _unbind(found)
    dates.move(found, by=by, now=now)


def skip(found: Series, *, day: date, by: Actor, now: datetime) -> None:
    """Nobody comes on this day; a need made for it is cancelled, its orders are told.

    Raises NotFound when it is no day of the series ahead.
    """
    lock(found)
    _check_runs(found, "skip")
    one = _occurrence(found, day, now=now)
    note(found, "skip", may=May.PLAN_SERIES, by=by, now=now, day=day.isoformat())
    if one.need is not None and one.need.status in dates.AHEAD:
        orders.cancel_need(one.need, reason=Cancellation.NO_LONGER_NEEDED, by=by, now=now)
    one.skipped_at = now
    db.session.add(one)


def end(found: Series, *, accepted_too: bool, by: Actor, now: datetime) -> None:
    """No further date is made; those ahead that nobody has accepted are cancelled, with
    `accepted_too` the others as well."""
    lock(found)
    member = found.member
    take_step(found, "end", by=by, now=now, accepted_too=accepted_too)
    _unbind(found)
    if member is not None:
        tell([member.person_id], "series_ended", about=found, now=now, title=found.title)
    for _day, need in dates.ahead(found, now=now):
        if accepted_too or not live_orders(need):
            orders.cancel_need(need, reason=Cancellation.NO_LONGER_NEEDED, by=by, now=now)


def run_out(found: Series, *, now: datetime) -> bool:
    """The series has ended by itself, its last day being over; whoever adopted it is thanked.

    False, and nothing is different, when a day is still to come.
    """
    lock(found)
    if found.status != SeriesStatus.RUNNING or found.ends_on >= clock.local(now).date():
        return False
    member = found.member
    take_step(found, "run_out", by=SERVICE, now=now)
    _unbind(found)
    if member is not None:
        tell([member.person_id], "series_ended", about=found, now=now, title=found.title)
    return True


def adopt(found: Series, member: Member, *, by: Actor, now: datetime, travel: timedelta) -> None:
    """The member has agreed to come each time it suits, and holds the dates made so far that do.

    Raises NoRoom when somebody else has adopted it, NotSuited when a rule speaks against all of it.
    """
    lock(found)
    _check_runs(found, "adopt")
    if found.member_id is not None:
        raise NoRoom
    (against,) = dates.against([found], member, now=now, travel=travel)
    if against:
        raise NotSuited(against)
    found.member, found.member_id, found.adopted_at = member, member.id, now
    # What they agreed to stands in the history, which nobody can change.
    told = dates.told_of(found)
    note(found, "adopt", may=May.ADOPT_SERIES, by=by, now=now, member=member.id, **told)
    for day, need in dates.ahead(found, now=now):
        if need.status == NeedStatus.OPEN:
            dates.give(found, day, need, now=now, travel=travel)


def leave(found: Series, *, by: Actor, now: datetime) -> None:
    """The member comes no more, and nothing is held against them; dates ahead are free again."""
    lock(found)
    member = found.member
    note(found, "leave", may=May.LEAVE_SERIES, by=by, now=now, member=found.member_id)
    assert member is not None, "only whoever adopted it may leave it"
    for _day, need in dates.ahead(found, now=now):
        dates.give_back(need, member, by=by, now=now)
    _unbind(found)
    staff = holders(RoleKind.SECRETARY, found.community_id)
    tell(staff, "series_left", about=found, now=now, title=found.title)


def let_go(found: Series, *, now: datetime) -> None:
    """Whoever took the series on has moved away and comes no more; dates that they have promised
    stay promised, the secretaries look for somebody else."""
    lock(found)
    note(found, "let_go", may=May.FOLLOW_SERIES, by=SERVICE, now=now, member=found.member_id)
    _unbind(found)
    staff = holders(RoleKind.SECRETARY, found.community_id)
    tell(staff, "series_left", about=found, now=now, title=found.title)


def miss_one(found: Series, *, day: date, by: Actor, now: datetime) -> None:
    """The member who adopted the series does not come on this day, and somebody else may."""
    lock(found)
    one = _occurrence(found, day, now=now)
    note(found, "miss_one", may=May.LEAVE_SERIES, by=by, now=now, day=day.isoformat())
    assert found.member is not None, "only whoever adopted it may leave out a day"
    one.absent_id = found.member_id
    db.session.add(one)
    if one.need is not None:
        dates.give_back(one.need, found.member, by=by, now=now)


def make(found: Series, *, now: datetime, ahead: int, travel: timedelta) -> int:
    """Every day within so many days has its need, held by whoever adopted the series if it suits
    them; returns how many were made. Two at once make each day once."""
    lock(found)
    if found.status != SeriesStatus.RUNNING:
        return 0
    due = queries.missing(found, now=now, ahead=ahead)
    for day in due:
        dates.make(found, day, now=now, travel=travel)
    return len(due)


def _check_runs(found: Series, verb: str) -> None:
    if found.status != SeriesStatus.RUNNING:
        raise WrongMoment(f"series.{verb}", found.status)


def _check_dates(found: Series, *, now: datetime) -> None:
    if found.ends_on < found.starts_on or found.ends_on > found.starts_on + LONGEST:
        raise Missing("ends_on")
    if not is_within_hours(found.begins(found.starts_on), found.ends(found.starts_on)):
        raise Missing("time")
    if found.ends(found.ends_on) <= now:
        raise TooLate


def _occurrence(found: Series, day: date, *, now: datetime) -> Occurrence:
    """What is settled about a day ahead, or a row for it that is still to be added."""
    known = queries.settled(found, since=day).get(day)
    if known is None and day not in found.days(since=day, until=day):
        raise NotFound("day", day)
    if found.begins(day) <= now:
        raise NotFound("day", day)
    return known or Occurrence(series_id=found.id, day=day)


def _unbind(found: Series) -> None:
    found.member, found.member_id, found.adopted_at = None, None, None
