"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import PASSWORD
from tests.web.reader import Reader
from volunteer.people.queries import sessions_of


def sign_in(reader, login, password=PASSWORD):
    return reader.presses("登录", {"login": login, "password": password})


@pytest.mark.parametrize(("who", "home"), [("li", "/me/"), ("wang", "/workbench")])
def test_everybody_lands_on_their_own_first_page(visitor, cast, who, home):
    sign_in(visitor.opens("/sign-in"), who)

    assert visitor.path == home


def test_the_page_somebody_wanted_comes_after_signing_in(visitor, cast):
    visitor.opens("/me/hours")
    assert visitor.path == "/sign-in"

    assert sign_in(visitor, "li").path == "/me/hours"


ELSEWHERE = (
    *("//elsewhere.example", "https://elsewhere.example/", "/\\x", "/\\/x", "\\\\x", "///x"),
    *("https:elsewhere.example", "https:///x", "javascript:alert(1)", "data:text/html,x"),
    *("/\t/x", "/\n/x", "\t//x", " //x", "/ok\r\nSet-Cookie: a=b", "/%s" % ("x" * 600), "x", "@x"),
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(visitor, cast, target):
    visitor.opens("/sign-in")
    action = next(form.action for form in visitor.page.forms if "login" in form.fields)
    token = visitor.page.forms[0].fields["csrf_token"]
    data = {"login": "li", "password": PASSWORD, "next": target, "csrf_token": token}

    answer = visitor.client.post(action, data=data)

    assert answer.status_code == 303
    assert answer.location == "/start"


@pytest.mark.parametrize(("login", "password"), [("li", "wrong"), ("nobody", PASSWORD)])
def test_a_refusal_does_not_say_which_of_the_two_was_wrong(visitor, cast, login, password):
    sign_in(visitor.opens("/sign-in"), login, password)

    assert visitor.status == 422
    assert "登录名或密码不对" in visitor.text
    assert "wrong" not in visitor.answer.text  # a password is never shown again
    assert visitor.page.forms[-1].fields.get("login") == [login]


def test_after_signing_out_the_old_cookie_opens_nothing(visitor, cast):
    sign_in(visitor.opens("/sign-in"), "li")
    cookie = visitor.client.get_cookie("session").value

    visitor.presses("退出登录")
    visitor.client.set_cookie("session", cookie)

    assert visitor.opens("/me/").path == "/sign-in"


def test_a_form_of_another_site_signs_nobody_in(visitor, cast):
    answer = visitor.client.post("/sign-in", data={"login": "li", "password": PASSWORD})

    assert answer.status_code == 400


def change(reader, **typed):
    return reader.presses("换密码", {"current": PASSWORD, "new": "周六上午去修水龙头", **typed})


def test_a_new_password_holds_and_only_this_browser_stays_signed_in(visitor, reading_as, cast, li):
    elsewhere = reading_as(li).opens("/me/")
    here = reading_as(li).opens("/me/account")

    change(here)

    assert here.status == 200 and "密码换好了" in here.text
    assert elsewhere.opens("/me/").path == "/sign-in"
    assert sign_in(visitor.opens("/sign-in"), "li", "周六上午去修水龙头").path == "/me/"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"current": "guess"}, "现在的密码不对"),
        ({"new": "12345678"}, "太容易被猜到"),
        ({"new": "short"}, "请写 8 到 128 个字"),
    ],
)
def test_a_password_that_will_not_do_is_said_beside_its_field(reading_as, li, typed, why):
    reader = change(reading_as(li).opens("/me/account"), **typed)

    assert reader.status == 422
    assert why in reader.text
    assert "12345678" not in reader.answer.text


def test_somebody_signs_out_the_telephone_left_elsewhere(reading_as, li):
    elsewhere = reading_as(li).opens("/me/")
    here = reading_as(li).opens("/me/account")

    here.presses("让它退出")

    assert "那边已经退出了" in here.text
    assert elsewhere.opens("/me/").path == "/sign-in"


def test_all_others_are_signed_out_with_one_button(reading_as, li):
    others = [reading_as(li).opens("/me/") for _ in range(2)]

    here = reading_as(li).opens("/me/account").presses("确定除了这里，全部退出")

    assert here.path == "/me/account"
    assert [one.opens("/me/").path for one in others] == ["/sign-in"] * 2


def test_a_browser_that_is_used_stays_signed_in(reading_as, li, clock, now):
    visitor = reading_as(li)
    for minutes in (3, 6):
        clock.now = now + timedelta(minutes=minutes)
        visitor.opens("/me/account")

    (session,) = sessions_of(li.id, now=clock.now)
    assert session.seen_at == clock.now


def test_whoever_guesses_is_stopped_and_stops_nobody_who_was_signed_in_before(
    app, visitor, cast, clock, now
):
    at_home = sign_in(Reader(app.test_client()).opens("/sign-in"), "li")
    at_home.presses("退出登录")
    visitor.opens("/sign-in")
    answers = {sign_in(visitor, "li", f"guess {number}").status for number in range(10)}

    assert answers == {422}
    assert sign_in(visitor, "li").status == 429  # even with the right one
    assert "登录过的手机或电脑上不受影响" in visitor.text
    assert sign_in(at_home.opens("/sign-in"), "li").path == "/me/"
    clock.now = now + timedelta(minutes=15)
    assert sign_in(visitor, "li").path == "/me/"


def test_an_account_that_nobody_has_is_closed_to_guesses_alike(visitor, cast):
    visitor.opens("/sign-in")
    answers = [sign_in(visitor, "nobody", "guess").status for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_a_device_of_one_account_is_a_stranger_to_another(visitor, cast):
    sign_in(visitor.opens("/sign-in"), "zhou").presses("退出登录")
    visitor.opens("/sign-in")
    answers = [sign_in(visitor, "li", "guess").status for _ in range(11)]

    assert answers[-1] == 429


def test_an_open_browser_does_not_help_guessing_the_password(reading_as, li):
    reader = reading_as(li).opens("/me/account")
    for _ in range(10):
        change(reader, current="guess")

    assert change(reader.opens("/me/account")).status == 429
