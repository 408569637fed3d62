"""Answering an offer from a letter, without signing in."""

from __future__ import annotations

import re

import pytest

from tests.build import ANYONE_CAN, agrees, an_accepted_order, an_offer, an_open_need, every_row
from tests.cast import ZHAO
from volunteer.db import transaction
from volunteer.orders import actions as orders
from volunteer.web.answers import secret_for


@pytest.fixture
def offered(cast, li, now):
    return an_offer(an_open_need(now, **ANYONE_CAN), li, now)


@pytest.fixture
def link(offered, li):
    return f"/answer/{secret_for(offered.id, li.id)}"


def test_the_letter_of_an_offer_leads_to_the_page_that_answers_it(
    cast, li, now, post, sink, visitor
):
    agrees(li, now)
    order = an_offer(an_open_need(now), li, now)
    post.goes()

    path = re.search(r"https://help\.example\.org(/answer/\S+)", sink.bodies())[1]
    visitor.opens(path).presses("接单")

    assert order.status == "accepted"


def test_opening_the_link_changes_nothing(visitor, link):
    before = every_row()

    assert visitor.opens(link).buttons[-2:] == ["接单", "这次不接"]
    assert every_row() == before


def test_a_yes_from_a_letter_shows_no_address_and_signs_nobody_in(visitor, offered, link):
    visitor.opens(link).presses("接单")

    assert (offered.status, "登录以后能看到地址" in visitor.answer.text) == ("accepted", True)
    assert ZHAO["address"] not in visitor.answer.text
    assert ZHAO["contact_phone"] not in visitor.answer.text
    assert visitor.opens("/me/").path == "/sign-in"


def test_a_no_from_a_letter_is_free(visitor, offered, link):
    visitor.opens(link).presses("这次不接")

    assert offered.status == "declined"
    assert "没关系" in visitor.answer.text


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_the_link_is_of_no_use_after_an_answer(visitor, offered, li, link, now, answer):
    with transaction():
        orders.decline(offered, by=li, now=now)
    token = visitor.opens(link).page.forms[0].fields["csrf_token"]

    again = visitor.client.post(f"{link}/{answer}", data={"csrf_token": token})

    assert "接单" not in visitor.buttons
    assert (again.status_code, offered.status) == (409, "declined")


def test_the_link_ends_with_the_offer(visitor, offered, link, clock):
    token = visitor.opens(link).page.forms[0].fields["csrf_token"]
    clock.now = offered.expires_at

    late = visitor.client.post(f"{link}/accept", data={"csrf_token": token})

    assert (late.status_code, offered.status) == (409, "offered")
    assert "接单" not in visitor.opens(link).buttons


def test_a_place_that_is_gone_is_said_kindly(visitor, offered, link, zhou, now):
    visitor.opens(link)
    an_accepted_order(offered.need, zhou, now)

    visitor.presses("接单")

    assert visitor.status == 409
    assert "这一单不用您去了" in visitor.text


@pytest.mark.parametrize("whose", ["made up", "somebody else's"])
def test_no_other_link_opens_the_offer(visitor, offered, zhou, whose):
    secret = "made-up" if whose == "made up" else secret_for(offered.id, zhou.id)

    assert visitor.opens(f"/answer/{secret}").status == 404
