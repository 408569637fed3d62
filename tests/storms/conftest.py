"""The service under two names, and the guards that can be taken away from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.engines import Database
from tests.storms.guards import Guards, engine_of
from volunteer.app import create_app
from volunteer.db import db
from volunteer.settings import Settings


@pytest.fixture(scope="module")
def other(migrated_app: Flask, settings: Settings) -> Iterator[Flask]:
    """The same service on the same database, by another name: it shares no lock of this process."""
    address = settings.database_url
    if address.startswith("sqlite"):
        file = Path(address.removeprefix("sqlite:///"))
        alias = file.with_name("alias.sqlite3")
        alias.symlink_to(file)
        address = f"sqlite:///{alias}"
    found = create_app(replace(settings, database_url=address))
    yield found
    with found.app_context():
        db.engine.dispose()
    if address.startswith("sqlite"):
        alias.unlink()


@pytest.fixture
def guards(app: Flask, other: Flask, database: Database) -> Guards:
    def put_back() -> None:
        db.session.remove()
        engine_of(other).dispose()
        database.restore(db.engine)

    return Guards(app, other, put_back)
