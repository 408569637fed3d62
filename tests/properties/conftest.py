"""Both databases at once, each behind a real application."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.engines import PostgresDatabase, Server, SqliteFile, memory_folder
from tests.properties.twins import Side, Twins
from volunteer.app import create_app
from volunteer.db import db
from volunteer.schema import upgrade_database
from volunteer.settings import Settings


@pytest.fixture
def twins(postgres_server: Server, tmp_path: Path, now: datetime) -> Iterator[Twins]:
    """The application twice, and nothing in either."""
    with ExitStack() as stack:
        sqlite = SqliteFile(stack.enter_context(memory_folder()))
        postgres = PostgresDatabase(postgres_server, f"volunteer_twin_{os.getpid()}")
        stack.enter_context(postgres)
        sides = []
        for database in (sqlite, postgres):
            settings = Settings(
                data=tmp_path,
                database_url=database.url,
                secret_key="known to everybody, hence for tests only",
                rate_limits=False,
            )
            app = create_app(settings)
            with app.app_context():
                upgrade_database()
                database.remember(db.engine)
                stack.callback(_let_go, app)
            sides.append(Side(app, database, now))
        yield Twins((sides[0], sides[1]))


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
