"""Getting in without the password, as pages and letters show it."""

from __future__ import annotations

import re

import pytest

from tests.build import agrees
from tests.web.test_proofs import sets_up
from volunteer.db import transaction
from volunteer.people import tickets
from volunteer.people.queries import sessions_of

NEW = "周六上午去修水龙头"


def asks(reader, purpose, login="li"):
    """Somebody asks at the sign-in page, and the job looks."""
    reader.opens("/sign-in/letter").presses("发信给我", {"login": login, "purpose": purpose})
    return reader


@pytest.fixture
def letter(li, now, post, sink):
    """What the last letter to Li says, once the postman came."""
    agrees(li, now)

    def read():
        with transaction():
            for ticket in tickets.untold(now):
                tickets.tell_of(ticket, now=now)
        post.goes()
        return sink.letters[-1].get_content() if sink.letters else ""

    return read


def test_the_code_in_a_letter_lets_in_the_browser_that_asked(visitor, app, letter):
    asks(visitor, "code")
    code = re.search(r"\b\d{6}\b", letter())[0]

    assert visitor.presses("登录", {"code": code}).path == "/me/"
    assert (
        visitor.presses("退出登录")
        .opens("/sign-in/letter/code")
        .presses("登录", {"code": code})
        .status
        == 422
    )


def test_a_second_proof_is_asked_for_after_the_code_as_well(visitor, reading_as, letter, li, now):
    sets_up(reading_as(li), now)
    asks(visitor, "code")
    code = re.search(r"\b\d{6}\b", letter())[0]

    assert visitor.presses("登录", {"code": code}).path == "/sign-in/code"
    assert visitor.opens("/me/").path == "/sign-in"


def test_whoever_mistypes_the_code_tries_it_again(visitor, letter):
    asks(visitor, "code")
    code = re.search(r"\b\d{6}\b", letter())[0]
    wrong = f"{(int(code) + 1) % 10**6:06d}"

    assert visitor.presses("登录", {"code": wrong}).status == 422
    assert visitor.presses("登录", {"code": code}).path == "/me/"


def test_a_link_in_a_letter_lets_choose_another_password(visitor, letter, li, now):
    asks(visitor, "recovery")
    link = re.search(r"/recover/\S+", letter())[0]

    assert visitor.opens(link).presses("用这个密码", {"new": "12345678"}).status == 422
    assert visitor.presses("用这个密码", {"new": NEW}).path == "/sign-in"
    assert visitor.presses("登录", {"login": "li", "password": NEW}).path == "/me/"
    assert visitor.opens(link).status == 404
    assert len(sessions_of(li.id, now=now)) == 1


@pytest.mark.parametrize("purpose", ["code", "recovery"])
def test_whether_there_is_such_an_account_is_not_told(visitor, cast, letter, purpose):
    there, missing = (asks(visitor, purpose, login).text for login in ("li", "nobody"))

    assert there == missing


def test_nobody_floods_the_mailbox_of_somebody_else(visitor, letter, sink):
    for _ in range(4):
        asks(visitor, "recovery")
    letter()

    assert len(sink.letters) == 2
