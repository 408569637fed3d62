"""Members are reminded as they wish: before a task, and in the evening of what suits them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db
from volunteer.dispatch import queries
from volunteer.dispatch.alarms import has_rung, ring
from volunteer.dispatch.rules import Rules
from volunteer.members.models import Member, Reminders
from volunteer.members.queries import askable
from volunteer.notices.actions import tell
from volunteer.orders.hall import hall_for
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
# Who was out of order at the hour of the digest catches up so long, and not past midnight.
CATCH_UP = 3
DAY_BEFORE, HOUR_BEFORE, DIGEST = "day-before", "hour-before", "digest"


def day_before(now: datetime, rules: Rules) -> Sequence[int]:
    """Orders that begin within a day, promised before that, of members who want to hear it."""
    wanted = [Reminders.BOTH, Reminders.DAY_BEFORE]
    return _ahead(DAY_BEFORE, now, (AN_HOUR, A_DAY), wanted)


def hour_before(now: datetime, rules: Rules) -> Sequence[int]:
    """Orders that begin within an hour, promised before that, of members who want to hear it."""
    return _ahead(HOUR_BEFORE, now, (timedelta(0), AN_HOUR), [Reminders.BOTH])


def remind_day_before(order_id: int, now: datetime, rules: Rules) -> bool:
    """The member has been reminded of tomorrow's task."""
    return _remind(DAY_BEFORE, order_id, now)


def remind_hour_before(order_id: int, now: datetime, rules: Rules) -> bool:
    """The member has been reminded of the task that begins soon."""
    return _remind(HOUR_BEFORE, order_id, now)


def evening_readers(now: datetime, rules: Rules) -> Sequence[int]:
    """At the hour that was chosen: members who want to hear once a day what is still open and
    suits them."""
    hour = rules.digest_hour
    if not hour <= clock.local(now).hour < hour + CATCH_UP:
        return []
    this_evening = _this_evening(now, rules)
    return db.session.scalars(
        sa.select(Member.id)
        .where(*askable(now), Member.wants_digest, ~has_rung(DIGEST, Member.id, this_evening))
        .order_by(Member.id)
    ).all()


def send_digest(member_id: int, now: datetime, rules: Rules) -> bool:
    """The member knows how many open tasks suit them; when none does, this evening stays silent."""
    member = queries.member(member_id)
    if not ring(DIGEST, member.id, _this_evening(now, rules), now=now):
        return False
    suiting = [
        one
        for one in hall_for(member, now=now, travel=rules.travel, limits=rules.limits)
        if one.suits
    ]
    if suiting:
        tell([member.person_id], "hall_digest", about=member, now=now, count=len(suiting))
    return bool(suiting)


def _ahead(
    alarm: str,
    now: datetime,
    between: tuple[timedelta, timedelta],
    wanted: Sequence[Reminders],
) -> Sequence[int]:
    nearest, furthest = between
    return [
        row.id
        for row in db.session.execute(
            sa.select(Order.id, Order.accepted_at, Order.starts_at)
            .join(Member, Member.id == Order.member_id)
            .where(
                Order.status == OrderStatus.ACCEPTED,
                Order.starts_at > now + nearest,
                Order.starts_at <= now + furthest,
                Member.reminders.in_(wanted),
                ~has_rung(alarm, Order.id, Order.starts_at),
            )
            .order_by(Order.starts_at, Order.id)
        )
        # Nobody is reminded of what they promised a moment ago.
        if row.accepted_at <= row.starts_at - furthest
    ]


def _remind(alarm: str, order_id: int, now: datetime) -> bool:
    order = queries.order(order_id)
    if order.status != OrderStatus.ACCEPTED or now >= order.starts_at:
        return False
    if not ring(alarm, order.id, order.starts_at, now=now):
        return False
    told = [order.member.person_id]
    tell(told, "order_reminder", about=order, now=now, title=order.need.title)
    return True


def _this_evening(now: datetime, rules: Rules) -> datetime:
    return clock.at(clock.local(now).date(), time(rules.digest_hour))
