"""How connections to the two databases are made, and how they are kept."""

from __future__ import annotations

import logging
import os
from math import inf
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

# synchronous=FULL: an acknowledged hour survives a power cut. The writer mutex also
# guards checkpoints, because SQLite before 3.51.3 can lose commits when a checkpoint and a
# commit reset the log at the same moment; hence no automatic checkpoints.
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "busy_timeout=5000",
    "wal_autocheckpoint=0",
    "trusted_schema=OFF",
    "secure_delete=ON",
    "temp_store=MEMORY",
)
POSTGRES_LIMITS = (
    "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000"
)
RESTED = 5  # seconds without work


# What people wrote stands in no log and in no error, however much is logged.
DISCREET = {"hide_parameters": True}
# Where everything is logged, SQLAlchemy would tell every row that it reads.
logging.getLogger("sqlalchemy.engine.Engine").addFilter(lambda said: said.levelno > logging.DEBUG)


def engine_options(url: str) -> dict[str, Any]:
    """Pool and driver settings for the engine behind this address."""
    if url.startswith("sqlite"):
        return {"pool_size": 16, "max_overflow": 16, "pool_timeout": 10, **DISCREET}
    return {
        **DISCREET,
        "pool_size": 8,
        "max_overflow": 8,
        "pool_timeout": 10,
        # What is only read is read statement by statement; transaction() says BEGIN.
        "isolation_level": "AUTOCOMMIT",
        "connect_args": {"options": POSTGRES_LIMITS},
    }


def tune(engine: Engine, *, rested: float = RESTED) -> None:
    """Connections of the engine obey our BEGIN and PRAGMA rules (SQLite), or are looked at before
    they are used again after so many seconds without work (PostgreSQL)."""
    if engine.dialect.name != "sqlite":
        _look_after(engine, rested)
        event.listen(engine, "handle_error", _leave_out_what_was_written)
        return
    if engine.url.database:
        # Phones and homes: for its owner only, and so is what SQLite lays beside it.
        os.close(os.open(engine.url.database, os.O_CREAT | os.O_RDWR, 0o600))

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver stops guessing; we say BEGIN ourselves
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _look_after(engine: Engine, rested: float) -> None:
    """A connection that was not needed for a while may have been cut off by a restart of the
    database, and is tried before anything depends on it. Trying it each time would be one more
    round trip for each of a crowd."""

    @event.listens_for(engine, "checkin")
    def on_checkin(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: Any, record: ConnectionPoolEntry, _fairy: object) -> None:
        if monotonic() - record.info.get("rests_since", inf) < rested:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as cut_off:
            raise DisconnectionError from cut_off  # another one is opened instead


def _leave_out_what_was_written(trouble: ExceptionContext) -> None:
    """PostgreSQL repeats the refused row below its sentence, under a heading in the language of
    the server (DETAIL, 描述); the sentence is enough."""
    for one in (trouble.original_exception, trouble.sqlalchemy_exception):
        if one and one.args:
            one.args = (str(one.args[0]).split("\n")[0], *one.args[1:])
