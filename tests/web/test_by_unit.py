"""Signing in by the account of a work unit, against a service that may lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc.jwk import ECKey

from tests.provider import knowing
from tests.web.test_proofs import code_of, sets_up
from tests.web.test_signin import sign_in
from volunteer import by_unit
from volunteer.db import transaction
from volunteer.people.identities import identity_of, link
from volunteer.people.queries import sessions_of
from volunteer.settings import BadSetting


@pytest.fixture
def goes_there(units):
    """The browser asks, and the service over there sends it back; says where to."""

    def goes(reader, start="/sign-in/work-unit"):
        away = reader.client.get(start)
        parts = urlsplit(units.authorize(dict(parse_qsl(urlsplit(away.location).query))))
        return f"{parts.path}?{parts.query}"

    return goes


@pytest.fixture
def linked(li, units, now):
    with transaction():
        link(li, units.issuer, units.subject, now=now)
    return units


def test_where_no_service_is_set_nothing_is_offered(visitor, cast):
    assert "单位账号" not in visitor.opens("/sign-in").text
    assert visitor.opens("/sign-in/work-unit").status == 404


def test_a_member_links_once_and_signs_in_by_it_from_then_on(visitor, goes_there, li, units, now):
    assert visitor.opens(goes_there(visitor)).status == 403
    assert "还没有连上" in visitor.text
    assert not sessions_of(li.id, now=now)

    sign_in(visitor.opens("/sign-in?next=/me/work-unit"), "li")
    assert visitor.opens(goes_there(visitor)).path == "/me/work-unit"
    assert "连好了" in visitor.presses("连起来").page.text or "连上的" in visitor.text
    visitor.presses("退出登录")

    assert "用单位账号登录" in visitor.opens("/sign-in").page.links
    assert visitor.opens(goes_there(visitor)).path == "/me/"
    assert visitor.opens("/me/work-unit").presses("确定断开").status == 200
    assert identity_of(li.id, units.issuer) is None


def test_coming_back_links_nothing_by_itself(reading_as, goes_there, li, units):
    reader = reading_as(li)

    reader.opens(goes_there(reader))

    assert identity_of(li.id, units.issuer) is None


def test_the_page_somebody_wanted_comes_after_signing_in(visitor, goes_there, linked):
    back = goes_there(visitor, "/sign-in/work-unit?next=/me/hours")

    assert visitor.opens(back).path == "/me/hours"


LIES = {
    "another nonce": {"nonce": "of another question"},
    "for somebody else": {"aud": "another client"},
    "also for somebody else": {"aud": ["another client"], "azp": "volunteer"},
    "of another issuer": {"iss": "https://elsewhere.example"},
    "expired": {"exp": 1_700_000_000},
    "without an end": {"exp": None},
    "of nobody": {"sub": ""},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_for_us_now_signs_nobody_in(visitor, goes_there, li, linked, now, lie):
    linked.lies = LIES[lie]

    assert visitor.opens(goes_there(visitor)).path == "/sign-in"
    assert not sessions_of(li.id, now=now)


def test_an_unsigned_token_signs_nobody_in(visitor, goes_there, li, linked, now):
    linked.algorithm = "none"

    assert visitor.opens(goes_there(visitor)).path == "/sign-in"
    assert not sessions_of(li.id, now=now)


def test_a_token_signed_by_somebody_else_signs_nobody_in(visitor, goes_there, li, linked, now):
    back, published = goes_there(visitor), linked.key.as_dict(private=False)
    forger = ECKey.generate_key("P-256", {"kid": "one"})
    forger.as_dict = lambda **_: published  # the keys that are shown are still the true ones
    linked.key = forger

    assert visitor.opens(back).path == "/sign-in"
    assert not sessions_of(li.id, now=now)


def test_an_answer_counts_once_in_the_browser_that_asked(visitor, goes_there, app, linked):
    back = goes_there(visitor)
    other = type(visitor)(app.test_client())

    assert other.opens(back).path == "/sign-in"  # another browser: no question was asked there
    assert visitor.opens(back.replace("state=", "state=x")).path == "/sign-in"
    assert visitor.opens(back).path == "/sign-in"  # the question was answered, wrongly


def test_a_code_is_of_no_use_twice(visitor, goes_there, li, linked, now):
    back = goes_there(visitor)
    cookie = visitor.client.get_cookie("session").value
    assert visitor.opens(back).path == "/me/"
    visitor.client.set_cookie("session", cookie)

    assert visitor.opens(back).path == "/sign-in"


def test_a_second_proof_is_asked_for_after_the_work_unit_as_well(
    visitor, reading_as, goes_there, li, linked, clock
):
    secret, _paper = sets_up(reading_as(li), clock.now)
    clock.now = linked.now = clock.now + timedelta(minutes=1)

    visitor.opens(goes_there(visitor, "/sign-in/work-unit?next=/me/hours"))
    assert visitor.path == "/sign-in/code" and visitor.opens("/me/").path == "/sign-in"
    visitor.opens("/sign-in/code?next=/me/hours").presses(
        "登录", {"code": code_of(secret, clock.now)}
    )

    assert visitor.path == "/me/hours"
    assert visitor.opens("/me/work-unit").status == 200  # both proofs were given


def test_an_answer_comes_within_ten_minutes(visitor, goes_there, linked, clock, now):
    back = goes_there(visitor)
    clock.now = linked.now = now + timedelta(minutes=11)

    assert visitor.opens(back).path == "/sign-in"


@pytest.mark.parametrize(
    "described",
    [{"issuer": "https://elsewhere.example"}, {"token_endpoint": "ftp://elsewhere.example"}],
)
def test_a_service_that_is_another_one_is_not_asked(visitor, cast, units, described):
    units.described = described

    assert visitor.opens("/sign-in/work-unit").path == "/sign-in"


def test_whoever_was_disabled_is_not_let_in(visitor, goes_there, li, linked, now):
    with transaction():
        li.disabled_at = now

    assert visitor.opens(goes_there(visitor)).status == 403
    assert not sessions_of(li.id, now=now)


def test_tries_at_an_account_are_counted(visitor, goes_there, cast, units):
    for _ in range(10):
        assert visitor.opens(goes_there(visitor)).status == 403

    assert visitor.opens(goes_there(visitor)).status == 429


def test_a_service_that_does_not_answer_is_said_kindly(visitor, cast, app, units, settings):
    app.config["WORK_UNITS"] = by_unit.opened(
        replace(knowing(settings, units), unit_issuer="http://127.0.0.1:9")
    )

    assert visitor.opens("/sign-in/work-unit").path == "/sign-in"
    assert "手机号和密码" in visitor.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit_issuer": "http://id.example.org"},
        {"unit_issuer": "id.example.org"},
        {"unit_client_secret": ""},
        {"public_url": ""},
    ],
)
def test_an_unsafe_or_half_setting_is_refused_at_the_start(settings, units, wrong):
    with pytest.raises(BadSetting):
        by_unit.opened(replace(knowing(settings, units), **wrong))
