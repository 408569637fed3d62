"""The whole service as strangers find it: one of everything in East Lane, and everybody's key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from tests.attacks.canaries import Garden, plant
from tests.cast import Cast
from tests.engines import SqliteFile, memory_folder
from tests.house.asking import World
from tests.house.everybody import remembered
from tests.service import COMPILED, Visitor
from volunteer.app import create_app
from volunteer.db import db
from volunteer.members.queries import of_person
from volunteer.people.queries import by_login
from volunteer.schema import upgrade_database
from volunteer.settings import Settings


@pytest.fixture
def own() -> Iterator[SqliteFile]:
    """A database that is put back after every change, some hundred times."""
    with memory_folder() as folder:
        yield SqliteFile(folder)


@pytest.fixture
def app(own: SqliteFile, settings: Settings, now: datetime) -> Iterator[Flask]:
    app = create_app(replace(settings, database_url=own.url))
    app.test_client_class = Visitor
    app.jinja_env.bytecode_cache = COMPILED
    app.config.update(CLOCK=lambda: now)
    with app.app_context():
        upgrade_database()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def now() -> datetime:
    """A Saturday in the week after the others' Friday, when some orders are under way."""
    return datetime.fromisoformat("2026-11-28T10:40+08:00")


@pytest.fixture
def everything(app: Flask, cast: Cast, now: datetime, own: SqliteFile) -> World:
    return remembered(app, cast, now, own)


@pytest.fixture
def garden(everything: World, own: SqliteFile, app: Flask) -> Garden:
    app.config["WTF_CSRF_ENABLED"] = False
    mine = {}
    for who in everything.tokens:
        person = by_login(who)
        assert person
        member = of_person(person)
        mine[who] = {"people": person.id, "addresses": person.id}
        mine[who] |= {"members": member.id} if member else {}
    words = plant()
    db.session.remove()
    own.remember(db.engine)
    return Garden(words, mine)
