"""Every route says who may come, and keeps its address."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.house.code import dotted, teach

pytestmark = pytest.mark.engine("sqlite")  # addresses are the same on both

KNOWN = Path(__file__).with_name("known_urls.txt")
STATIC = ("static", "bootstrap.static")
# What may stand in an address besides a number: a need's number and its secret, together its key.
TEXT = {"number", "secret"}
WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Files about oneself.
OWN = ("/me/", "/api/v1/hours/")
CHANGES = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def routes(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in STATIC]


def methods(rule: Rule) -> set[str]:
    return set(rule.methods or ()) - {"HEAD", "OPTIONS"}


def lines(routes: list[Rule]) -> list[str]:
    return sorted(f"{method} {rule.rule}" for rule in routes for method in methods(rule))


def test_every_route_says_who_may_come(app: Flask, routes: list[Rule]) -> None:
    wrong = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in routes
        if getattr(app.view_functions[rule.endpoint], "door", "") not in ("signed_in", "anyone")
    ]

    teach("Put @signed_in or @anyone on the view: a forgotten door is an open one.", wrong)


def test_addresses_are_words_with_hyphens(routes: list[Rule]) -> None:
    wrong = [
        rule.rule
        for rule in routes
        for part in rule.rule.removeprefix("/").removesuffix("/").split("/")
        if part and "<" not in part and part != "openapi.json" and not WORD.fullmatch(part)
    ]

    teach("People read addresses aloud: small letters, words joined by hyphens.", wrong)


def test_parameters_say_what_they_are(routes: list[Rule]) -> None:
    wrong = [
        rule.rule
        for rule in routes
        for name, converter in rule._converters.items()
        if (type(converter).__name__ == "UnicodeConverter") != (name in TEXT)
    ]

    teach("<int:need_id>, not <need_id>: nonsense is 404 before any code of ours runs.", wrong)


def test_files_about_others_go_to_whoever_proved_themselves_lately(
    app: Flask, routes: list[Rule]
) -> None:
    files = [rule for rule in routes if rule.rule.endswith(("/csv", "/xlsx"))]
    wrong = [
        rule.rule
        for rule in files
        if not rule.rule.startswith(OWN)
        if not getattr(app.view_functions[rule.endpoint], "proved", False)
    ]

    assert len(files) >= 9
    teach("Put @door.proved on it: an open browser must not give away a community.", wrong)


def test_looking_changes_nothing(app: Flask, routes: list[Rule]) -> None:
    wrong = [
        f"GET {rule.rule} opens a transaction"
        for rule in routes
        if not methods(rule) & CHANGES
        and "transaction" in called_in(app.view_functions[rule.endpoint])
    ]

    teach(
        "Links are followed by mail scanners and by browsers ahead of time: change by POST.", wrong
    )


def called_in(view: object) -> set[str]:
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(view)))  # type: ignore[arg-type]
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {dotted(call.func).split(".")[-1] for call in calls}


def test_pages_change_by_post_only(routes: list[Rule]) -> None:
    wrong = [
        f"{method} {rule.rule}"
        for rule in routes
        if not rule.rule.startswith("/api/")
        for method in methods(rule) - {"GET", "POST"}
    ]

    teach("A form knows GET and POST; pages work without JavaScript.", wrong)


def test_no_address_disappears(routes: list[Rule]) -> None:
    known, present = KNOWN.read_text("utf-8").splitlines(), lines(routes)

    teach(
        "Addresses are printed on slips, kept as bookmarks and called by other programs. Keep\n"
        "answering (redirect to the new one), or remove the line and tell it in CHANGELOG.md.",
        sorted(set(known) - set(present)),
    )
    teach(f"A new address is a promise: add it to {KNOWN.name}.", sorted(set(present) - set(known)))
    assert known == sorted(known), f"keep {KNOWN.name} sorted"
