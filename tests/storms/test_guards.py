"""Each guard against promising too much, taken away once: the next one refuses, or the check sees.

Two do something at one moment, and both have read all there is to read before either writes. What
takes a lock away is SQLAlchemy's own hook for statements, what takes a guard of the database away
is its DDL; the product runs as it is.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from tests.build import ANYONE_CAN, REASONS, TRAVEL, an_open_need
from tests.cast import Cast, member_of
from tests.engines import Database
from tests.storms.crowd import all_at_once, somebody
from volunteer.app import create_app
from volunteer.db import db, transaction
from volunteer.errors import DomainError
from volunteer.invariants import broken
from volunteer.needs.models import Need
from volunteer.orders import actions as orders
from volunteer.settings import Settings

A_WHILE = 0.3  # seconds that one waits for the other before it goes on alone
LOCKS = re.compile(r" FOR (NO KEY )?UPDATE OF \w+( SKIP LOCKED)?|(?<=BEGIN) IMMEDIATE")
TOOK = "took"
ONE, BOTH = {TOOK: 1}, {TOOK: 2}
TWICE = "A place is held once"
NOT_STAFFED = "A need is staffed exactly when all its places are held"
SAME_MEMBER = "A member holds one place of a need"
SAME_TIME = "Nobody has promised to be in two places at once"


@dataclass(frozen=True)
class Race:
    """Two who reach at one moment: for how many places, which of two needs, and who they are."""

    places: int = 1
    needs: tuple[int, int] = (0, 0)
    who: tuple[str, str] = ("zhou", "qian")


LAST_PLACE = Race()
TWO_PLACES = Race(places=2)
SAME_HOUR = Race(needs=(0, 1), who=("zhou", "zhou"))
SAME_TASK = Race(places=2, who=("zhou", "zhou"))
# What is taken away -> what becomes of the race on PostgreSQL, and which rules are then broken.
# On SQLite whoever reads before another has written is refused by the database itself (Busy),
# unless the lock stands.
CASES: list[tuple[Race, tuple[str, ...], dict[str, int], set[str]]] = [
    (LAST_PLACE, (), ONE | {"NoRoom": 1}, set()),
    (LAST_PLACE, ("lock",), ONE | {"NoRoom": 1}, set()),
    (LAST_PLACE, ("lock", "one_seat"), ONE | {"Overtaken": 1}, set()),  # the need's revision
    (TWO_PLACES, (), BOTH, set()),
    (TWO_PLACES, ("lock", "one_seat"), BOTH, {TWICE, NOT_STAFFED}),
    (TWO_PLACES, ("lock",), ONE | {"NoRoom": 1}, set()),  # a false "full"
    (SAME_HOUR, (), ONE | {"Clash": 1}, set()),
    (SAME_HOUR, ("lock",), ONE | {"Clash": 1}, set()),
    (SAME_HOUR, ("lock", "no_overlap"), BOTH, {SAME_TIME}),
    (SAME_TASK, (), ONE | {"AlreadyTaken": 1}, set()),
    (SAME_TASK, ("lock", "one_seat"), ONE | {"AlreadyTaken": 1}, set()),
    (
        SAME_TASK,
        ("lock", "one_seat", "one_order_per_member", "no_overlap"),
        BOTH,
        {TWICE, SAME_MEMBER, SAME_TIME, NOT_STAFFED},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(case[1]) or "all guards")
def test_a_guard_that_is_gone_is_missed(
    app: Flask, guards: Guards, cast: Cast, now: datetime, case: Any
) -> None:
    race, gone, outcome, rules = case
    needs = [an_open_need(now, **ANYONE_CAN, headcount=race.places) for _ in range(2)]
    takes = [
        partial(take, through, cast[login].id, needs[which].id, now)
        for through, login, which in zip((app, guards.other), race.who, race.needs, strict=True)
    ]
    db.session.rollback()
    if gone and db.engine.dialect.name == "sqlite":
        outcome, rules = ONE | {"Busy": 1}, set()

    with guards.without(*gone):
        came = Counter(all_at_once(takes))

        assert came == outcome
        assert {one.rule for one in broken()} == rules


def take(app: Flask, person_id: int, need_id: int, now: datetime) -> str:
    with app.app_context():
        try:
            with transaction():
                person = somebody(person_id)
                orders.take(
                    db.session.get_one(Need, need_id),
                    member_of(person),
                    reasons=REASONS,
                    by=person,
                    now=now,
                    travel=TRAVEL,
                )
        except DomainError as refused:
            return type(refused).__name__
        return TOOK


@pytest.fixture(scope="module")
def other(migrated_app: Flask, settings: Settings) -> Iterator[Flask]:
    """The same service on the same database, by another name: it shares no lock of this process."""
    address = settings.database_url
    if address.startswith("sqlite"):
        file = Path(address.removeprefix("sqlite:///"))
        alias = file.with_name("alias.sqlite3")
        alias.symlink_to(file)
        address = f"sqlite:///{alias}"
    found = create_app(replace(settings, database_url=address))
    yield found
    with found.app_context():
        db.engine.dispose()
    if address.startswith("sqlite"):
        alias.unlink()


class Guards:
    """Takes guards away for a while, and lets both meet before either writes an order."""

    def __init__(self, other: Flask, engines: list[sa.Engine], put_back: Callable[[], None]):
        self.other, self._engines, self._put_back = other, engines, put_back
        self._gone: tuple[str, ...] = ()

    def without(self, *gone: str) -> Guards:
        self._gone = gone
        return self

    def __enter__(self) -> None:
        self._meet = threading.Barrier(2, timeout=A_WHILE)
        for engine in self._engines:
            event.listen(engine, "before_cursor_execute", self._before, retval=True)
        self._ddl = [UNDO[one](self._engines[0]) for one in self._gone if one in UNDO]

    def __exit__(self, *_: object) -> None:
        for engine in self._engines:
            event.remove(engine, "before_cursor_execute", self._before)
        self._put_back()
        with self._engines[0].begin() as connection:
            for again in self._ddl:
                connection.exec_driver_sql(again)

    def _before(
        self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any
    ) -> tuple[str, Any]:
        if statement.startswith("INSERT INTO orders"):
            with suppress(threading.BrokenBarrierError):
                self._meet.wait()  # in vain when the other one waits for a lock, as it should
        return LOCKS.sub("", statement) if "lock" in self._gone else statement, parameters


@pytest.fixture
def guards(app: Flask, other: Flask, database: Database) -> Guards:
    with other.app_context():
        theirs = db.engine

    def put_back() -> None:
        db.session.remove()
        theirs.dispose()
        database.restore(db.engine)

    return Guards(other, [db.engine, theirs], put_back)


def drop_index(name: str, engine: sa.Engine) -> str:
    """The index is gone; returns what makes it again."""
    asked = "SELECT indexdef FROM pg_indexes WHERE indexname = %s"
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql(f"DROP INDEX {name}")
            return "SELECT 1"  # the file is put back as it was
        again = connection.exec_driver_sql(asked, (name,)).scalar_one()
        connection.exec_driver_sql(f"DROP INDEX {name}")
    return str(again)


def drop_overlap(engine: sa.Engine) -> str:
    """Nothing keeps two orders of one member apart in time; returns what does so again."""
    asked = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'no_overlap'"
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for when in ("insert", "update"):
                connection.exec_driver_sql(f"DROP TRIGGER no_overlap_{when}")
            return "SELECT 1"
        again = connection.exec_driver_sql(asked).scalar_one()
        connection.exec_driver_sql("ALTER TABLE orders DROP CONSTRAINT no_overlap")
    return f"ALTER TABLE orders ADD CONSTRAINT no_overlap {again}"


UNDO: dict[str, Callable[[sa.Engine], str]] = {
    "one_seat": partial(drop_index, "one_seat"),
    "one_order_per_member": partial(drop_index, "one_order_per_member"),
    "no_overlap": drop_overlap,
}
