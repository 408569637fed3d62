"""What 0046 does to words and reversals that an older version wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask_migrate import downgrade

from tests.build import a_record, an_open_need
from tests.disclosures.conftest import agree
from tests.migrations.test_versions import app, rows
from tests.records.test_corrections import SHORTER
from volunteer.app import MIGRATIONS
from volunteer.db import db, reading, transaction
from volunteer.history import sealing
from volunteer.people.models import Person
from volunteer.records import actions
from volunteer.records.ledger import broken_links
from volunteer.rights import erasing
from volunteer.schema import upgrade_database

__all__ = ["app"]


@contextmanager
def unguarded(*tables: str) -> Iterator[sa.Connection]:
    """Rows of these may be as an older version wrote them; afterwards they are guarded again."""
    kept = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    with db.engine.begin() as connection:
        lite, guards = connection.dialect.name == "sqlite", []
        for table in tables:
            if lite:
                guards += connection.exec_driver_sql(kept, (table,)).all()
            else:
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for name, _ in guards:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        for _, again in guards:
            connection.exec_driver_sql(again)
        for table in () if lite else tables:
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")


OLD = "按本人说的改"
WORDS = {"old": OLD}
IN_FACTS = "UPDATE events SET why = '', facts = :facts WHERE verb = 'consent'"


def test_old_words_are_salted_and_old_reversals_say_why_by_a_code(app, cast, li, now) -> None:
    record, number = a_record(an_open_need(now), li, now), li.id
    agreed = agree(li, now).receiver
    with transaction():
        actions.approve(record, by=cast["wang"], now=now)
    with transaction():
        actions.amend(record, times=SHORTER, report="", why=OLD, by=cast["wang"], now=now)
    with transaction():
        actions.ask_void(record, why=OLD, by=cast["wang"], now=now)
    with transaction():
        actions.void(record, by=cast["qian"], now=now)
    db.session.remove()
    downgrade(directory=str(MIGRATIONS), revision="0045")
    with unguarded("ledger", "events") as connection:
        connection.execute(sa.text("UPDATE ledger SET why = :old WHERE kind = 'reversal'"), WORDS)
        connection.execute(sa.text(IN_FACTS), {"facts": json.dumps({"receiver": agreed})})

    upgrade_database()

    ledger = sorted(rows()["ledger"], key=lambda row: row["number"])
    assert [one["why"] for one in ledger] == ["", "amend", "", "void"]
    words = {one["why"]: one["salt"] for one in rows()["events"]}
    assert all(bool(why) == bool(salt) for why, salt in words.items()) and {OLD, agreed} <= {*words}
    seals_and_links_hold(now)
    with transaction():
        erasing.of_person(db.session.get_one(Person, number), now=now)
    seals_and_links_hold(now)
    assert OLD not in str(rows()["events"])


def seals_and_links_hold(now) -> None:
    while sealing.unsealed():
        with transaction():
            sealing.seal(0, now=now)
    with reading():
        assert [*sealing.broken_seals(), *broken_links()] == []
