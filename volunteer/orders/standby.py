"""Standing by (候补) for a task that is full: when a place opens, who came first is asked first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from volunteer.errors import AlreadyTaken, DomainError, WrongMoment
from volunteer.history.steps import begin, take_step
from volunteer.members.models import Member
from volunteer.needs import actions as needs
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.notices.actions import tell
from volunteer.orders import seats
from volunteer.orders.in_line import own_order, stood_by
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.orders.patience import USUAL, Patience
from volunteer.orders.queries import seats_held
from volunteer.policy import SERVICE, Actor, May, require


def stand_by(
    need: Need,
    member: Member,
    *,
    reasons: dict[str, Any],
    by: Actor,
    now: datetime,
    travel: timedelta,
) -> Order:
    """The member is asked when a place of the full task opens, after those who came before.

    Raises WrongMoment when a place is to be had anyway, AlreadyTaken when they hold one or wait
    already, TooLate, Clash and NotSuited as `actions.take` does.
    """
    seats.lock(need, member)
    require(by, May.TAKE_TASK, need)
    if own_order(need, member) is not None:
        raise AlreadyTaken
    seats.must_be_ahead(need, now=now)
    seats.must_suit(need, member, travel=travel)
    if places_open(need) > len(stood_by(need)):
        raise WrongMoment("need.stand_by", need.status)
    order = Order.of(need, member, reasons)
    order.stood_by_at = now
    begin(order, OrderStatus.STANDING_BY, may=May.ANSWER_OFFER, by=by, now=now)
    return order


def call_next(need: Need, *, now: datetime, travel: timedelta, patience: Patience = USUAL) -> int:
    """For each open place somebody who stood by has been asked and may answer for a while, those
    first who came first; returns how many were asked now.

    Whoever has meanwhile promised to be elsewhere is asked no more, and told.
    """
    needs.lock(need)
    waiting = stood_by(need)
    called = sum(one.status == OrderStatus.OFFERED for one in waiting)
    wanted = places_open(need) - called
    if need.status != NeedStatus.OPEN or need.starts_at <= now:
        return 0
    asked = 0
    for order in waiting:
        if asked < wanted and order.status == OrderStatus.STANDING_BY:
            asked += _call(order, now=now, travel=travel, patience=patience)
    return asked


def places_open(need: Need) -> int:
    """How many places of the need nobody holds."""
    return need.headcount - len(seats_held(need))


def _call(order: Order, *, now: datetime, travel: timedelta, patience: Patience) -> bool:
    told, title = [order.member.person_id], order.need.title
    try:
        seats.must_suit(order.need, order.member, travel=travel)
    except DomainError:
        take_step(order, "withdraw", by=SERVICE, now=now)
        tell(told, "standby_ended", about=order, now=now, title=title)
        return False
    take_step(order, "call", by=SERVICE, now=now)
    order.offered_at = now
    order.expires_at = patience.called_until(order.need, now)
    tell(told, "standby_called", about=order, now=now, title=title)
    return True
