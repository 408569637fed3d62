"""Saying no: nothing follows from it."""

from __future__ import annotations

import pytest

from tests.build import actor, every_row, refused, told, verbs_of
from volunteer.db import transaction
from volunteer.errors import NotAllowed, WrongMoment
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders import actions
from volunteer.orders.lifecycle import OrderStatus


def test_declining_is_one_row_of_history_without_a_reason(offer_to_li, li, now):
    with transaction():
        actions.decline(offer_to_li, by=li, now=now)

    assert offer_to_li.status == OrderStatus.DECLINED
    assert verbs_of(offer_to_li) == ["begin", "decline"]


def test_a_declined_offer_leaves_no_mark_on_the_member(offer_to_li, li, now):
    before = every_row()

    with transaction():
        actions.decline(offer_to_li, by=li, now=now)

    after = every_row()
    assert {name for name in after if after[name] != before[name]} == {"orders", "events"}


def test_nobody_is_told_that_somebody_declined(offer_to_li, li, wang, now):
    before = told(wang)

    with transaction():
        actions.decline(offer_to_li, by=li, now=now)

    assert told(wang) == before


def test_the_need_looks_on(offer_to_li, need, li, now):
    with transaction():
        actions.decline(offer_to_li, by=li, now=now)

    assert need.status == NeedStatus.OPEN


@pytest.mark.parametrize("who", ["zhou", "wang", "he", "chen", "wu", "resident", "anybody"])
def test_only_the_member_it_was_offered_to_can_decline(cast, offer_to_li, need, now, who):
    with refused(NotAllowed):
        actions.decline(offer_to_li, by=actor(who, cast, need), now=now)


def test_an_accepted_task_is_given_back_not_declined(order_of_li, li, now):
    with refused(WrongMoment):
        actions.decline(order_of_li, by=li, now=now)
