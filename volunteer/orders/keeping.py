"""Keeping a date for whoever agreed once to all of a series."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from volunteer.db import db
from volunteer.errors import NotSuited
from volunteer.history.steps import begin
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.notices.actions import tell
from volunteer.orders import claims, seats
from volunteer.orders.agreement import agree
from volunteer.orders.in_line import own_order
from volunteer.orders.lifecycle import LIVE, OrderStatus
from volunteer.orders.models import Order
from volunteer.policy import SERVICE, May


def keep_for(
    need: Need,
    member: Member,
    *,
    reasons: dict[str, Any],
    now: datetime,
    travel: timedelta,
    series: int,
) -> Order:
    """The member has the task because they agreed once to all of its series, under the same rules
    as an offer; they are told. What is risky waits for a secretary. What they hold or have claimed
    already stays as it is, and an offer that they have of it is needless now.

    Raises what `accept` raises, NotSuited also when a secretary refused them this one.
    """
    seats.lock(need, member)
    before = own_order(need, member)
    if before is not None and before.status in LIVE | {OrderStatus.CLAIMED}:
        return before
    if before is not None and before.status == OrderStatus.REFUSED:
        raise NotSuited
    seat = seats.free_seat(need, member, now=now, travel=travel)
    if before is not None:
        seats.withdraw([before], now=now, why="series")
        db.session.flush()  # one that waits at a time
    order = Order.of(need, member, reasons)
    agree(order, now=now)
    if order.needs_approval:
        claims.claim(order, by=SERVICE, now=now, may=May.FOLLOW_SERIES)
        return order
    order.seat_no, order.accepted_at = seat, now
    begin(order, OrderStatus.ACCEPTED, may=May.FOLLOW_SERIES, by=SERVICE, now=now, series=series)
    seats.count_places(need, now=now)
    tell([member.person_id], "order_kept", about=order, now=now, title=need.title)
    return order
