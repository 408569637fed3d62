"""What a process does while it is killed: the same calls that pages, jobs and commands make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from tests.build import REASONS, TRAVEL, a_round_for, secretary_of
from tests.cast import member_of
from volunteer.db import db, transaction
from volunteer.dispatch.rules import Rules
from volunteer.jobs.running import run_due
from volunteer.jobs.table import JOBS
from volunteer.needs.models import Need
from volunteer.orders import actions as orders
from volunteer.orders.models import Order, Release
from volunteer.people.models import Person
from volunteer.places.queries import grid
from volunteer.post import opened
from volunteer.post.sending import deliver
from volunteer.rounds import actions as rounds
from volunteer.rounds.models import Round
from volunteer.sealing import blind
from volunteer.settings import Settings
from volunteer.web.letters import write

LATER = timedelta(hours=13)  # an offer of this morning has expired


def somebody(login: str) -> Person:
    """Of the cast, in the session of whoever asks."""
    return db.session.scalars(sa.select(Person).where(Person.login_index == blind(login))).one()


def accept(order_id: int, now: datetime) -> None:
    with transaction():
        order = db.session.get_one(Order, order_id)
        orders.accept(order, by=order.member.person, now=now, travel=TRAVEL)


def take(need_id: int, now: datetime) -> None:
    with transaction():
        need, by = db.session.get_one(Need, need_id), somebody("li")
        orders.take(need, member_of(by), reasons=REASONS, by=by, now=now, travel=TRAVEL)


def release(order_id: int, now: datetime) -> None:
    with transaction():
        order = db.session.get_one(Order, order_id)
        orders.release(order, reason=Release.OTHER, by=order.member.person, now=now)


def expire(_nothing: int, now: datetime) -> None:
    assert not sum(ran.failed for ran in run_due(JOBS, Rules.of(Settings()), now=now + LATER))


def publish(grid_id: int, now: datetime) -> None:
    place = grid(grid_id).community
    a_round_for(place, somebody("wang"), now)


def ask(round_id: int, now: datetime) -> None:
    with transaction():
        found = db.session.get_one(Round, round_id)
        assert found.community is not None
        rounds.release(found, by=secretary_of(found), now=now, travel=TRAVEL)


def send(_nothing: int, now: datetime) -> None:
    deliver(lambda: now, opened.channels(current_app.config["SETTINGS"]), write)


ACTS: dict[str, Callable[[int, datetime], None]] = {
    act.__name__: act for act in (accept, take, release, expire, publish, ask, send)
}
