"""What happens to a need happens to its orders."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tests.build import (
    ANYONE_CAN,
    actor,
    an_accepted_order,
    an_offer,
    an_open_need,
    an_order_under_way,
    refused,
    told,
    verbs_of,
)
from volunteer.db import transaction
from volunteer.errors import NotAllowed, WrongMoment
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.types import Cancellation
from volunteer.orders import actions
from volunteer.orders.lifecycle import OrderStatus

NEXT_SATURDAY = {"date": date(2026, 11, 28), "time": time(14), "minutes": 90}


def cancel(need, by, now):
    actions.cancel_need(need, reason=Cancellation.WEATHER, by=by, now=now)


@pytest.fixture
def need_for_two(cast, now):
    return an_open_need(now, headcount=2, **ANYONE_CAN)


def test_cancelling_withdraws_offers_and_cancels_orders(need_for_two, li, zhou, wang, now):
    order, offer = an_accepted_order(need_for_two, li, now), an_offer(need_for_two, zhou, now)

    with transaction():
        cancel(need_for_two, wang, now)

    assert (order.status, order.seat_no) == (OrderStatus.CANCELLED, None)
    assert offer.status == OrderStatus.WITHDRAWN
    assert told(li)[-1] == "order_cancelled"


def test_cancelling_is_one_row_of_history_for_each_thing(order_of_li, need, wang, now):
    with transaction():
        cancel(need, wang, now)

    assert verbs_of(need) == ["begin", "approve", "fill", "cancel"]
    assert verbs_of(order_of_li) == ["begin", "cancel"]


@pytest.mark.parametrize("who", ["li", "zhou", "he", "chen", "wu", "anybody"])
def test_only_the_resident_and_the_secretary_cancel(cast, order_of_li, need, now, who):
    with refused(NotAllowed):
        cancel(need, actor(who, cast, need), now)


def test_the_resident_cancels_through_the_link(cast, order_of_li, need, now):
    with transaction():
        cancel(need, actor("resident", cast, need), now)

    assert need.status == NeedStatus.CANCELLED


def test_a_service_under_way_is_not_cancelled(need, li, wang, now):
    an_order_under_way(need, li, now)

    with refused(WrongMoment):
        cancel(need, wang, now)


def test_a_need_at_another_time_withdraws_what_was_asked(offer_to_li, need, wang, now):
    with transaction():
        actions.rearrange_need(need, by=wang, now=now, **NEXT_SATURDAY)

    assert offer_to_li.status == OrderStatus.WITHDRAWN
    assert (need.status, need.minutes) == (NeedStatus.OPEN, 90)


@pytest.mark.parametrize(
    ("said", "stands"),
    [({}, "小区东门"), ({"meeting_point": "菜场"}, "菜场"), ({"meeting_point": ""}, "")],
)
def test_where_helpers_meet_stays_unless_it_is_said_anew(cast, wang, now, said, stands):
    need = an_open_need(now, meeting_point="小区东门")

    with transaction():
        actions.rearrange_need(need, by=wang, now=now, **NEXT_SATURDAY, **said)

    assert need.meeting_point == stands


def test_whoever_accepted_agreed_to_the_old_time(need_for_two, li, wang, now):
    an_accepted_order(need_for_two, li, now)

    with refused(WrongMoment):
        actions.rearrange_need(need_for_two, by=wang, now=now, **NEXT_SATURDAY)


@pytest.mark.parametrize("who", ["li", "he", "chen", "resident", "anybody"])
def test_only_the_secretary_moves_a_need(cast, need, now, who):
    with refused(NotAllowed):
        actions.rearrange_need(need, by=actor(who, cast, need), now=now, **NEXT_SATURDAY)


def test_an_hour_that_comes_unfilled_waits_for_the_secretary(offer_to_li, need, wang):
    with transaction():
        assert actions.lapse_need(need, now=need.starts_at)

    assert need.status == NeedStatus.UNFILLED
    assert offer_to_li.status == OrderStatus.WITHDRAWN
    assert told(wang)[-1] == "need_unfilled"


def test_a_need_somebody_may_still_come_to_does_not_lapse(need_for_two, li, now):
    an_accepted_order(need_for_two, li, now)

    with transaction():
        assert not actions.lapse_need(need_for_two, now=need_for_two.starts_at)

    assert need_for_two.status == NeedStatus.OPEN


def test_a_need_does_not_lapse_before_its_hour(need):
    with transaction():
        assert not actions.lapse_need(need, now=need.starts_at - timedelta(seconds=1))

    assert verbs_of(need) == ["begin", "approve"]
