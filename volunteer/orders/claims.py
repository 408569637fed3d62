"""Taking what is risky: the member claims it, and a secretary of its community decides.

A claim holds no place and keeps nobody else from the task; whoever is approved first has it. It
waits a day at most (`claim_hours`), never beyond the start, and then expires like an offer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from volunteer.errors import NotAllowed
from volunteer.history.steps import begin, take_step
from volunteer.notices.actions import tell
from volunteer.orders import seats
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.orders.patience import USUAL, Patience
from volunteer.people.models import RoleKind
from volunteer.people.queries import holders
from volunteer.policy import Actor, May, require


def claim(
    order: Order,
    *,
    by: Actor,
    now: datetime,
    patience: Patience = USUAL,
    may: May = May.ANSWER_OFFER,
) -> None:
    """The member would like to do it and has agreed to the terms; the secretaries know and have
    until it expires to decide."""
    order.expires_at = patience.claimed_until(order.need, now)
    if order.id is None:
        begin(order, OrderStatus.CLAIMED, may=may, by=by, now=now)
    else:
        take_step(order, "claim", by=by, now=now)
    staff = set(holders(RoleKind.SECRETARY, order.community_id)) - {order.member.person_id}
    tell(staff, "order_claimed", about=order, now=now, title=order.need.title)


def approve(order: Order, *, by: Actor, now: datetime, travel: timedelta) -> None:
    """The member has the task and a place of the need, as if it had been accepted at once.

    Raises what `actions.accept` raises, and NotAllowed when it is one's own.
    """
    seats.lock_order(order)
    _must_be_anothers(order, by)
    order.journey.step("approve", order.status)  # who was too late hears that, not "no room"
    seat = seats.seat_for(order, now=now, travel=travel)
    order.approved_at = now
    seats.sit_down(order, "approve", seat, by=by, now=now)
    _tell(order, "claim_approved", now)


def refuse(order: Order, *, why: str, by: Actor, now: datetime) -> None:
    """The member will not do it this time and reads why; a colleague's task stays with them."""
    seats.lock_order(order)
    _must_be_anothers(order, by)
    take_step(order, "refuse", by=by, now=now, why=why)
    _tell(order, "claim_refused", now, why=why)
    seats.stays_with_giver(order, now=now)


def take_back(order: Order, *, by: Actor, now: datetime) -> None:
    """The member no longer waits for it, with a claim or standing by; nothing follows."""
    seats.lock_order(order)
    take_step(order, "take_back", by=by, now=now)
    seats.stays_with_giver(order, now=now)


def _must_be_anothers(order: Order, by: Actor) -> None:
    require(by, May.DECIDE_CLAIM, order)
    if by.person_id == order.member.person_id:
        raise NotAllowed(May.DECIDE_CLAIM)


def _tell(order: Order, notice_kind: str, now: datetime, **facts: object) -> None:
    told = [order.member.person_id]
    tell(told, notice_kind, about=order, now=now, title=order.need.title, **facts)
