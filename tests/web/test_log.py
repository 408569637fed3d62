"""What is refused, and who signs in, is told in the log, without anything of what was typed."""

from __future__ import annotations

import logging
from base64 import b64decode

import pytest

from tests.cast import PASSWORD
from tests.web.test_signin import sign_in


@pytest.fixture
def told(caplog):
    """The events of the log, each with those of these facts that it has."""
    caplog.set_level(logging.INFO, logger="volunteer")

    def events(*names):
        return [(one.message, *(vars(one).get(name) for name in names)) for one in caplog.records]

    return events


def test_who_was_refused_what_is_told(reading_as, zhou, told):
    reading_as(zhou).opens("/audit")
    reading_as(zhou).opens("/needs/999")

    assert told("code", "route", "person", "need_id") == [
        ("refused", 403, "/audit", zhou.id, None),
        ("refused", 404, "/needs/<int:need_id>", zhou.id, 999),
    ]


def test_a_press_on_another_site_is_told(client, told):
    client.post("/sign-out", headers={"Origin": "https://elsewhere.example"})

    assert told("code", "route") == [("refused", 400, "/sign-out")]


def test_signing_in_and_failing_to_is_told_without_a_name(visitor, li, told, caplog):
    sign_in(visitor.opens("/sign-in"), "13977770001", "guessed-canary")
    sign_in(visitor, "li")

    assert told("way", "person", "face") == [
        ("proof_refused", "password", None, None),
        ("signed_in", None, li.id, "pages"),
    ]
    kept = " ".join(str(vars(one)) for one in caplog.records)
    assert [one for one in ("13977770001", "guessed-canary", PASSWORD) if one in kept] == []


def test_a_browser_that_signs_out_is_asked_to_forget(visitor, cast):
    sign_in(visitor.opens("/sign-in"), "li")
    token = visitor.page.forms[0].fields["csrf_token"]

    answer = visitor.client.post("/sign-out", data={"csrf_token": token})

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    with visitor.client.session_transaction() as session:
        assert dict(session) == {}


def test_the_cookie_of_a_known_device_names_nobody(visitor, zhou):
    sign_in(visitor.opens("/sign-in"), "zhou")

    kept = visitor.client.get_cookie("device").value.split(".")[0]

    assert zhou.login not in b64decode(kept + "==").decode()
