"""Reading series, always on behalf of somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from volunteer import clock
from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.members.models import Member
from volunteer.members.queries import NAME_ONLY
from volunteer.needs.models import Need
from volunteer.orders.lifecycle import LIVE
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.policy import May
from volunteer.series.lifecycle import SeriesStatus
from volunteer.series.models import Occurrence, Series

PAGE = 50


def visible_to(person: Person) -> sa.Select[Series]:
    """Series of the communities in which the person works or is a member, and their own."""
    theirs = person.communities_for(May.SEE_SERIES)
    own = sa.select(Member.id).where(Member.person_id == person.id)
    return (
        sa.select(Series)
        .where(sa.or_(Series.community_id.in_(theirs), Series.member_id.in_(own)))
        .options(
            joinedload(Series.pattern).joinedload(Need.grid),
            joinedload(Series.member).options(*NAME_ONLY),
            joinedload(Series.community),
        )
    )


def series_for(person: Person, series_id: int) -> Series:
    """The series, if this person may see it; otherwise it does not exist for them."""
    found = db.session.scalar(visible_to(person).where(Series.id == series_id))
    if found is None:
        raise NotFound("series", series_id)
    return found


def list_for(person: Person, *, after: int | None = None, limit: int = PAGE) -> Sequence[Series]:
    """Series the person may see newest first, below the id `after`."""
    chosen = visible_to(person)
    if after is not None:
        chosen = chosen.where(Series.id < after)
    return db.session.scalars(chosen.order_by(Series.id.desc()).limit(limit)).all()


def adopted_by(member: Member) -> Sequence[Series]:
    """Series to whose every date the member has agreed."""
    return db.session.scalars(
        visible_to(member.person).where(Series.member_id == member.id).order_by(Series.id)
    ).all()


def free_in(member: Member, *, now: datetime) -> Sequence[Series]:
    """Series of the member's community that nobody has adopted and that go on, newest first."""
    return db.session.scalars(
        visible_to(member.person)
        .where(
            Series.community_id == member.community_id,
            Series.status == SeriesStatus.RUNNING,
            Series.member_id.is_(None),
            Series.ends_on >= clock.local(now).date(),
        )
        .order_by(Series.id.desc())
        .limit(PAGE)
    ).all()


def series_of(need: Need) -> Series | None:
    """The series that the need is a date of, or was the pattern for."""
    return db.session.scalar(
        sa.select(Series)
        .outerjoin(Occurrence, Occurrence.series_id == Series.id)
        .where(sa.or_(Occurrence.need_id == need.id, Series.pattern_id == need.id))
        .limit(1)
    )


def settled(found: Series, *, since: date) -> dict[date, Occurrence]:
    """Day -> what is settled about it, from this day on."""
    rows = db.session.scalars(
        sa.select(Occurrence)
        .where(Occurrence.series_id == found.id, Occurrence.day >= since)
        .options(joinedload(Occurrence.need))
        .order_by(Occurrence.day)
    )
    return {one.day: one for one in rows}


def missing(found: Series, *, now: datetime, ahead: int) -> list[date]:
    """Days of the series within so many days for which a need is still to be made."""
    today = clock.local(now).date()
    known = settled(found, since=today)
    return [
        day
        for day in found.days(since=today, until=today + timedelta(days=ahead))
        if found.begins(day) > now
        and not found.pauses(day)
        and (day not in known or (known[day].need_id is None and known[day].skipped_at is None))
    ]


def held_by(member_id: int, need_ids: Sequence[int]) -> dict[int, int]:
    """Need id -> the order by which the member holds a place of it, of these needs."""
    rows = db.session.execute(
        sa.select(Order.need_id, Order.id).where(
            Order.member_id == member_id, Order.need_id.in_(need_ids), Order.status.in_(LIVE)
        )
    )
    return {row.need_id: row.id for row in rows}


def running() -> Sequence[Series]:
    """Every series that goes on; for the service's own clock."""
    return db.session.scalars(
        sa.select(Series).where(Series.status == SeriesStatus.RUNNING).order_by(Series.id)
    ).all()
