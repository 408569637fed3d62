"""Who may do what, tried out: every route, every method, every kind of person, one table.

`permissions.txt` is the table. A word in it is what came of asking properly: `ok`, `sign-in`
(asked to), `away` (led to another page), 403 (may not), 404 (not there, or not for them),
409 (not now). Residents hold a link, nobody else needs one; `neighbour` has that of another need.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.cast import Cast
from tests.engines import SqliteFile, memory_folder
from tests.house.asking import PEOPLE, World, tries
from tests.house.code import teach
from tests.house.everybody import put_back, remembered
from tests.house.test_routes import STATIC
from tests.provider import Units
from tests.service import COMPILED, Visitor
from volunteer.app import create_app
from volunteer.db import db
from volunteer.errors import DomainError
from volunteer.schema import upgrade_database
from volunteer.settings import Settings
from volunteer.web.errors import HTTP_STATUS

pytestmark = pytest.mark.engine("sqlite")  # what is decided here is decided in Python

# What nobody comes to here, and why; each is tried as it is meant in the tests of its page.
UNREACHED = {
    **dict.fromkeys(
        (
            "POST /answer/<secret>/accept",
            "POST /answer/<secret>/decline",
        ),
        "answers are given in time, and Li's letter is a week old: 409",
    ),
    **dict.fromkeys(
        (
            "GET /calendar/<secret>",
            "GET /confirm-address/<secret>",
            "POST /confirm-address/<secret>",
            "GET /recover/<secret>",
            "POST /recover/<secret>",
        ),
        "the secret is in a letter or a program of one person, and nobody here has it",
    ),
    "GET /api/v1/communities/<int:community_id>/expectation": "nothing is expected yet",
    **dict.fromkeys(
        (
            "GET /arrive/<number>",
            "GET /hall/any",
            "GET /sign-in/code",
            "GET /sign-in/work-unit",
            "GET /sign-in/work-unit/back",
            "GET /start",
        ),
        "it only leads on to another page",
    ),
    "GET /styleguide": "for development: shown only where the operator asked for it",
    **dict.fromkeys(
        ("POST /me/second-factor/confirm", "POST /sign-in/letter/code"),
        "the code is shown or sent to one person only",
    ),
}
TABLE = Path(__file__).with_name("permissions.txt")
WIDTH = 1 + max(map(len, (*PEOPLE, "sign-in")))
HEAD = "".join(who.ljust(WIDTH) for who in PEOPLE).rstrip()


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
    # What a refusal looks like is told elsewhere; here it is only counted, some hundred times.
    app.register_error_handler(DomainError, lambda error: ("", HTTP_STATUS[type(error)]))
    # Forms carry their token in tests/web; here only the person differs.
    app.config.update(WTF_CSRF_ENABLED=False, CLOCK=lambda: now)
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
def everything(app: Flask, cast: Cast, now: datetime, own: SqliteFile, units: Units) -> World:
    return remembered(app, cast, now, own)


@pytest.mark.parametrize("face", ["pages", "api"])
def test_everybody_may_what_the_table_says(everything: World, own: SqliteFile, face: str) -> None:
    found = table(everything, own, face)
    written = [line for line in TABLE.read_text("utf-8").splitlines()[1:] if face_of(line) == face]

    different = sorted(set(found) ^ set(written), key=route_of)
    teach(
        "Somebody may now what they might not, or the other way round, or a route is new.\n"
        f"If that is meant, change {TABLE.name} (+ is what is, - what was written):",
        [("+ " if line in found else "- ") + line for line in [HEAD, *different] if different],
    )


def test_the_table_says_whose_columns_these_are() -> None:
    assert TABLE.read_text("utf-8").splitlines()[0] == HEAD


def test_every_route_is_reached_by_somebody() -> None:
    lines = TABLE.read_text("utf-8").splitlines()[1:]
    nobodys = {route_of(line) for line in lines if "ok" not in line.split()}

    teach(
        "Nobody succeeds there: give the table what it needs, or say why not in UNREACHED.",
        sorted(nobodys ^ set(UNREACHED)),
    )


def routes(everything: World) -> list[tuple[Rule, str]]:
    rules = [rule for rule in everything.app.url_map.iter_rules() if rule.endpoint not in STATIC]
    return sorted(((rule, how) for rule in rules for how in methods(rule)), key=address)


def route_of(line: str) -> str:
    return line[WIDTH * len(PEOPLE) :]


def face_of(address: str) -> str:
    return "api" if "/api/" in address else "pages"


def table(everything: World, own: SqliteFile, face: str) -> list[str]:
    """What came of everything, line by line, in the order of addresses."""
    rules = [rule for rule in everything.app.url_map.iter_rules() if rule.endpoint not in STATIC]
    chosen = [rule for rule in rules if face_of(rule.rule) == face]
    routes = sorted(((rule, how) for rule in chosen for how in methods(rule)), key=address)
    return [line(method, rule, everything, own) for rule, method in routes]


def address(route: tuple[Rule, str]) -> tuple[str, str]:
    return route[0].rule, route[1]


def methods(rule: Rule) -> list[str]:
    return sorted({method for method, _ in tries(rule)})


def line(method: str, rule: Rule, everything: World, own: SqliteFile) -> str:
    came = {}
    for how, who in tries(rule):
        if how == method:
            came[who] = everything.came(method, rule, who)
            if method != "GET" and came[who] == "ok":
                put_back(own)
    cells = (came.get(who, "").ljust(WIDTH) for who in PEOPLE)
    return f"{''.join(cells)}{method} {rule.rule}"
