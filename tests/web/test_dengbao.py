"""Passwords where the operator follows classified protection (等保)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import PASSWORD
from tests.house.sent import NEW_MEMBER
from tests.web.test_members_register import reports_in

NEW = "周六上午去修水龙头和窗户"


@pytest.fixture(autouse=True)
def dengbao(app):
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, password_profile="dengbao")
    yield
    app.config["SETTINGS"] = before


def sign_in(reader, password=PASSWORD):
    return reader.opens("/sign-in").presses("登录", {"login": "li", "password": password})


def test_after_ninety_days_another_password_comes_first(visitor, cast, clock, now):
    sign_in(visitor).presses("退出登录")
    clock.now = now + timedelta(days=90)

    assert sign_in(visitor).path == "/me/account"
    visitor.presses("换密码", {"current": PASSWORD, "new": NEW})
    assert visitor.opens("/me/").path == "/me/"


def test_a_password_has_twelve_characters(visitor, cast):
    sign_in(visitor).opens("/me/account")
    visitor.presses("换密码", {"current": PASSWORD, "new": NEW[:11]})

    assert visitor.status == 422 and "至少要 12 个字" in visitor.text


@pytest.mark.engine("sqlite")
def test_so_has_that_of_whoever_reports_in(visitor, client, cast):
    reports_in(visitor, password=NEW[:11])
    asked = client.post("/api/v1/members", json={**NEW_MEMBER, "password": NEW[:11]})

    assert visitor.status == 422 and "至少要 12 个字" in visitor.text
    assert asked.status_code == 422 and list(asked.json["errors"]) == ["password"]
    assert reports_in(visitor, password=NEW).path == "/me/"


def test_five_tries_are_looked_at(visitor, cast):
    answers = [sign_in(visitor, "guess").status for _ in range(6)]

    assert answers == [422] * 5 + [429]
