"""Not having come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import ANYONE_CAN, a_record, actor, an_accepted_order, an_open_need, refused, told
from volunteer.db import transaction
from volunteer.errors import NotAllowed, TooEarly, WrongMoment
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders import actions, presence
from volunteer.orders.lifecycle import OrderStatus

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def late(need):
    return need.starts_at + HALF_AN_HOUR


@pytest.mark.parametrize("who", ["wang", "he"])
def test_staff_note_who_did_not_come_and_the_place_is_free(cast, order_of_li, need, late, who):
    with transaction():
        actions.miss(order_of_li, by=cast[who], now=late)

    assert (order_of_li.status, order_of_li.seat_no) == (OrderStatus.NO_SHOW, None)
    assert need.status == NeedStatus.OPEN
    assert told(cast["li"])[-1] == "order_missed"


def test_nobody_is_missed_before_half_an_hour(order_of_li, wang, late):
    with refused(TooEarly):
        actions.miss(order_of_li, by=wang, now=late - timedelta(seconds=1))


@pytest.mark.parametrize("who", ["li", "zhou", "chen", "wu", "resident", "anybody"])
def test_only_staff_of_the_community_note_it(cast, order_of_li, need, late, who):
    with refused(NotAllowed):
        actions.miss(order_of_li, by=actor(who, cast, need), now=late)


def test_whoever_has_arrived_was_not_missed(order_of_li, li, wang, late):
    with transaction():
        presence.check_in(order_of_li, by=li, now=order_of_li.starts_at)

    with refused(WrongMoment):
        actions.miss(order_of_li, by=wang, now=late)


def test_when_all_others_have_left_missing_the_last_ends_the_service(li, zhou, wang, now):
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    absent = an_accepted_order(need, zhou, now)
    a_record(need, li, now)

    with transaction():
        actions.miss(absent, by=wang, now=need.ends_at)

    assert need.status == NeedStatus.DONE_REPORTED
