"""Proving who one is by more than the password."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from tests.cast import PASSWORD
from volunteer.db import transaction
from volunteer.people import actions

HOURS = "/communities/1/hours/csv"


def code_of(secret, moment):
    """What a device shows that has scanned the secret."""
    padded = secret + "=" * (-len(secret) % 8)
    return TOTP(base64.b32decode(padded), 6, SHA1(), 30).generate(moment.timestamp()).decode()


def sets_up(reader, now):
    """The reader has set up codes; returns the secret and the codes for paper."""
    reader.opens("/me/second-factor").presses("开始设置")
    secret = re.search(r"secret=([A-Z2-7]+)|((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", reader.text)
    found = secret[0].replace(" ", "")
    reader.presses("打开动态码", {"code": code_of(found, now)})
    assert reader.status == 200, reader.text
    return found, re.findall(r"[0-9a-f]{5}-[0-9a-f]{5}", reader.text)


def sign_in(reader, login="wang"):
    return reader.opens("/sign-in").presses("登录", {"login": login, "password": PASSWORD})


def test_once_set_up_the_password_alone_signs_nobody_in(reading_as, visitor, wang, clock, now):
    secret, _paper = sets_up(reading_as(wang), now)

    sign_in(visitor)
    assert visitor.path == "/sign-in/code"
    assert visitor.opens("/workbench").path == "/sign-in"

    clock.now = now + timedelta(minutes=1)
    sign_in(visitor).presses("登录", {"code": code_of(secret, clock.now)})
    assert visitor.path == "/workbench"


def test_a_code_seen_over_the_shoulder_is_of_no_use(reading_as, visitor, wang, now):
    secret, _paper = sets_up(reading_as(wang), now)

    sign_in(visitor).presses("登录", {"code": code_of(secret, now)})

    assert visitor.status == 422 and "已经用过了" in visitor.text


def test_a_code_from_paper_signs_in_once(reading_as, visitor, app, wang, now):
    _secret, paper = sets_up(reading_as(wang), now)

    assert sign_in(visitor).presses("登录", {"code": paper[0]}).path == "/workbench"
    assert len(paper) == 10
    visitor.presses("退出登录")
    assert sign_in(visitor).presses("登录", {"code": paper[0]}).status == 422


def test_who_does_not_know_the_password_is_not_asked_for_a_code(visitor, cast):
    assert visitor.opens("/sign-in/code").path == "/sign-in"


def test_the_code_is_asked_for_within_five_minutes(reading_as, visitor, wang, clock, now):
    _secret, paper = sets_up(reading_as(wang), now)
    sign_in(visitor)
    clock.now = now + timedelta(minutes=6)

    assert visitor.presses("登录", {"code": paper[0]}).path == "/sign-in"


def test_setting_it_up_signs_out_everybody_else(reading_as, wang, now):
    elsewhere = reading_as(wang).opens("/workbench")

    sets_up(reading_as(wang), now)

    assert elsewhere.opens("/workbench").path == "/sign-in"


def test_it_is_turned_off_by_ones_own_hand(reading_as, visitor, wang, now):
    reader = reading_as(wang)
    sets_up(reader, now)

    reader.opens("/me/second-factor").presses("确定关掉动态码")

    assert sign_in(visitor).path == "/workbench"


def test_hours_of_others_go_out_only_to_whoever_proved_themselves_lately(
    reading_as, wang, clock, now
):
    reader = reading_as(wang).opens("/workbench")
    clock.now = now + timedelta(minutes=20)

    assert reader.opens(f"{HOURS}?since=2026-11-01").path == "/me/prove"
    assert reader.presses("继续", {"proof": "guess"}).status == 422
    reader.presses("继续", {"proof": PASSWORD})
    assert reader.path == HOURS and reader.answer.mimetype == "text/csv"


@pytest.fixture
def strict(app):
    """A service whose staff need a second proof."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, staff_second_factor=True)
    yield
    app.config["SETTINGS"] = before


@pytest.mark.usefixtures("strict")
def test_staff_may_have_to_set_it_up_before_anything_else(reading_as, wang, li, now):
    reader = reading_as(wang)

    assert reader.opens("/workbench").path == "/me/second-factor"
    sets_up(reader, now)
    assert reader.opens("/workbench").path == "/workbench"
    assert reading_as(li).opens("/me/").path == "/me/"


def test_another_password_undoes_the_first_half(reading_as, visitor, wang, now):
    _secret, paper = sets_up(reading_as(wang), now)
    sign_in(visitor)

    with transaction():
        actions.change_password(wang, actions.hash_password("three words of mine"), now=now)

    assert visitor.presses("登录", {"code": paper[0]}).path == "/sign-in"
