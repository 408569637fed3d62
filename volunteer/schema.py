"""Bringing the database to the schema this version needs, and the version guard."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade

from volunteer.db import db


class FromTheFuture(Exception):
    """The database was made by a newer version of the service."""


def upgrade_database() -> None:
    """The database has the schema of this version. Raises FromTheFuture for a newer one.

    Called inside an application context.
    """
    known = _scripts()
    present = _present()
    if present is not None and present not in {one.revision for one in known.walk_revisions()}:
        raise FromTheFuture(present)
    if present != known.get_current_head():
        upgrade(directory=known.dir)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(current_app.extensions["migrate"].directory)


def _present() -> str | None:
    with db.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return MigrationContext.configure(connection).get_current_revision()
