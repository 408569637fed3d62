"""The service in the tests: an app on each of the two databases, and a client that asks it."""

from __future__ import annotations

import contextvars
import os
from collections.abc import Iterator
from types import CodeType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from tests.engines import Database, PostgresDatabase, Server, SqliteFile, memory_folder, postgres
from volunteer.app import create_app
from volunteer.db import db
from volunteer.needs.limits import Limits
from volunteer.schema import upgrade_database
from volunteer.settings import Settings

AT_ONCE = "0h 0h 0h 0h"  # the hall shows every task from the beginning
OPEN = Limits.of(Settings(hall_within=AT_ONCE))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    with postgres() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Still empty: not even migrated."""
    if request.param == "sqlite":
        with memory_folder() as folder:
            yield SqliteFile(folder)
    else:
        server: Server = request.getfixturevalue("postgres_server")
        with PostgresDatabase(server, f"volunteer_test_{os.getpid()}") as prepared:
            yield prepared


@pytest.fixture(scope="session")
def settings(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """To be varied with `dataclasses.replace` where a test needs an app of its own."""
    return Settings(
        data=tmp_path_factory.mktemp("data"),
        database_url=database.url,
        secret_key="known to everybody, hence for tests only",
        rate_limits=False,
        hall_within=AT_ONCE,
    )


@pytest.fixture(scope="session")
def migrated_app(settings: Settings, database: Database) -> Iterator[Flask]:
    app = create_app(settings)
    app.test_client_class = Visitor
    app.jinja_env.bytecode_cache = COMPILED
    with app.app_context():
        upgrade_database()
        database.remember(db.engine)
        yield app
        db.engine.dispose()


@pytest.fixture
def app(migrated_app: Flask, database: Database) -> Iterator[Flask]:
    """The service with no rows yet; what the test commits is gone afterwards."""
    with migrated_app.app_context():
        yield migrated_app
        db.session.remove()
        database.restore(db.engine)


class Visitor(FlaskClient):
    """Asks as over the wire: no request sees the test's session, or the one before."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # Flask would run the request in the app context that it finds, and share it.
        answer = contextvars.Context().run(super().open, *args, **kwargs)
        db.session.rollback()  # what the test looks at next is read afresh
        for one in (answer, *answer.history):
            one.request.environ["wsgi.input"].close()  # a long file was laid on the disk
        return answer


class Compiled(BytecodeCache):
    """What templates became, for all apps of this process: reading one anew takes a while."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._known.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.checksum, bucket.code


COMPILED = Compiled()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
