"""Saying yes to an offer."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from tests.build import (
    ANYONE_CAN,
    TRAVEL,
    actor,
    an_accepted_order,
    an_offer,
    an_open_need,
    refused,
    told,
    verbs_of,
)
from tests.cast import member_of
from volunteer.db import transaction
from volunteer.errors import (
    AlreadyTaken,
    Clash,
    NoRoom,
    NotAllowed,
    NotSuited,
    TooLate,
    WrongMoment,
)
from volunteer.members import actions as members
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.types import Cancellation
from volunteer.orders import actions
from volunteer.orders.fit import Hindrance
from volunteer.orders.lifecycle import OrderStatus


def accept(order, by, now, travel=TRAVEL):
    actions.accept(order, by=by, now=now, travel=travel)


def test_accepting_gives_the_member_a_place(offer_to_li, need, li, now):
    with transaction():
        accept(offer_to_li, li, now)

    assert (offer_to_li.status, offer_to_li.seat_no) == (OrderStatus.ACCEPTED, 0)
    assert offer_to_li.accepted_at == now
    assert need.status == NeedStatus.STAFFED


def test_accepting_leaves_one_row_of_history_each_for_order_and_need(offer_to_li, need, li, now):
    with transaction():
        accept(offer_to_li, li, now)

    assert verbs_of(offer_to_li) == ["begin", "accept"]
    assert verbs_of(need) == ["begin", "approve", "fill"]


def test_a_need_for_two_looks_on_after_the_first_yes(li, zhou, now):
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    first, second = an_offer(need, li, now), an_offer(need, zhou, now)

    with transaction():
        accept(first, li, now)

    assert (first.seat_no, need.status) == (0, NeedStatus.OPEN)
    assert second.status == OrderStatus.OFFERED


def test_the_last_yes_takes_back_what_was_asked_of_others(li, zhou, now):
    need = an_open_need(now, **ANYONE_CAN)
    first, second = an_offer(need, li, now), an_offer(need, zhou, now)

    with transaction():
        accept(first, li, now)

    assert second.status == OrderStatus.WITHDRAWN
    assert told(zhou)[-1] == "order_withdrawn"


@pytest.mark.parametrize("who", ["zhou", "wang", "he", "chen", "wu", "resident", "anybody"])
def test_only_the_member_it_was_offered_to_can_accept(cast, offer_to_li, need, now, who):
    with refused(NotAllowed):
        accept(offer_to_li, actor(who, cast, need), now)


def test_whoever_is_a_moment_late_finds_no_room(li, zhou, now):
    need = an_open_need(now, **ANYONE_CAN)
    late = an_offer(need, li, now)

    an_accepted_order(need, zhou, now)

    with refused(NoRoom):
        accept(late, li, now)


@pytest.mark.parametrize("minutes", [0, 1])
def test_a_task_that_has_begun_can_not_be_accepted(offer_to_li, need, li, minutes):
    with refused(TooLate):
        accept(offer_to_li, li, need.starts_at + timedelta(minutes=minutes))


def test_a_member_is_never_in_two_places(offer_to_li, li, now):
    an_accepted_order(an_open_need(now, time=time(10, 30), **ANYONE_CAN), li, now)

    with refused(Clash):
        accept(offer_to_li, li, now)


@pytest.mark.parametrize(("minutes", "clashes"), [(14, True), (15, False)])
def test_the_way_between_two_tasks_takes_time(offer_to_li, li, now, minutes, clashes):
    an_accepted_order(an_open_need(now, time=time(11, minutes), **ANYONE_CAN), li, now)

    with refused(Clash) if clashes else transaction():
        accept(offer_to_li, li, now)


def test_a_rule_of_the_task_keeps_a_member_out(zhou, now):
    offer = an_offer(an_open_need(now), zhou, now)

    with refused(NotSuited) as refusal:
        accept(offer, zhou, now)
    assert refusal.value.hindrances == (Hindrance.SKILL,)


def test_ones_own_wishes_keep_nobody_out(li, now):
    on_a_sunday = {"date": now.date() + timedelta(days=2), **ANYONE_CAN}
    offer = an_offer(an_open_need(now, **on_a_sunday), li, now)

    with transaction():
        accept(offer, li, now)

    assert offer.status == OrderStatus.ACCEPTED


def test_whoever_has_withdrawn_from_serving_accepts_no_more(offer_to_li, li, now):
    with transaction():
        members.withdraw(member_of(li), by=li, now=now)

    with refused(NotSuited) as refusal:
        accept(offer_to_li, li, now)
    assert refusal.value.hindrances == (Hindrance.NOT_ACTIVE,)


def test_accepting_twice_says_that_it_is_theirs_already(offer_to_li, li, now):
    with transaction():
        accept(offer_to_li, li, now)

    with refused(AlreadyTaken):
        accept(offer_to_li, li, now)


def test_a_cancelled_need_is_not_accepted(offer_to_li, need, li, wang, now):
    with transaction():
        actions.cancel_need(need, reason=Cancellation.WEATHER, by=wang, now=now)

    with refused(WrongMoment):
        accept(offer_to_li, li, now)


def test_a_need_whose_hour_came_unfilled_is_not_accepted(offer_to_li, need, li):
    with transaction():
        actions.lapse_need(need, now=need.starts_at)

    with refused(TooLate):
        accept(offer_to_li, li, need.starts_at)
