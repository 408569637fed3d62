"""Whoever changes the ledger behind the service's back is found, whatever it was they changed.
`--tamperings 1000` tries as many."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tests.build import ANYONE_CAN, a_need, a_record, an_open_need, approve, undone
from tests.cast import FAR_AWAY
from tests.test_invariants import take_guards_away
from volunteer.db import db, transaction
from volunteer.invariants import broken
from volunteer.records import actions, ledger
from volunteer.records.entries import Entry

NUMBERS = ("minutes", "member_id", "record_id", "by_person_id", "number", "community_id")


@pytest.fixture
def a_long_ledger(cast, now):
    """Three records of two communities, credited, taken back and credited again, 33 rows."""
    far = a_need(now, grid_id=FAR_AWAY)
    approve(far, now)
    judged = [
        (a_record(an_open_need(now), cast["li"], now, minutes=50), cast["wang"]),
        (a_record(an_open_need(now, **ANYONE_CAN), cast["zhou"], now), cast["wang"]),
        (a_record(far, cast["wu"], now), cast["chen"]),
    ]
    with transaction():
        for record, secretary in judged:
            actions.approve(record, by=secretary, now=now)
        for again in range(5):
            for record, secretary in judged:
                ledger.take_back(record, why=f"第 {again} 次更正", by=secretary, now=now)
                ledger.credit(record, by=secretary, now=now)


def another_number(chance: Random) -> str:
    column = chance.choice(NUMBERS)
    return f"UPDATE ledger SET {column} = {column} + {chance.randint(1, 3)} WHERE id = :one"


def another_word(chance: Random) -> str:
    return f"UPDATE ledger SET why = why || '{chance.choice('好的了吧')}' WHERE id = :one"


def another_hash(chance: Random) -> str:
    return f"UPDATE ledger SET hash = '{chance.randbytes(32).hex()}' WHERE id = :one"


def another_day(chance: Random) -> str:
    column = chance.choice(("served_at", "written_at"))
    moved = {
        "sqlite": f"datetime({column}, '+{chance.randint(1, 400)} days')",
        "postgresql": f"{column} + interval '{chance.randint(1, 400)} days'",
    }[db.engine.name]
    return f"UPDATE ledger SET {column} = {moved} WHERE id = :one"


def gone(chance: Random) -> str:
    return "DELETE FROM ledger WHERE id = :one"


def the_end_cut_off(chance: Random) -> str:
    return "DELETE FROM ledger WHERE community_id = 1 AND number > :one % 20"


def changed_places(chance: Random) -> str:
    return "UPDATE ledger SET minutes = -minutes WHERE id IN (:one, :one + 1)"


TAMPERINGS: tuple[Callable[[Random], str], ...] = (
    another_number, another_word, another_hash, another_day, gone, the_end_cut_off, changed_places,
)  # fmt: skip


@pytest.mark.usefixtures("a_long_ledger")
def test_every_random_tampering_is_refused_or_found(app, request):
    chance = Random(20261124)
    ids = list(db.session.scalars(sa.select(Entry.id)))
    unseen = []
    with undone():
        take_guards_away()
        assert list(broken(LEDGER_RULES)) == []
        tried = 0
        while tried < request.config.getoption("--tamperings"):
            statement = chance.choice(TAMPERINGS)(chance)
            found = noticed(statement, chance.choice(ids))
            tried += found is not None
            if found is False:
                unseen.append(statement)

    assert unseen == []


def noticed(statement: str, one: int) -> bool | None:
    """Whether the database refuses it, or `volunteer check` sees it afterwards; None when the
    statement meets no row at all."""
    session = db.session()
    savepoint = session.begin_nested()
    try:
        changed = session.execute(sa.text(statement), {"one": one}).rowcount
        session.expire_all()
        return bool(list(broken(LEDGER_RULES))) if changed else None
    except DBAPIError:
        return True
    finally:
        savepoint.rollback()


LEDGER_RULES = {
    "The ledger holds what was approved and counts, no minute more or less",
    "An entry of the ledger is about its record",
    "A reversal takes back exactly one credit",
    "Each row of the ledger follows from the rows before",
}
