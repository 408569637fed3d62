"""Giving an accepted task back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import (
    ANYONE_CAN,
    actor,
    an_accepted_order,
    an_open_need,
    events_of,
    refused,
    told,
    verbs_of,
)
from volunteer.db import transaction
from volunteer.errors import NotAllowed, TooLate, WrongMoment
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.limits import Limits
from volunteer.orders import actions, presence
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Release
from volunteer.records import actions as records
from volunteer.settings import Settings


def release(order, by, now, reason=Release.WORK):
    actions.release(order, reason=reason, by=by, now=now)


def test_a_task_given_back_frees_its_place(order_of_li, need, li, now):
    with transaction():
        release(order_of_li, li, now)

    assert (order_of_li.status, order_of_li.seat_no) == (OrderStatus.RELEASED, None)
    assert need.status == NeedStatus.OPEN
    assert verbs_of(order_of_li) == ["begin", "release"]
    assert verbs_of(need) == ["begin", "approve", "fill", "lose"]


def test_history_keeps_the_reason_and_how_late_it_was(order_of_li, li, now):
    with transaction():
        release(order_of_li, li, now, Release.ILLNESS)

    assert events_of(order_of_li)[-1].facts == {"reason": "illness", "late": False}


def test_the_freed_place_is_the_first_to_be_given_again(li, zhou, qian, now):
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    first, _ = an_accepted_order(need, li, now), an_accepted_order(need, zhou, now)

    with transaction():
        release(first, li, now)

    assert an_accepted_order(need, qian, now).seat_no == 0
    assert need.status == NeedStatus.STAFFED


@pytest.mark.parametrize(("before_start", "is_late"), [(24 * 60, False), (24 * 60 - 1, True)])
def test_secretaries_are_told_of_a_release_within_a_day(
    order_of_li, li, wang, before_start, is_late
):
    at_that_time = order_of_li.starts_at - timedelta(minutes=before_start)

    with transaction():
        release(order_of_li, li, at_that_time)

    assert ("order_released_late" in told(wang)) == is_late


@pytest.mark.engine("sqlite")
def test_how_late_that_is_the_operator_chooses(order_of_li, li, wang):
    limits = Limits.of(Settings(late_release_hours=2))

    with transaction():
        three_hours_before = order_of_li.starts_at - timedelta(hours=3)
        actions.release(
            order_of_li, reason=Release.OTHER, by=li, now=three_hours_before, limits=limits
        )

    assert "order_released_late" not in told(wang)


def test_once_begun_a_task_is_not_given_back(order_of_li, li):
    with refused(TooLate):
        release(order_of_li, li, order_of_li.starts_at)


@pytest.mark.parametrize("who", ["zhou", "wang", "he", "chen", "wu", "resident", "anybody"])
def test_only_who_holds_a_task_gives_it_back(cast, order_of_li, need, now, who):
    with refused(NotAllowed):
        release(order_of_li, actor(who, cast, need), now)


def test_an_offer_is_declined_not_given_back(offer_to_li, li, now):
    with refused(WrongMoment):
        release(offer_to_li, li, now)


def test_when_the_others_are_done_already_a_release_ends_the_service(li, zhou, now):
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    early, late = an_accepted_order(need, li, now), an_accepted_order(need, zhou, now)
    early_bird = need.starts_at - timedelta(minutes=50)
    with transaction():
        presence.check_in(early, by=li, now=early_bird)
        records.leave(early, by=li, now=early_bird + timedelta(minutes=40))

    with transaction():
        release(late, zhou, need.starts_at - timedelta(minutes=5))

    assert need.status == NeedStatus.DONE_REPORTED
