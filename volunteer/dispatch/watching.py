"""What is put before staff: somebody did not come, forgot to leave, or nobody decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from volunteer.db import db
from volunteer.dispatch import queries
from volunteer.dispatch.alarms import has_rung, ring
from volunteer.dispatch.rules import Rules
from volunteer.history.models import Event
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.notices.actions import tell
from volunteer.orders import seats
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.orders.presence import LATE_LEAVING
from volunteer.people.models import RoleKind
from volunteer.people.queries import holders
from volunteer.policy import SERVICE
from volunteer.records import actions as records

NOT_THERE, UNDECIDED = "not-there", "undecided"


def not_there(now: datetime, rules: Rules) -> Sequence[int]:
    """Orders some time after their start without arrival, of which nobody was told."""
    return db.session.scalars(
        sa.select(Order.id)
        .where(
            Order.status == OrderStatus.ACCEPTED,
            Order.starts_at <= now - rules.limits.arrival,
            ~has_rung(NOT_THERE, Order.id, Order.starts_at),
        )
        .order_by(Order.starts_at, Order.id)
    ).all()


def ask_staff_to_call(order_id: int, now: datetime, rules: Rules) -> bool:
    """Staff know that somebody may not have come; only they, after a call, say what it was."""
    order = queries.order(order_id)
    if order.status != OrderStatus.ACCEPTED or now < order.starts_at + rules.limits.arrival:
        return False
    if not ring(NOT_THERE, order.id, order.starts_at, now=now):
        return False
    staff = {
        one
        for role in (RoleKind.SECRETARY, RoleKind.WORKER)
        for one in holders(role, order.community_id)
    }
    tell(
        staff - {order.member.person_id},
        "order_not_there",
        about=order,
        now=now,
        title=order.need.title,
    )
    return True


def still_there(now: datetime, rules: Rules) -> Sequence[int]:
    """Arrivals that nobody closed two hours after the planned end."""
    return db.session.scalars(
        sa.select(Order.id)
        .where(Order.status == OrderStatus.CHECKED_IN, Order.ends_at <= now - LATE_LEAVING)
        .order_by(Order.ends_at, Order.id)
    ).all()


def close(order_id: int, now: datetime, rules: Rules) -> bool:
    """The member is taken to have left; a record waits for review, and the member knows of it."""
    order = queries.order(order_id)
    seats.lock_order(order)
    if order.status != OrderStatus.CHECKED_IN or now < order.ends_at + LATE_LEAVING:
        return False
    records.leave(order, by=SERVICE, now=now)
    told = [order.member.person_id]
    tell(told, "order_closed", about=order, now=now, title=order.need.title)
    return True


def undecided(now: datetime, rules: Rules) -> Sequence[int]:
    """Needs that stayed unfilled, and nobody decided in time what now."""
    return [
        row.id
        for row in db.session.execute(
            sa.select(Need.id, Event.at)
            .join(Event, Event.thing_id == Need.id)
            .where(
                Need.status == NeedStatus.UNFILLED,
                Event.id == _last_event(),
                ~has_rung(UNDECIDED, Need.id, Event.at),
            )
            .order_by(Need.id)
        )
        if now >= rules.limits.decided_by(row.at)
    ]


def remind_secretaries(need_id: int, now: datetime, rules: Rules) -> bool:
    """The secretaries are reminded, once, that a resident waits for their decision."""
    need = queries.need(need_id)
    since = db.session.scalars(
        sa.select(Event.at)
        .join(Need, Need.id == Event.thing_id)
        .where(Need.id == need.id, Event.id == _last_event())
    ).one()
    if need.status != NeedStatus.UNFILLED or now < rules.limits.decided_by(since):
        return False
    if not ring(UNDECIDED, need.id, since, now=now):
        return False
    staff = holders(RoleKind.SECRETARY, need.community_id)
    tell(staff, "need_undecided", about=need, now=now, title=need.title)
    return True


def _last_event() -> sa.ScalarSelect[int]:
    """The last thing that happened to the need."""
    return (
        sa.select(sa.func.max(Event.id))
        .where(Event.kind == Need.journey.kind, Event.thing_id == Need.id)
        .correlate(Need)
        .scalar_subquery()
    )
