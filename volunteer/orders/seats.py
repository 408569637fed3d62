"""The places of a need: who holds which, counted while nobody else changes them.

Locks are taken in one order everywhere: member, then need. On SQLite the one writer makes them
needless; on PostgreSQL they make counting seats safe under READ COMMITTED.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from volunteer.db import db
from volunteer.errors import Clash, NoRoom, NotSuited, TooLate, WrongMoment
from volunteer.history.steps import take_step
from volunteer.members.models import Member
from volunteer.needs import actions as needs
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.notices.actions import tell
from volunteer.orders.fit import OWN_WISHES, Hindrance, hindrances
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.orders.queries import busy_times, orders_of, seats_held
from volunteer.policy import SERVICE


def lock(member: Member, need: Need) -> None:
    """Nobody else changes this member's tasks or this need's places until we are done."""
    db.session.execute(
        sa.select(Member).where(Member.id == member.id).with_for_update(of=Member, key_share=True),
        execution_options={"populate_existing": True},
    ).all()
    needs.lock(need)


def lock_order(order: Order) -> None:
    """The order is as the last one who changed it left it, and nobody else changes it now."""
    lock(order.member, order.need)
    db.session.refresh(order)


def free_seat(need: Need, member: Member, *, now: datetime, travel: timedelta) -> int:
    """The lowest free seat of the need for this member; the rules are checked under the lock."""
    if need.starts_at <= now:
        raise TooLate
    if need.status == NeedStatus.STAFFED:
        raise NoRoom
    if need.status != NeedStatus.OPEN:
        raise WrongMoment("order.accept", need.status)
    busy = busy_times([member.id], since=need.starts_at - timedelta(days=8)).get(member.id, [])
    against = [
        one for one in hindrances(member, need, busy, travel=travel) if one not in OWN_WISHES
    ]
    if Hindrance.CLASH in against:
        raise Clash
    if against:
        raise NotSuited(against)
    taken = seats_held(need)
    free = next((seat for seat in range(need.headcount) if seat not in taken), None)
    if free is None:
        raise NoRoom
    return free


def give_up(order: Order, *, now: datetime) -> None:
    """The place is free again; were all others done already, so is the need."""
    order.seat_no = None
    count_places(order.need, now=now)
    finish_when_all_left(order.need, now=now)


def count_places(need: Need, *, now: datetime) -> None:
    """The need knows how many places are taken; offers for a full one are withdrawn."""
    db.session.flush()  # the seat just given or freed is counted
    needs.note_places(need, taken=len(seats_held(need)), now=now)
    if need.status == NeedStatus.STAFFED:
        withdraw_offers(need, now=now)


def withdraw_offers(need: Need, *, now: datetime) -> None:
    """Nobody is asked any more; those who were are told kindly."""
    for order in orders_of(need):
        if order.status == OrderStatus.OFFERED:
            take_step(order, "withdraw", by=SERVICE, now=now)
            told = [order.member.person_id]
            tell(told, "order_withdrawn", about=order, now=now, title=need.title)


def finish_when_all_left(need: Need, *, now: datetime) -> None:
    """A service under way is done when nobody is left who is there or may still come."""
    db.session.flush()  # the order just ended is counted
    held = set(seats_held(need).values())
    if need.status == NeedStatus.IN_SERVICE and held <= {OrderStatus.COMPLETED}:
        needs.finish(need, now=now)
