"""Takes guards of the database away for a while, and puts them back.

What takes a lock away is SQLAlchemy's own hook for statements, what takes a guard of the database
away is its DDL; the product runs as it is.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from volunteer.db import db, transaction
from volunteer.errors import DomainError

A_WHILE = 0.3  # seconds that one waits for the other before it goes on alone
LOCKS = re.compile(r" FOR (NO KEY )?UPDATE OF \w+( SKIP LOCKED)?|(?<=BEGIN) IMMEDIATE")
DONE = "done"


def outcome(app: Flask, act: Callable[[], object]) -> str:
    """What came of it in a transaction of its own: done, or the name of the refusal."""
    with app.app_context():
        try:
            with transaction():
                act()
        except DomainError as refused:
            return type(refused).__name__
        return DONE


def engine_of(app: Flask) -> sa.Engine:
    with app.app_context():
        return db.engine


class Guards:
    """Takes guards away for a while, and lets both meet before either writes."""

    def __init__(self, app: Flask, other: Flask, put_back: Callable[[], None]):
        self.app, self.other, self._put_back = app, other, put_back
        self._engines = [engine_of(app), engine_of(other)]

    def without(
        self,
        *gone: str,
        at: str = "INSERT INTO orders",
        meanwhile: Callable[[], object] | None = None,
    ) -> Guards:
        """These are gone; before a statement that begins so, the other one is waited for, or
        something happens meanwhile (once)."""
        self._gone, self._at = gone, at
        self._meanwhile = [meanwhile] if meanwhile else []
        return self

    def __enter__(self) -> None:
        self._both = threading.Barrier(2, timeout=A_WHILE)
        for engine in self._engines:
            event.listen(engine, "before_cursor_execute", self._before, retval=True)
        self._ddl = [UNDO[one](self._engines[0]) for one in self._gone if one != "lock"]

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
        if statement.startswith(self._at):
            if self._meanwhile:
                self._meanwhile.pop()()
            else:
                self._meets()
        return LOCKS.sub("", statement) if "lock" in self._gone else statement, parameters

    def _meets(self) -> None:
        with suppress(threading.BrokenBarrierError):
            self._both.wait()  # in vain when the other one waits for a lock, as it should


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


def drop_trigger(name: str, engine: sa.Engine) -> str:
    """The trigger is gone (on SQLite one each for inserts and updates); returns what makes it
    again."""
    asked = "SELECT tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = %s"
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for one in (name, f"{name}_insert", f"{name}_update"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {one}")
            return "SELECT 1"
        table, again = connection.exec_driver_sql(asked, (name,)).one()
        connection.exec_driver_sql(f"DROP TRIGGER {name} ON {table}")
    return str(again)


def drop_constraint(name: str, lite: Callable[[sa.Engine], object], engine: sa.Engine) -> str:
    """The constraint is gone, and what stands for it on SQLite; returns what makes it again."""
    if engine.dialect.name == "sqlite":
        lite(engine)
        return "SELECT 1"
    asked = (
        "SELECT conrelid::regclass, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s"
    )
    with engine.begin() as connection:
        table, again = connection.exec_driver_sql(asked, (name,)).one()
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} {again}"


def keep_no_key(table: str, engine: sa.Engine) -> None:
    """The same columns and rows, and nothing that keeps one of them from being there twice."""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE bare AS SELECT * FROM {table}")
        connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql(f"ALTER TABLE bare RENAME TO {table}")


UNDO: dict[str, Callable[[sa.Engine], str]] = {
    "one_seat": partial(drop_index, "one_seat"),
    "one_order_per_member": partial(drop_index, "one_order_per_member"),
    "one_hand_over_at_a_time": partial(drop_index, "one_hand_over_at_a_time"),
    "one_use_of_a_pair": partial(drop_index, "one_use_of_a_pair"),
    "no_room": partial(drop_trigger, "no_room"),
    "no_room_headcount": partial(drop_trigger, "no_room_headcount"),
    "no_approval": partial(drop_trigger, "no_approval"),
    "no_overlap": partial(drop_constraint, "no_overlap", partial(drop_trigger, "no_overlap")),
    "pk_job_runs": partial(drop_constraint, "pk_job_runs", partial(keep_no_key, "job_runs")),
}
ASKED = {
    "sqlite": """
        SELECT name FROM sqlite_master
        WHERE (type = 'trigger' AND tbl_name IN ('orders', 'needs'))
            OR (type = 'index' AND tbl_name = 'orders' AND sql LIKE '%UNIQUE%WHERE%')
    """,
    "postgresql": """
        SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relname IN ('orders', 'needs') AND NOT tgisinternal
        UNION SELECT indexname FROM pg_indexes
        WHERE tablename = 'orders' AND indexdef LIKE '%UNIQUE%WHERE%'
        UNION SELECT conname FROM pg_constraint WHERE contype = 'x'
    """,
}


def guards_of_orders() -> set[str]:
    """What the database says keeps the orders of a need right; a pair of triggers is one guard."""
    found = db.session.scalars(sa.text(ASKED[db.engine.dialect.name]))
    return {re.sub("_(insert|update)$", "", one) for one in found}
