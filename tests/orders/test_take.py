"""Taking an open task from the hall."""

from __future__ import annotations

from datetime import time

import pytest

from tests.build import (
    ANYONE_CAN,
    REASONS,
    TRAVEL,
    a_need,
    actor,
    an_accepted_order,
    an_open_need,
    refused,
    verbs_of,
)
from tests.cast import member_of
from volunteer.db import transaction
from volunteer.errors import AlreadyTaken, Clash, NoRoom, NotAllowed, NotSuited, WrongMoment
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders import actions
from volunteer.orders.fit import Hindrance
from volunteer.orders.lifecycle import OrderStatus


def take(need, by, now, member=None):
    chosen = member or member_of(by)
    return actions.take(need, chosen, reasons=REASONS, by=by, now=now, travel=TRAVEL)


def test_taking_a_task_holds_a_place_at_once(need, li, now):
    with transaction():
        order = take(need, li, now)

    assert (order.status, order.seat_no) == (OrderStatus.ACCEPTED, 0)
    assert order.offered_at is None
    assert need.status == NeedStatus.STAFFED


def test_taking_leaves_one_row_of_history_each_for_order_and_need(need, li, now):
    with transaction():
        order = take(need, li, now)

    assert verbs_of(order) == ["begin"]
    assert verbs_of(need) == ["begin", "approve", "fill"]


def test_taking_what_one_was_asked_for_answers_the_offer(offer_to_li, need, li, now):
    with transaction():
        order = take(need, li, now)

    assert order.id == offer_to_li.id
    assert verbs_of(order) == ["begin", "accept"]


@pytest.mark.parametrize("who", ["wang", "he", "chen", "wu", "resident", "anybody"])
def test_only_members_of_the_community_take_its_tasks(cast, need, now, who):
    li = member_of(cast["li"])

    with refused(NotAllowed):
        take(need, actor(who, cast, need), now, member=li)


def test_nobody_takes_a_task_for_somebody_else(cast, need, li, zhou, now):
    with refused(NotAllowed):
        take(need, zhou, now, member=member_of(li))


def test_a_double_tap_is_one_order(order_of_li, need, li, now):
    with refused(AlreadyTaken):
        take(need, li, now)


def test_a_full_need_has_no_room(order_of_li, need, sun, now):
    with refused(NoRoom):
        take(need, sun, now)


def test_the_last_of_several_places_fills_the_need(li, zhou, now):
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    an_accepted_order(need, li, now)

    second = an_accepted_order(need, zhou, now)

    assert (second.seat_no, need.status) == (1, NeedStatus.STAFFED)


def test_a_task_not_yet_triaged_is_not_there_to_take(li, now):
    need = a_need(now)

    with refused(WrongMoment):
        take(need, li, now)


def test_a_task_at_the_same_time_is_refused(order_of_li, li, now):
    other = an_open_need(now, time=time(10, 30), **ANYONE_CAN)

    with refused(Clash):
        take(other, li, now)


def test_without_the_skill_a_task_is_not_taken(need, zhou, now):
    with refused(NotSuited) as refusal:
        take(need, zhou, now)
    assert refusal.value.hindrances == (Hindrance.SKILL,)


def test_without_a_licence_that_was_seen_a_licensed_task_is_not_taken(li, now):
    need = an_open_need(now, skill="electrical")
    with transaction():
        for held in member_of(li).skills:
            held.licence_until = now.date()

    with refused(NotSuited) as refusal:
        take(need, li, now)
    assert refusal.value.hindrances == (Hindrance.LICENCE,)


def test_somebody_who_paused_may_still_take_a_task(need, sun, now):
    with transaction():
        order = take(need, sun, now)

    assert order.status == OrderStatus.ACCEPTED


def test_whoever_gave_a_task_back_may_take_it_again(order_of_li, need, li, now):
    with transaction():
        actions.release(order_of_li, reason=actions.Release.WORK, by=li, now=now)

    with transaction():
        again = take(need, li, now)

    assert again.id != order_of_li.id
    assert order_of_li.status == OrderStatus.RELEASED
