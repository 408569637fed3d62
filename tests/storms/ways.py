"""What people do to orders and needs, each with their own hands on the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from tests.build import REASONS, TRAVEL, resident_of
from tests.cast import member_of
from tests.storms.crowd import somebody
from tests.storms.turns import Way
from volunteer.db import db, transaction
from volunteer.needs.models import Need
from volunteer.needs.types import Cancellation
from volunteer.notices import actions as notices
from volunteer.orders import actions as orders
from volunteer.orders import claims, handing, standby
from volunteer.orders.models import Order, Release
from volunteer.people.models import Person
from volunteer.reviews import actions as reviews
from volunteer.reviews.models import Outcome
from volunteer.rounds import actions as rounds
from volunteer.rounds.models import Round


def happens(now: datetime, *ways: Way) -> None:
    """One after the other, before the two meet."""
    for way in ways:
        with transaction():
            way(now)


def by_order(act: Callable[..., object], order: Order, by: Person, **more: object) -> Way:
    """Somebody does that to the order, with their own hands on the database."""
    return partial(_to_order, act, order.id, by.id, more)


def _to_order(act, order_id: int, by_id: int, more: dict[str, object], now: datetime) -> None:
    act(db.session.get_one(Order, order_id), by=somebody(by_id), now=now, **more)


def approves(claim: Order, by: Person) -> Way:
    return by_order(claims.approve, claim, by, travel=TRAVEL)


def accepts(order: Order) -> Way:
    return by_order(orders.accept, order, order.member.person, travel=TRAVEL)


def gives_back(order: Order) -> Way:
    return by_order(orders.release, order, order.member.person, reason=Release.WORK)


def takes_back(order: Order) -> Way:
    return by_order(claims.take_back, order, order.member.person)


def proposes(order: Order, to: Person) -> Way:
    return by_order(
        handing.propose, order, order.member.person, name=to.name, phone=to.phone, travel=TRAVEL
    )


def takes(need: Need, by: Person) -> Way:
    return partial(_take, need.id, by.id)


def _take(need_id: int, by_id: int, now: datetime) -> None:
    need, by = db.session.get_one(Need, need_id), somebody(by_id)
    orders.take(need, member_of(by), reasons=REASONS, by=by, now=now, travel=TRAVEL)


def cancels(need: Need, by: Person) -> Way:
    return partial(_cancel, need.id, by.id)


def _cancel(need_id: int, by_id: int, now: datetime) -> None:
    need = db.session.get_one(Need, need_id)
    orders.cancel_need(need, reason=Cancellation.WEATHER, by=somebody(by_id), now=now)


def releases(found: Round, by: Person) -> Way:
    return partial(_release, found.id, by.id)


def _release(round_id: int, by_id: int, now: datetime) -> None:
    found = db.session.get_one(Round, round_id)
    rounds.release(found, by=somebody(by_id), now=now, travel=TRAVEL)


def calls(need: Need) -> Way:
    return partial(_call, need.id)


def _call(need_id: int, now: datetime) -> None:
    standby.call_next(db.session.get_one(Need, need_id), now=now, travel=TRAVEL)


def presses_the_letter(person: Person, address: str) -> Way:
    return partial(_confirm, person.id, address)


def _confirm(person_id: int, address: str, now: datetime) -> None:
    notices.confirm(person_id, address, now=now)


def says_solved(need: Need) -> Way:
    return partial(_solved, need.id)


def _solved(need_id: int, now: datetime) -> None:
    need = db.session.get_one(Need, need_id)
    reviews.confirm(need, outcome=Outcome.SOLVED, by=resident_of(need), now=now)
