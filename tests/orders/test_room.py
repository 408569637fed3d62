"""Who comes too late is told so at once, and nobody else is."""

from __future__ import annotations

import pytest

from tests.build import ANYONE_CAN, an_accepted_order, an_offer, an_open_need, refused
from tests.waiting import a_hand_over
from volunteer.errors import NoRoom
from volunteer.orders.room import must_have_room, must_not_be_gone


@pytest.fixture
def need(cast, now):
    return an_open_need(now, **ANYONE_CAN)


def test_who_comes_to_a_full_task_is_told(need, li, zhou, now):
    an_accepted_order(need, li, now)

    with refused(NoRoom):
        must_have_room(zhou, need.id)


@pytest.mark.parametrize("who", ["li", "chen", "wu"])
def test_whoever_has_a_place_or_must_not_know_of_the_task_is_not(cast, need, li, now, who):
    an_accepted_order(need, li, now)

    must_have_room(cast[who], need.id)


def test_nobody_is_while_a_place_is_free(need, zhou):
    must_have_room(zhou, need.id)


def test_an_offer_whose_place_others_have_is_gone_for_its_member_alone(cast, need, now):
    offer = an_offer(need, cast["li"], now)
    an_accepted_order(need, cast["zhou"], now)

    must_not_be_gone(offer, cast["wang"])
    with refused(NoRoom):
        must_not_be_gone(offer, cast["li"])


def test_what_a_colleague_hands_over_is_still_to_be_had(need, li, zhou, now):
    asked = a_hand_over(an_accepted_order(need, li, now), zhou, now)

    must_not_be_gone(asked, zhou)
