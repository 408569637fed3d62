"""Signing in and out."""

from __future__ import annotations

import pytest

from tests.cast import PASSWORD


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


@pytest.mark.parametrize("target", ["//elsewhere.example", "https://elsewhere.example/", "/\\x"])
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
