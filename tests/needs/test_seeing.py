"""Reading needs goes through a door; the secret link is another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import a_need, approve
from tests.cast import FAR_AWAY
from volunteer.errors import NotFound
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import LinkHolder, id_of_number
from volunteer.needs.queries import (
    counts_for,
    likely_same,
    list_for,
    need_by_link,
    need_for,
    open_in,
    overdue,
    queue_for,
)


@pytest.mark.parametrize("who", ["wang", "qian", "he"])
def test_staff_see_every_need_of_their_community(cast, need, who):
    assert need_for(cast[who], need.id) is need


@pytest.mark.parametrize("who", ["li", "zhou", "chen", "wu"])
def test_for_everybody_else_a_wish_does_not_exist(cast, need, who):
    with pytest.raises(NotFound):
        need_for(cast[who], need.id)
    assert list(list_for(cast[who])) == []


@pytest.mark.parametrize(
    ("who", "seen"), [("li", True), ("sun", True), ("wu", False), ("chen", False)]
)
def test_members_of_the_community_see_what_looks_for_people(cast, need, now, who, seen):
    approve(need, now)

    assert (need in list_for(cast[who])) == seen


def test_chen_sees_nothing_of_zhao_however_she_looks(need, chen, now):
    approve(need, now)

    assert list(list_for(chen, search="赵奶奶")) == list(queue_for(chen, NeedStatus.OPEN)) == []
    assert counts_for(chen) == {}
    with pytest.raises(NotFound):
        need_for(chen, need.id)


def test_the_link_opens_its_need_and_makes_a_resident(need):
    found, holder = need_by_link(need.number, need.link_secret)

    assert found is need and holder == LinkHolder(need.id)


@pytest.mark.parametrize("wrong", ["secret", "number", "both", "another need's secret"])
def test_any_other_link_leads_nowhere(need, now, wrong):
    other = a_need(now)
    links = {
        "secret": (need.number, need.link_secret[:-1]),
        "number": (other.number, need.link_secret),
        "both": ("XQ261199999", "nothing"),
        "another need's secret": (need.number, other.link_secret),
    }

    with pytest.raises(NotFound):
        need_by_link(*links[wrong])


@pytest.mark.parametrize("text", ["", "XQ", "XQ2611", "XQ2611abcde", "赵", "XQ" + "9" * 16])
def test_what_is_no_number_is_no_need(text):
    assert id_of_number(text) is None


@pytest.mark.parametrize("what", ["number", "title", "wish", "contact_name"])
def test_staff_find_a_need_by_what_they_know_of_it(need, wang, now, what):
    a_need(now, wish="灯不亮了", type="electrical", contact_name="钟先生")

    assert list(list_for(wang, search=getattr(need, what))) == [need]


@pytest.mark.parametrize("text", ["%", "_", "\\"])
def test_a_search_takes_every_sign_as_itself(need, wang, text):
    assert list(list_for(wang, search=text)) == []


def test_the_same_phone_or_address_within_a_fortnight_is_likely_the_same(need, now):
    old = a_need(now - timedelta(days=15))
    phone = a_need(now, address="别处")
    address = a_need(now, contact_phone="01080009999")
    a_need(now, address="别处", contact_phone="01080009999")
    a_need(now, grid_id=FAR_AWAY)

    assert list(likely_same(need)) == [address, phone]
    assert old not in likely_same(need)


def test_only_open_needs_ahead_look_for_people(need, now):
    a_need(now)
    approve(need, now)

    ahead = {"now": now, "until": need.starts_at}
    assert list(open_in([need.community_id], **ahead)) == [need]
    assert list(open_in([need.community_id], now=need.starts_at, until=need.ends_at)) == []


def test_a_need_is_overdue_when_its_hour_has_come(need, now):
    approve(need, now)

    assert list(overdue(need.starts_at)) == [need]
    assert list(overdue(need.starts_at - timedelta(seconds=1))) == []


@pytest.mark.parametrize("text", ["赵奶奶", "zhao", "01080001111", "滴水"])
def test_a_member_finds_no_open_task_by_who_asked_for_it(need, zhou, now, text):
    approve(need, now)

    assert need in list_for(zhou)
    assert list(list_for(zhou, search=text)) == []
