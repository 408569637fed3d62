"""How Alembic meets our database: one transaction, foreign keys off while SQLite rebuilds."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from volunteer.db import UtcDateTime, in_one

db = current_app.extensions["migrate"].db


def run(connection: Connection) -> None:
    """All pending migrations happen, or none."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        transactional_ddl=True,  # our own BEGIN makes it true on SQLite as well
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"foreign keys broken by a migration: {broken[:5]}")


def render_item(kind: str, thing: object, _context: object) -> str | bool:
    """Our instants are written down as what they are in the database."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


with db.engine.connect() as plain:
    connection = plain.execution_options(**in_one())
    lite = connection.dialect.name == "sqlite"
    # Rebuilding a parent table would fire ON DELETE of its children; the pragma is deaf inside a
    # transaction, so it is set on the raw connection before one begins.
    raw = connection.connection.driver_connection
    if lite:
        raw.execute("PRAGMA foreign_keys=OFF")
    run(connection)
    if lite:
        raw.execute("PRAGMA foreign_keys=ON")
