"""No other site makes a browser act here: each route that changes something is tried."""

from __future__ import annotations

import re

import pytest

from tests.cast import PASSWORD
from tests.house.test_routes import CHANGES

OTHERS = (
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.elsewhere.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
)


def routes(app):
    """Every address that changes something, with the way in which."""
    for rule in app.url_map.iter_rules():
        for method in set(rule.methods) & CHANGES:
            path = re.sub(r"<int:\w+>", "1", rule.rule)
            yield method, re.sub(r"<\w+>", "2611200001", path)


def test_nothing_changes_without_the_token_of_our_page(app, reading_as, wang):
    client = reading_as(wang).client
    pages = [one for one in routes(app) if not one[1].startswith("/api/")]

    came = {
        path: client.open(path, method=method, data={"csrf_token": token}).status_code
        for method, path in pages
        for token in ("forged",)
    }

    assert len(pages) > 110
    assert {path: code for path, code in came.items() if code != 400} == {}


def test_nothing_changes_that_was_pressed_on_another_site(app, reading_as, wang):
    reader = reading_as(wang).opens("/workbench")
    token = {"X-CSRFToken": reader.page.forms[0].fields["csrf_token"][0]}
    tried = list(enumerate(routes(app)))

    came = {
        path: reader.client.open(path, method=method, headers=token | OTHERS[n % 5]).status_code
        for n, (method, path) in tried
    }

    assert len(tried) > 200
    assert {path: code for path, code in came.items() if code != 400} == {}


@pytest.mark.parametrize("told", [{}, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "none"}])
def test_our_own_page_and_programs_are_listened_to(client, cast, told):
    asked = {"login": "li", "password": PASSWORD}

    assert client.post("/api/v1/sign-ins", json=asked, headers=told).status_code == 201


def test_a_cookie_opens_nothing_in_the_api_and_a_token_nothing_on_pages(reading_as, wang):
    reader = reading_as(wang)
    with reader.client.session_transaction() as session:
        token = session["_user_id"]

    assert reader.client.get("/api/v1/needs").status_code == 401
    reader.client.delete_cookie("session")
    bearer = {"Authorization": f"Bearer {token}"}
    assert reader.client.get("/workbench", headers=bearer).status_code == 302
