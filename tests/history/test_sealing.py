"""History stands in one chain: each row is sealed soon after it was written, and stays."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.build import a_need, refused, undone
from tests.test_invariants import take_guards_away
from volunteer.db import db, reading, transaction
from volunteer.history import sealing
from volunteer.history.models import Event, Seal


def chain() -> list[Seal]:
    return list(db.session.scalars(sa.select(Seal).order_by(Seal.number)))


def test_every_row_has_its_number_in_the_order_it_was_written(sealed):
    found = chain()

    assert [one.number for one in found] == list(range(1, sealed + 1))
    in_order = db.session.scalars(sa.select(Event.id).order_by(Event.id))
    assert [one.event_id for one in found] == list(in_order)
    assert (sealing.end().number, sealing.end().hash) == (sealed, found[-1].hash)
    with reading():
        assert list(sealing.broken_seals()) == []


def test_what_is_not_sealed_yet_is_told_and_since_when(sealed, cast, now):
    assert sealing.waiting() == sealing.Waiting(0, None)

    a_need(now)

    assert sealing.waiting() == sealing.Waiting(1, now)
    assert len(sealing.unsealed()) == 1


def test_what_was_sealed_is_not_sealed_again(sealed, now):
    with transaction():
        assert sealing.seal(0, now=now) == 0

    assert len(chain()) == sealed


def test_who_seals_takes_so_many_rows_at_once(written, now):
    with transaction():
        assert sealing.seal(0, now=now, at_most=3) == 3

    assert sealing.waiting().rows == written - 3


def test_a_row_committed_late_takes_the_next_number(sealed, now):
    """On PostgreSQL a transaction may end after one that began later."""
    earlier = sa.text(
        "INSERT INTO events SELECT 0, at, kind, 77, verb, old, new, standing, by_person_id,"
        " community_id, why, facts, salt, erased FROM events WHERE id = :last"
    )
    with undone():
        last = chain()[-1].event_id
        db.session.execute(earlier, {"last": last})
        sealing.seal(0, now=now)

        assert (chain()[-1].number, chain()[-1].event_id) == (sealed + 1, 0)
        assert list(sealing.broken_seals()) == []


def test_the_first_row_that_was_changed_is_named(sealed):
    with undone():
        take_guards_away()
        changed = chain()[2].event_id
        db.session.execute(
            sa.text("UPDATE events SET why = 'it was not so' WHERE id = :id"), {"id": changed}
        )

        assert list(sealing.broken_seals()) == [changed]


CHANGES = {
    "UPDATE seals SET hash = ''": "append_only",
    "DELETE FROM seals": "append_only",
    "INSERT INTO seals SELECT 99, max(id), '' FROM events": "chain_is_whole",
    "DELETE FROM events": "append_only|FOREIGN KEY",
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_itself_refuses_to_change_the_chain(sealed, cast, now, change):
    a_need(now)

    with refused(IntegrityError) as refusal:
        db.session.execute(sa.text(change))
    assert refusal.match(CHANGES[change])


@pytest.mark.engine("postgres")
def test_the_chain_is_not_emptied_either(sealed):
    with refused(IntegrityError):
        db.session.execute(sa.text("TRUNCATE seals"))


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("table", ["seals", "events"])
def test_no_row_is_replaced_even_by_a_client_that_fires_no_triggers(sealed, table):
    db.session.rollback()
    plain = sqlite3.connect(str(db.engine.url.database))

    with pytest.raises(sqlite3.IntegrityError, match=r"append_only|chain_is_whole"):
        plain.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    plain.close()
