"""Words that are commands elsewhere are words here: in questions, headers and lines."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from tests.house.asking import World
from tests.house.test_permissions import routes
from volunteer.db import db
from volunteer.people.models import Person

pytestmark = pytest.mark.engine("sqlite")

SQL = (
    "' OR '1'='1",
    "1; DROP TABLE people;--",
    "%' UNION SELECT login, phone FROM people--",
    "\\' OR 1=1 -- ",
    '" OR ""="',
    "'||(SELECT password_hash FROM people LIMIT 1)||'",
)
# What any page reads from its address.
ASKED = (
    *("after", "by", "code", "fix", "member_id", "need_id", "next", "number", "one_more"),
    *("page", "phone", "q", "quarter", "since", "status", "type", "until", "weeks", "year"),
)


def test_a_question_to_a_page_is_no_command_to_the_database(everything: World) -> None:
    tried, different = 0, []
    pages = [rule for rule, how in routes(everything) if how == "GET" and is_page(rule.rule)]
    for rule in pages:
        here = everything.address(rule, "wang")
        typed = SQL[tried % len(SQL)]
        codes = [
            everything.asks("GET", rule, "wang", at=f"{here}?{asking(one)}").status_code
            for one in (typed, harmless(typed))
        ]
        tried += 1
        different += [(here, typed, codes)] * (len(set(codes)) > 1 or codes[0] >= 500)

    assert different == []
    assert tried > 60
    assert db.session.scalar(sa.select(sa.func.count(Person.id)))


def harmless(typed: str) -> str:
    """A word as long, for some questions are as short as a name."""
    return "a" * len(typed)


def asking(typed: str) -> str:
    return urlencode(dict.fromkeys(ASKED, typed))


def is_page(rule: str) -> bool:
    return not rule.startswith(("/api", "/static", "/bootstrap"))


def test_a_question_to_the_api_is_no_command_to_the_database(everything: World) -> None:
    tried, different = 0, []
    for rule, name in questions(everything):
        here = everything.address(rule, "wang")
        for typed in SQL:
            answers = [
                everything.asks("GET", rule, "wang", at=f"{here}?{urlencode({name: one})}")
                for one in (typed, harmless(typed))
            ]
            tried += 1
            different += [(here, name, typed)] * (answers[0].status_code != answers[1].status_code)

    assert different == []
    assert tried > 150


def questions(world: World) -> Iterator[tuple[object, str]]:
    """Every question that the API describes, with its route."""
    described = world.app.test_client().get("/api/v1/openapi.json").json["paths"]
    named = {
        path.replace("{", "<").replace("}", ">"): [one["name"] for one in asked if is_query(one)]
        for path, ways in described.items()
        for asked in [[*ways.get("parameters", ()), *ways.get("get", {}).get("parameters", ())]]
    }
    for rule, how in routes(world):
        path = rule.rule.replace("<int:", "<")
        found = named.get(path, named.get(path.removeprefix("/api/v1"), []))
        yield from ((rule, name) for name in found if how == "GET")


def is_query(described: dict[str, str]) -> bool:
    return described.get("in") == "query"
