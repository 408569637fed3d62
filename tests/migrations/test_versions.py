"""Migrations are a numbered road: up, down and up again, without losing a row."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from tests.build import a_record, agrees, an_offer, an_open_need
from tests.cast import member_of
from tests.engines import Database, PostgresDatabase, SqliteFile, memory_folder
from tests.house.code import ROOT, modules, teach
from volunteer.app import MIGRATIONS, create_app
from volunteer.contacts import rotating
from volunteer.db import db, reading, transaction
from volunteer.members.actions import choose_matching
from volunteer.members.queries import willing
from volunteer.needs.types import Risk
from volunteer.people import second_factor
from volunteer.records import actions
from volunteer.records.ledger import broken_links
from volunteer.schema import upgrade_database
from volunteer.sealing import keyring
from volunteer.settings import Settings

ROAD = ScriptDirectory(str(MIGRATIONS))
NUMBERS = [one.revision for one in reversed([*ROAD.walk_revisions()])]
SEALED = {f"{one.table.name}.{one.name}" for one in rotating.sealed()}
Rows = dict[str, list[dict[str, Any]]]
# As in migrations/env.py.
COMPARED = {
    "compare_type": True,
    "autogenerate_plugins": ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
}


@pytest.fixture
def app(
    migrated_app: Flask, database: Database, settings: Settings, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    """The service at head, on a database of its own: here the schema is taken apart."""
    with ExitStack() as stack:
        own: Database
        if isinstance(database, SqliteFile):
            own = database.copy(stack.enter_context(memory_folder()))  # migrated already
        else:
            server = request.getfixturevalue("postgres_server")
            name = f"volunteer_migrations_{os.getpid()}"
            own = stack.enter_context(PostgresDatabase(server, name))
        app = create_app(replace(settings, database_url=own.url))
        with app.app_context():
            upgrade_database()
            yield app
            db.session.remove()
            db.engine.dispose()


def rows() -> Rows:
    """Every row of every table there is, as the database has it, with what is sealed opened."""
    with db.engine.connect() as connection:
        tables = sorted(set(sa.inspect(connection).get_table_names()) - {"alembic_version"})
        return {
            table: sorted(
                (opened(table, row) for row in everything(connection, table)),
                key=lambda row: str(row.get("id", row)),
            )
            for table in tables
        }


def everything(connection: sa.Connection, table: str) -> sa.MappingResult:
    return connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings()


def opened(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with what is sealed in it; each sealing differs."""
    return {
        name: keyring().open(f"{table}.{name}", value)
        if f"{table}.{name}" in SEALED and str(value).startswith("1.")
        else value
        for name, value in row.items()
    }


# What an older schema has no place for, and nobody can make up again.
NOT_KEPT = {"agreement", "agreement_version", "leaving", "came_step", "card_pair", "vouched_at"} | {
    "notice_agreed_at",
    "notice_version",
}

# What people agreed to before there were such rows is written into them on the way up.
ANEW = "consents"


def kept(before: Rows, after: Rows) -> Rows:
    """What was before, as far as its tables and columns still are."""
    return {
        table: [
            {name: row[name] for name in row if name in some[0] and name not in NOT_KEPT}
            for row in before[table]
        ]
        for table, some in after.items()
        if some and table in before and table != ANEW
    }


def differences() -> list[str]:
    """What a migration from this schema to the models would have to do."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        return [str(one) for one in compare_metadata(context, db.metadata)]


def test_migrations_are_numbered_and_named_by_what_they_do() -> None:
    names = sorted(path.name for path in (MIGRATIONS / "versions").glob("*.py"))

    assert [f"{number:04d}" for number in range(1, len(names) + 1)] == NUMBERS
    assert [name[:4] for name in names] == NUMBERS
    assert all(re.fullmatch(r"\d{4}_[a-z][a-z_]+\.py", name) for name in names), names


def test_the_models_are_what_the_migrations_make(app: Flask) -> None:
    teach(
        "Models and migrations differ: the next migration would say this.\n"
        "Write it (flask db migrate), number it, and keep its way down.",
        differences(),
    )


def test_the_app_alone_knows_every_table() -> None:
    """Tests import more than the service does; a migration is written by the service."""
    asked = "import volunteer.app, volunteer.db as d; print(*d.db.metadata.tables)"
    known = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    written = [
        name
        for module in modules("volunteer")
        for name in re.findall(r'__tablename__ = "(\w+)"', module.text)
    ]

    assert sorted(known) == sorted(written), "volunteer/app.py must import the models of all"


def test_a_forgotten_migration_would_be_seen(app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX one_seat")

    assert len(differences()) == 1


def test_the_whole_way_down_leaves_nothing_and_leads_up_again(app: Flask) -> None:
    downgrade(directory=str(MIGRATIONS), revision="base")
    left = rows()
    upgrade_database()

    assert left == {}
    assert not differences()


def test_every_step_down_and_up_again_keeps_every_row(app, cast, li, zhou, now) -> None:
    a_record(an_open_need(now), li, now)
    an_offer(an_open_need(now), zhou, now)
    db.session.remove()
    here = rows()

    for number, one_below in pairwise(reversed(NUMBERS)):
        downgrade(directory=str(MIGRATIONS), revision=one_below)
        below = rows()
        upgrade(directory=str(MIGRATIONS), revision=number)
        again = rows()
        downgrade(directory=str(MIGRATIONS), revision=one_below)

        assert below["orders"] and below["events"], "nothing was there to be lost"
        assert kept(here, below) == kept(below, here), number
        assert kept(here, again) == kept(again, here), number
        here = below


def test_what_people_chose_before_there_were_consents_comes_along(app, cast, li, zhou, now) -> None:
    agrees(li, now)
    with transaction():
        choose_matching(member_of(zhou), False, by=zhou, now=now)
    number, asked = li.id, [member_of(li).id, member_of(zhou).id]
    db.session.remove()

    downgrade(directory=str(MIGRATIONS), revision="0050")
    upgrade_database()

    standing = [row for row in rows()["consents"] if row["withdrawn_at"] is None]
    of_li = sorted(row["purpose"] for row in standing if row["person_id"] == number)
    assert of_li == ["matching", "messages"]
    assert {row["version"] for row in standing} == {"1"}
    assert willing(asked) == set(asked[:1])


def test_nobody_makes_up_an_insurance_for_what_was_approved_before(app, cast, now) -> None:
    an_open_need(now)
    an_open_need(now, risk=Risk.HIGH, risk_note="先断电", insurance="保单 1")
    db.session.remove()

    downgrade(directory=str(MIGRATIONS), revision="0028")
    upgrade_database()

    told = [row["insurance"] for row in rows()["needs"]]
    assert told == ["", "受理时系统还不登记保险，请向社区核实"]


def test_what_makes_codes_is_sealed_on_the_way_and_still_makes_them(app, cast, li, now) -> None:
    number = li.id
    with transaction():
        second_factor.begin(number, "GEZDGNBVGY3TQOJQ", now=now)
    db.session.remove()

    downgrade(directory=str(MIGRATIONS), revision="0041")
    before = rows()["second_factors"][0]["sealed_secret"]
    upgrade_database()

    assert before.startswith("gAAAA")  # as it was kept until then
    assert second_factor.factor_of(number).secret == "GEZDGNBVGY3TQOJQ"


def test_what_was_approved_before_there_was_a_ledger_is_credited(app, cast, li, wang, now) -> None:
    record = a_record(an_open_need(now), li, now)
    with transaction():
        actions.approve(record, by=wang, now=now)
    db.session.remove()
    before = rows()["ledger"]

    downgrade(directory=str(MIGRATIONS), revision="0008")
    upgrade_database()

    assert rows()["ledger"] == before and len(before) == 1
    with reading():
        assert list(broken_links()) == []
