"""Orders that wait for somebody's word or for a place, in the state a test wants; see `build`."""

from __future__ import annotations

from datetime import datetime

from tests.build import REASONS, TRAVEL, an_accepted_order
from tests.cast import member_of
from volunteer.db import transaction
from volunteer.moves import actions as moves
from volunteer.moves.models import Move
from volunteer.needs.models import Need
from volunteer.orders import handing, standby
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.people.models import Person


def a_claim(need: Need, by: Person, now: datetime) -> Order:
    """The person would like to do something risky, and waits for a secretary."""
    order = an_accepted_order(need, by, now)
    assert order.status == OrderStatus.CLAIMED
    return order


def a_standby(need: Need, by: Person, now: datetime) -> Order:
    """The person waits for a place of the full task."""
    with transaction():
        return standby.stand_by(need, member_of(by), reasons=REASONS, by=by, now=now, travel=TRAVEL)


def a_hand_over(order: Order, to: Person, now: datetime) -> Order:
    """Whoever has the order has asked the colleague to take it over; returns what is asked."""
    with transaction():
        return handing.propose(
            order, name=to.name, phone=to.phone, by=order.member.person, now=now, travel=TRAVEL
        )


def a_move(person: Person, to: int, now: datetime) -> Move:
    """The person would like to be at home in that grid of another community."""
    with transaction():
        return moves.ask(member_of(person), grid_id=to, keeps_promises=True, by=person, now=now)
