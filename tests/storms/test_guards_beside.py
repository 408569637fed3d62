"""The guards beside those of a place: a need that changes under one's feet, hand-overs, runs of
jobs, letters. Each is taken away once; see `test_guards`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from tests.build import (
    ANYONE_CAN,
    REASONS,
    TRAVEL,
    agrees,
    an_accepted_order,
    an_offer,
    an_open_need,
)
from tests.cast import member_of
from tests.storms.crowd import all_at_once, somebody
from tests.storms.guards import DONE, outcome
from volunteer.db import db, transaction
from volunteer.dispatch.rules import Rules
from volunteer.errors import WrongCode
from volunteer.invariants import broken
from volunteer.jobs.running import Job, run_due
from volunteer.needs.models import Need
from volunteer.notices import outbox
from volunteer.notices.models import Delivery, State
from volunteer.orders import actions as orders
from volunteer.orders import handing, presence
from volunteer.orders.codes import on_paper
from volunteer.orders.models import Order
from volunteer.settings import Settings

FEWER = {"headcount": 1}
RISKIER = {"risk": "medium", "risk_note": "楼道窄，小心碰头"}
# As it is after somebody wrote so without our code, whoever took a place meanwhile.
NOT_STAFFED = "A need is staffed exactly when all its places are held"
TOO_MANY = {"A need has no more helpers than places", "A place exists before somebody holds it"}
RISKY = {"What is risky is done by whom the community asked or approved"}
# What somebody changes about the need meanwhile, what is taken away -> what becomes of whoever
# takes a place (the second where they are fewer) on PostgreSQL, and which rules are then broken.
# On SQLite whoever has read before another wrote is refused by the database itself.
CHANGED: list[tuple[dict[str, object], tuple[str, ...], str, set[str]]] = [
    (FEWER, (), DONE, set()),
    (FEWER, ("lock",), "NoRoom", {NOT_STAFFED}),
    (FEWER, ("lock", "no_room"), DONE, TOO_MANY),
    (RISKIER, (), DONE, set()),
    (RISKIER, ("lock",), "NeedsAnother", set()),
    (RISKIER, ("lock", "no_approval"), DONE, RISKY),
]
GONE_BESIDE = {one for case in CHANGED for one in case[1]} | {
    "no_room_headcount",
    "one_hand_over_at_a_time",
    "one_use_of_a_pair",
    "pk_job_runs",
}


@pytest.fixture
def need(cast, li, now) -> Need:
    """Two are wanted; Li has one of the places."""
    need = an_open_need(now, **ANYONE_CAN, headcount=2)
    an_accepted_order(need, li, now)
    return need


@pytest.mark.parametrize("case", CHANGED, ids=lambda case: "-".join((*case[0], *case[1])))
def test_a_need_that_changes_under_ones_feet(guards, cast, now, case):
    values, gone, expected, rules = case
    need = an_open_need(now, **ANYONE_CAN, headcount=2)
    if values is FEWER:
        an_accepted_order(need, cast["li"], now)
    need_id, person_id = need.id, cast["zhou"].id
    db.session.rollback()
    if gone and db.engine.dialect.name == "sqlite":
        expected, rules = "Busy", {NOT_STAFFED} if values is FEWER else set()

    with guards.without(*gone, meanwhile=partial(change, guards.other, need_id, values)):
        came = outcome(guards.app, partial(take, person_id, need_id, now))

        assert came == expected
        assert {one.rule for one in broken()} == rules


def change(app: Flask, need_id: int, values: dict[str, object]) -> None:
    """The row is different, or is held by somebody else and stays as it is."""
    patience = "PRAGMA busy_timeout = 50"
    with app.app_context(), suppress(OperationalError), db.engine.begin() as connection:
        if db.engine.dialect.name == "postgresql":
            patience = "SET LOCAL lock_timeout = 50"
        connection.exec_driver_sql(patience)
        connection.execute(sa.update(Need.__table__).values(**values).where(Need.id == need_id))


def take(person_id: int, need_id: int, now) -> None:
    person, need = somebody(person_id), db.session.get_one(Need, need_id)
    me = member_of(person)
    orders.take(need, me, reasons=REASONS, by=person, now=now, travel=TRAVEL)


def test_without_its_guard_a_headcount_falls_below_who_comes(app, guards, need, zhou, now):
    an_accepted_order(need, zhou, now)
    need_id = need.id
    db.session.rollback()

    with guards.without("no_room_headcount"):
        change(app, need_id, FEWER)

        assert {one.rule for one in broken()} == TOO_MANY


HANDED: list[tuple[tuple[str, ...], dict[str, int]]] = [
    ((), {DONE: 1, "WrongMoment": 1}),
    (("lock",), {DONE: 1, "Overtaken": 1}),
    (("lock", "one_hand_over_at_a_time"), {DONE: 2}),
]


@pytest.mark.parametrize("case", HANDED, ids=lambda case: "-".join(case[0]) or "all guards")
def test_two_colleagues_are_asked_at_one_moment(guards, need, cast, now, case):
    gone, expected = case
    (order,) = db.session.scalars(sa.select(Order))
    if gone and db.engine.dialect.name == "sqlite":
        expected = {DONE: 1, "Busy": 1}
    told = [(cast[who].name, cast[who].phone) for who in ("zhou", "qian")]
    asks = [
        partial(outcome, through, partial(propose, order.id, cast["li"].id, *named, now))
        for through, named in zip((guards.app, guards.other), told, strict=True)
    ]
    db.session.rollback()

    with guards.without(*gone):
        assert Counter(all_at_once(asks)) == expected


def propose(order_id: int, person_id: int, name: str, phone: str, now) -> None:
    order, by = db.session.get_one(Order, order_id), somebody(person_id)
    handing.propose(order, name=name, phone=phone, by=by, now=now, travel=TRAVEL)


PROVED: list[tuple[tuple[str, ...], dict[str, int]]] = [
    ((), {DONE: 1, "WrongCode": 1}),
    (("lock",), {DONE: 1, "Overtaken": 1}),
    (("lock", "one_use_of_a_pair"), {DONE: 2}),
]


@pytest.mark.parametrize("case", PROVED, ids=lambda case: "-".join(case[0]) or "all guards")
def test_two_come_with_one_pair_of_the_card_at_one_moment(guards, cast, now, case):
    gone, expected = case
    need = an_open_need(now, **ANYONE_CAN, headcount=3)
    first, *both = [an_accepted_order(need, cast[who], now) for who in ("li", "zhou", "qian")]
    with transaction():
        presence.check_in(first, by=cast["li"], now=need.starts_at)
    code = on_paper(need)[0].start
    if gone and db.engine.dialect.name == "sqlite":
        expected = {DONE: 1, "Busy": 1}
    comes = [
        partial(outcome, through, partial(arrive, one.id, code))
        for through, one in zip((guards.app, guards.other), both, strict=True)
    ]
    db.session.rollback()

    with guards.without(*gone, at="UPDATE orders"):
        assert Counter(all_at_once(comes)) == expected


def arrive(order_id: int, code: str) -> None:
    order = db.session.get_one(Order, order_id)
    if not presence.check_in(order, code=code, by=order.member.person, now=order.starts_at):
        raise WrongCode(0)


@pytest.mark.parametrize(("gone", "steps"), [((), [0, 3]), (("pk_job_runs",), [3, 3])])
def test_two_runners_look_at_one_moment(app, guards, now, gone, steps):
    sweep = Job("sweep", timedelta(minutes=1), lambda *_: (1, 2, 3), lambda *_: True)

    def look(through: Flask) -> int:
        with through.app_context():
            return sum(ran.done for ran in run_due([sweep], Rules.of(Settings()), now=now))

    with guards.without(*gone, at="DELETE FROM job_runs"):
        came = all_at_once([partial(look, app), partial(look, guards.other)])

    assert sorted(came) == steps


@pytest.fixture
def letter(need, zhou, now) -> None:
    """Zhou is to read by e-mail that there is a task."""
    agrees(zhou, now)
    an_offer(need, zhou, now)
    db.session.rollback()


CLAIMED: list[tuple[tuple[str, ...], Callable[[str], list[object]]]] = [
    ((), lambda key: [key, None]),
    (("lock",), lambda key: [key, key]),
]


@pytest.mark.parametrize(("gone", "expected"), CLAIMED, ids=["all guards", "lock"])
def test_two_postmen_reach_for_a_letter(app, guards, letter, now, gone, expected):
    key = db.session.scalars(sa.select(Delivery.key)).one()
    db.session.rollback()

    def reach(through: Flask) -> str | None:
        with through.app_context(), transaction():
            parcel = outbox.claim(["email"], now=now)
            return parcel.key if parcel else None

    with guards.without(*gone, at="UPDATE deliveries"):
        came = all_at_once([partial(reach, app), partial(reach, guards.other)])

    if gone and db.engine.dialect.name == "sqlite":
        assert sorted(map(str, came)) == sorted([key, "None"]) or "Busy" in repr(came)
    else:
        assert Counter(came) == Counter(expected(key))


def test_whose_lease_is_gone_is_overtaken_and_settles_nothing(letter, now):
    with transaction():
        first, second = (outbox.claim(["email"], now=now) for _ in range(2))
    assert first and second is None

    with transaction() as session:
        session.execute(sa.update(Delivery).values(due_at=now))
        second = outbox.claim(["email"], now=now)

    assert second and second.key == first.key
    with transaction():
        assert outbox.settle(first, now=now) is None
        assert outbox.settle(second, now=now) == State.SENT
