"""Connections to PostgreSQL: what is read holds nothing open, and a restart is lived through."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from volunteer.db import db, reading, transaction
from volunteer.engine import engine_options, tune

pytestmark = pytest.mark.engine("postgres")

STATE = sa.text("SELECT state FROM pg_stat_activity WHERE pid = :pid")


@pytest.fixture
def engine(database) -> Iterator[Engine]:
    """An engine whose connections are tried whenever they are asked for again."""
    found = sa.create_engine(database.url, **engine_options(database.url))
    tune(found, rested=0)
    yield found
    found.dispose()


def pid_of(connection: sa.Connection) -> int:
    return connection.scalar(sa.text("SELECT pg_backend_pid()"))


def test_a_connection_that_was_cut_off_while_it_rested_is_opened_anew(app, engine):
    with engine.connect() as connection:
        before = pid_of(connection)
    with db.engine.connect() as beside:
        beside.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": before})

    with engine.connect() as connection:
        assert pid_of(connection) != before


def test_what_is_only_read_leaves_no_transaction_open(app, engine):
    reader = pid_of(db.session.connection())

    with engine.connect() as beside:
        assert beside.scalar(STATE, {"pid": reader}) == "idle"


def test_what_is_read_together_is_as_it_was_at_one_moment(app, engine):
    districts = sa.text("SELECT count(*) FROM districts")
    with reading():
        before = db.session.scalar(districts)
        with engine.connect() as beside:
            beside.execute(sa.text("INSERT INTO districts (name) VALUES ('Another')"))

        assert db.session.scalar(districts) == before
    assert db.session.scalar(districts) == before + 1


def test_what_is_written_together_is_one_transaction(app, engine):
    with transaction(), engine.connect() as beside:
        writer = pid_of(db.session.connection())

        assert beside.scalar(STATE, {"pid": writer}) == "idle in transaction"


TAKEN = "INSERT INTO taken VALUES ('{}', {})"
# A unique value, an empty column, and a heading as a server writes it that speaks Chinese.
REFUSED = {
    "taken_name_key": TAKEN.format("金丝雀赵", 2),
    "not-null": TAKEN.format("金丝雀赵", "NULL"),
    "unlucky": "DO $$ BEGIN RAISE EXCEPTION E'unlucky\n描述:  金丝雀赵'; END $$",
}


@pytest.mark.parametrize("why", REFUSED)
def test_no_error_repeats_the_row_that_was_refused(engine, why):
    with engine.connect() as connection:
        connection.execute(sa.text("CREATE TEMP TABLE taken (name text UNIQUE, n int NOT NULL)"))
        connection.execute(sa.text(TAKEN.format("金丝雀赵", 1)))

        with pytest.raises(sa.exc.DBAPIError) as refused:
            connection.execute(sa.text(REFUSED[why]))

    told = "".join(traceback.format_exception(refused.value)).replace(REFUSED[why], "")
    assert why in told and "金丝雀赵" not in told
