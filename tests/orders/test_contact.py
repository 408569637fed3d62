"""Who may see a resident's address and phone, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import ANYONE_CAN, a_record, actor, an_open_need, resident_of, secretary_of
from volunteer.contacts.rights import may_see_contact
from volunteer.db import transaction
from volunteer.needs import actions as needs
from volunteer.needs.types import Cancellation
from volunteer.orders import actions
from volunteer.orders.models import Release
from volunteer.reviews import actions as reviews
from volunteer.reviews.models import Outcome

A_DAY = timedelta(hours=24)
WITHOUT_AN_ORDER = {
    "resident": True,
    "wang": True,
    "qian": True,
    "he": True,
    "li": False,
    "zhou": False,
    "sun": False,
    "chen": False,
    "wu": False,
    "anybody": False,
}


@pytest.mark.parametrize("who", WITHOUT_AN_ORDER)
def test_only_the_resident_and_staff_of_the_community_see_it_from_the_start(cast, need, now, who):
    assert may_see_contact(actor(who, cast, need), need, now=now) == WITHOUT_AN_ORDER[who]


def test_being_asked_does_not_show_it(offer_to_li, need, li, now):
    assert not may_see_contact(li, need, now=now)


def test_accepting_shows_it_to_that_member_only(order_of_li, need, li, zhou, now):
    assert may_see_contact(li, need, now=now)
    assert not may_see_contact(zhou, need, now=now)


@pytest.mark.parametrize(("later", "seen"), [(A_DAY, True), (A_DAY + timedelta(seconds=1), False)])
def test_a_day_after_the_end_it_is_covered_again(order_of_li, need, li, later, seen):
    assert may_see_contact(li, need, now=need.ends_at + later) == seen


def test_giving_the_task_back_covers_it_at_once(order_of_li, need, li, now):
    with transaction():
        actions.release(order_of_li, reason=Release.WORK, by=li, now=now)

    assert not may_see_contact(li, need, now=now)


def test_not_having_come_covers_it(order_of_li, need, li, wang):
    late = need.starts_at + timedelta(minutes=30)
    with transaction():
        actions.miss(order_of_li, by=wang, now=late)

    assert not may_see_contact(li, need, now=late)


def test_cancelling_the_need_covers_it(order_of_li, need, li, wang, now):
    with transaction():
        actions.cancel_need(need, reason=Cancellation.OTHER, by=wang, now=now)

    assert not may_see_contact(li, need, now=now)


def test_whoever_served_sees_it_until_the_day_is_over(need, li, now):
    a_record(need, li, now)

    assert may_see_contact(li, need, now=need.ends_at)


def test_after_a_reopening_those_of_the_first_try_see_it_no_more(need, li, now):
    a_record(need, li, now)
    with transaction():
        reviews.confirm(need, outcome=Outcome.NOT, by=resident_of(need), now=need.ends_at)
        needs.reopen(need, why="没修好", by=secretary_of(need), now=need.ends_at)

    assert not may_see_contact(li, need, now=need.ends_at)


def test_a_link_shows_its_own_need_only(need, now):
    other = an_open_need(now, **ANYONE_CAN)

    assert not may_see_contact(resident_of(other), need, now=now)
