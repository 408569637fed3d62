"""Whatever people and clocks do to needs and orders, in whatever order, what must hold holds.

A program is a list of things that happen one after the other: somebody answers, takes, gives back,
comes, leaves, a round is released, time passes and the jobs run. Refusals are part of it. The same
program leaves the same story on both databases.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.build import ANYONE_CAN, TRAVEL, a_round_for, an_open_need, resident_of
from tests.cast import HOME, build_again, member_of
from tests.engines import Database
from volunteer.db import db, transaction
from volunteer.dispatch.rules import Rules
from volunteer.errors import DomainError
from volunteer.history.models import Event
from volunteer.invariants import broken
from volunteer.jobs.running import run_due
from volunteer.jobs.table import JOBS
from volunteer.needs.models import Need
from volunteer.needs.types import Cancellation, Urgency
from volunteer.orders import actions as orders
from volunteer.orders import presence
from volunteer.orders.hall import entries_for
from volunteer.orders.models import Order, Release
from volunteer.people.models import Person
from volunteer.places.queries import grid
from volunteer.records import actions as records
from volunteer.rounds import actions as rounds
from volunteer.sealing import blind
from volunteer.settings import Settings

WHO = ("li", "zhou", "qian")
RULES = Rules.of(Settings())
Act = Callable[[Order, Person, datetime], Any]
ANSWERS: dict[str, Act] = {
    "accept": lambda order, by, now: orders.accept(order, by=by, now=now, travel=TRAVEL),
    "decline": lambda order, by, now: orders.decline(order, by=by, now=now),
    "give back": lambda order, by, now: orders.release(order, reason=Release.OTHER, by=by, now=now),
    "come": lambda order, by, now: presence.check_in(order, by=by, now=now),
    "leave": lambda order, by, now: records.leave(order, by=by, now=now),
}
NEEDS = st.integers(0, 1)
HAPPENINGS = st.one_of(
    st.tuples(st.sampled_from(sorted(ANSWERS)), st.sampled_from(WHO)),
    st.tuples(st.just("take"), st.sampled_from(WHO), NEEDS),
    st.tuples(st.just("cancel"), NEEDS),
    st.tuples(st.just("round")),
    # From a minute to the day on which they are wanted, and beyond.
    st.tuples(st.just("time"), st.sampled_from([1, 5, 30, 720, 1480, 1800])),
)
PROGRAMS = st.lists(HAPPENINGS, min_size=3, max_size=12)
# What a program left behind, by whichever database ran it first.
stories: dict[str, list[tuple[Any, ...]]] = {}


class World:
    """Two needs of the same hour, one of them for two people, and whoever may do something."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.needs = [
            an_open_need(now, **ANYONE_CAN, urgency=Urgency.URGENT),
            an_open_need(now, **ANYONE_CAN, headcount=2),
        ]

    def happens(self, verb: str, *more: Any) -> str:
        """It was done, or refused by a rule of the service, which is then named."""
        if verb == "time":
            self.now += timedelta(minutes=more[0])
            ran = list(run_due(JOBS, RULES, now=self.now))
            return "failed" if any(one.failed for one in ran) else "done"
        try:
            if verb == "round":
                more = (a_round_for(grid(HOME).community, somebody("wang"), self.now),)
            with transaction():
                self._do(verb, *more)
        except DomainError as refused:
            return type(refused).__name__
        return "done"

    def _do(self, verb: str, *more: Any) -> None:
        if verb == "round":
            rounds.release(more[0], by=somebody("wang"), now=self.now, travel=TRAVEL)
        elif verb == "cancel":
            need = self._need(more[0])
            reason = Cancellation.NO_LONGER_NEEDED
            orders.cancel_need(need, reason=reason, by=resident_of(need), now=self.now)
        elif verb == "take":
            self._take(somebody(more[0]), self._need(more[1]))
        else:
            person = somebody(more[0])
            for order in self._orders_of(person)[:1]:
                ANSWERS[verb](order, person, self.now)

    def _take(self, person: Person, need: Need) -> None:
        member = member_of(person)
        (entry,) = entries_for(member, [need], now=self.now, travel=TRAVEL)
        orders.take(need, member, reasons=entry.terms, by=person, now=self.now, travel=TRAVEL)

    def _need(self, number: int) -> Need:
        return db.session.get_one(Need, self.needs[number].id)

    def _orders_of(self, person: Person) -> list[Order]:
        newest = sa.select(Order).where(Order.member_id == member_of(person).id)
        return list(db.session.scalars(newest.order_by(Order.id.desc())))


def somebody(login: str) -> Person:
    return db.session.scalars(sa.select(Person).where(Person.login_index == blind(login))).one()


def story() -> list[tuple[Any, ...]]:
    """Everything that happened, in order."""
    told = sa.select(
        Event.kind, Event.thing_id, Event.verb, Event.old, Event.new, Event.standing, Event.at
    )
    return [tuple(row) for row in db.session.execute(told.order_by(Event.id))]


def test_whatever_happens_what_must_hold_holds(
    app: Flask, database: Database, now: datetime, request: pytest.FixtureRequest
) -> None:
    @settings(
        max_examples=3 * request.config.getoption("--storms"),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(program=PROGRAMS)
    def holds_in(program: list[tuple[Any, ...]]) -> None:
        db.session.remove()
        database.restore(db.engine)
        build_again(now)
        world = World(now)

        for happening in program:
            assert world.happens(*happening) != "failed"
            assert list(broken()) == []

        assert stories.setdefault(repr(program), story()) == story()

    holds_in()
