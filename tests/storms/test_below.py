"""The same storms without HTTP: actions straight on the database, every thread with its own hands.

Here everybody's moments are known, so that a false "full" is seen: whoever was told so must have
been told after as many as are wanted had begun to commit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.build import (
    ANYONE_CAN,
    REASONS,
    TRAVEL,
    an_open_need,
    live_seats,
    resident_of,
)
from tests.cast import member_of
from tests.storms.crowd import (
    CONTENDERS,
    a_crowd,
    a_need_at_hour,
    all_at_once,
    gives_up,
    is_looked_at,
    places,
    somebody,
)
from volunteer.db import db, transaction
from volunteer.dispatch.rules import Rules
from volunteer.errors import Busy, DomainError, NoRoom
from volunteer.invariants import broken
from volunteer.jobs.running import run_due
from volunteer.jobs.table import JOBS
from volunteer.needs.models import Need
from volunteer.needs.types import Cancellation
from volunteer.orders import actions as orders
from volunteer.orders.models import Order, Release
from volunteer.orders.room import task_for
from volunteer.people.models import Person
from volunteer.settings import Settings

TOOK, FULL, LOST_HEART = "took", "full", "lost heart"
HALF_A_DAY = timedelta(hours=12)


class LostHeart(Exception):
    """Everything is written, and is taken back."""


@pytest.fixture
def crowd(cast, wang, now) -> list[int]:
    return [person.id for person in a_crowd(wang, now)]


def test_below_http_nobody_is_promised_too_much_or_refused_too_early(app, crowd, now, pytestconfig):
    for storm in range(pytestconfig.getoption("storms")):
        need = a_need_at_hour(storm, now)
        takes = [
            partial(take, app, person_id, need.id, now, loses_heart)
            for person_id, loses_heart in zip(crowd, gives_up(storm), strict=True)
        ]
        db.session.rollback()

        came = all_at_once(takes)

        committing = sorted(moment for what, moment in came if what == TOOK)
        refused = [moment for what, moment in came if what == FULL]
        assert len(committing) == places(storm) == len(live_seats(need)), f"storm {storm}"
        assert len(refused) + len(committing) + sum(one[0] == LOST_HEART for one in came) == (
            CONTENDERS
        )
        assert min(refused) > committing[-1], "told that it was full while a place was free"


def take(
    app: Flask, person_id: int, need_id: int, now: datetime, loses_heart: bool
) -> tuple[str, float]:
    """What came of it, and the moment just before that was for good."""
    with app.app_context():
        try:
            with transaction():
                person = somebody(person_id)
                need = task_for(person, need_id)
                member = member_of(person)
                orders.take(need, member, reasons=REASONS, by=person, now=now, travel=TRAVEL)
                moment = time.perf_counter()
                if loses_heart:
                    raise LostHeart
        except NoRoom:
            return FULL, time.perf_counter()
        except LostHeart:
            return LOST_HEART, 0.0
        return TOOK, moment


def test_whatever_is_done_at_once_what_must_hold_holds(app, cast, crowd, wang, now, pytestconfig):
    storms = pytestconfig.getoption("storms")
    for storm in range(storms):
        chance = Random(storm)
        day = now.date() + timedelta(days=1 + storm)
        # The same hour: whoever has one of them cannot have another.
        needs = [
            an_open_need(now, **{**ANYONE_CAN, "date": day, "headcount": n}) for n in (1, 3, 5)
        ]
        offered = asks(chance.sample(crowd, 12), needs, wang, now)
        ways = [
            *(partial(takes, chance.choice(needs).id) for _ in range(24)),
            *(partial(accepts, one) for one in offered),
            *(partial(gives_back, chance.choice(crowd)) for _ in range(12)),
            *(partial(expires, one) for one in chance.sample(offered, 6)),
            partial(cancels, needs[0].id),
            jobs_run,
        ]
        chance.shuffle(ways)
        acts = [
            partial(tries, app, way, chance.choice(crowd), now, chance.random() < 0.3)
            for way in ways
        ]
        db.session.rollback()

        came = all_at_once(acts)

        assert {one for one in came if one not in (TOOK, LOST_HEART)} <= {"DomainError"}
        if is_looked_at(storm, storms):
            assert list(broken()) == [], f"storm {storm} or one before"


Way = Callable[[Person, datetime], object]


def tries(app: Flask, way: Way, person_id: int, now: datetime, loses_heart: bool) -> object:
    """How it ended; Busy is what a page would answer with 503, and must not be."""
    with app.app_context():
        try:
            if way is jobs_run:
                return way(somebody(person_id), now)
            with transaction():
                way(somebody(person_id), now)
                db.session.flush()
                if loses_heart:
                    raise LostHeart
        except LostHeart:
            return LOST_HEART
        except Busy as busy:
            return busy
        except DomainError:
            return "DomainError"
        return TOOK


def asks(person_ids: list[int], needs: list[Need], by: Person, now: datetime) -> list[int]:
    """These have been asked, the one or the other of the needs in turn; the ids of the orders."""
    with transaction():
        found = [
            orders.offer(
                needs[n % len(needs)], member_of(somebody(one)), reasons=REASONS, by=by, now=now
            )
            for n, one in enumerate(person_ids)
        ]
        return [order.id for order in found]


def takes(need_id: int, person: Person, now: datetime) -> None:
    need = task_for(person, need_id)
    orders.take(need, member_of(person), reasons=REASONS, by=person, now=now, travel=TRAVEL)


def accepts(order_id: int, _person: Person, now: datetime) -> None:
    order = db.session.get_one(Order, order_id)
    orders.accept(order, by=order.member.person, now=now, travel=TRAVEL)


def gives_back(person_id: int, _person: Person, now: datetime) -> None:
    mine = sa.select(Order).where(Order.member_id == member_of(somebody(person_id)).id)
    for order in db.session.scalars(mine.order_by(Order.id.desc()).limit(1)):
        orders.release(order, reason=Release.OTHER, by=order.member.person, now=now)


def expires(order_id: int, _person: Person, now: datetime) -> None:
    orders.expire(db.session.get_one(Order, order_id), now=now + HALF_A_DAY)


def cancels(need_id: int, _person: Person, now: datetime) -> None:
    need = db.session.get_one(Need, need_id)
    orders.cancel_need(need, reason=Cancellation.WEATHER, by=resident_of(need), now=now)


def jobs_run(_person: Person, now: datetime) -> str:
    failed = sum(ran.failed for ran in run_due(JOBS, Rules.of(Settings()), now=now + HALF_A_DAY))
    return TOOK if not failed else f"{failed} steps failed"
