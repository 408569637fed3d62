"""Standing by for a full task: when a place opens, who came first is asked first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import (
    ANYONE_CAN,
    RISKY,
    TRAVEL,
    actor,
    an_accepted_order,
    an_offer,
    an_open_need,
    live_seats,
    refused,
    told,
    verbs_of,
)
from tests.cast import member_of
from tests.waiting import a_standby
from volunteer.db import transaction
from volunteer.dispatch.rules import Rules
from volunteer.errors import AlreadyTaken, NoRoom, NotAllowed, NotSuited, TooLate, WrongMoment
from volunteer.jobs.running import run_due
from volunteer.jobs.table import JOBS
from volunteer.needs.types import Cancellation, Urgency
from volunteer.orders import actions, claims, presence, standby
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Release
from volunteer.settings import Settings

CALLED, STANDS_BY = OrderStatus.OFFERED, OrderStatus.STANDING_BY


@pytest.fixture
def full(cast, li, now):
    """A task for one, which Li has taken."""
    need = an_open_need(now, **ANYONE_CAN)
    an_accepted_order(need, li, now)
    return need


@pytest.fixture
def zhou_stands_by(full, zhou, now):
    return a_standby(full, zhou, now)


def gives_back(need, now):
    (order,) = (one for one in actions.live_orders(need))
    with transaction():
        actions.release(order, reason=Release.WORK, by=order.member.person, now=now)


def stand_by(need, by, now):
    return standby.stand_by(need, member_of(by), reasons={}, by=by, now=now, travel=TRAVEL)


def take(need, by, now):
    return actions.take(need, member_of(by), reasons={}, by=by, now=now, travel=TRAVEL)


def call(need, now):
    with transaction():
        return standby.call_next(need, now=now, travel=TRAVEL)


def test_whoever_stands_by_holds_no_place_and_no_time(zhou_stands_by, zhou, now):
    assert (zhou_stands_by.status, zhou_stands_by.seat_no) == (STANDS_BY, None)
    an_accepted_order(an_open_need(now, **ANYONE_CAN), zhou, now)


def test_who_came_first_is_asked_first(full, zhou_stands_by, zhou, qian, now):
    second = a_standby(full, qian, now)
    gives_back(full, now)

    assert call(full, now) == 1
    assert (zhou_stands_by.status, second.status) == (CALLED, STANDS_BY)
    assert told(zhou)[-1] == "standby_called"
    assert verbs_of(zhou_stands_by) == ["begin", "call"]
    assert call(full, now) == 0


def test_the_next_is_asked_when_the_first_says_no_or_nothing(full, zhou_stands_by, qian, now):
    second = a_standby(full, qian, now)
    gives_back(full, now)
    call(full, now)

    with transaction():
        assert actions.expire(zhou_stands_by, now=zhou_stands_by.expires_at)

    assert call(full, now + timedelta(hours=1)) == 1
    assert second.status == CALLED


@pytest.mark.parametrize(("left", "minutes"), [(48, 60), (5, 30), (0.5, 5), (0.05, 3)])
def test_the_time_for_an_answer_is_a_tenth_of_what_is_left(
    full, zhou_stands_by, now, left, minutes
):
    gives_back(full, now)
    then = full.starts_at - timedelta(hours=left)

    call(full, then)

    assert zhou_stands_by.expires_at == then + timedelta(minutes=minutes)


def test_two_places_call_two(cast, li, zhou, qian, sun, now):
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    holders = [an_accepted_order(need, one, now) for one in (li, sun)]
    waiting = [a_standby(need, one, now) for one in (zhou, qian)]
    with transaction():
        for order in holders:
            actions.release(order, reason=Release.WORK, by=order.member.person, now=now)

    assert call(need, now) == 2
    assert {one.status for one in waiting} == {CALLED}


def test_a_place_that_opens_is_kept_for_who_stands_by(full, zhou_stands_by, qian, zhou, now):
    gives_back(full, now)

    with refused(NoRoom):
        take(full, qian, now)
    call(full, now)
    with refused(NoRoom):
        take(full, qian, now)
    with transaction():
        actions.accept(zhou_stands_by, by=zhou, now=now, travel=TRAVEL)

    assert live_seats(full) == [0]


def test_whom_the_community_asks_need_not_wait_for_who_stands_by(full, zhou_stands_by, qian, now):
    gives_back(full, now)
    offer = an_offer(full, qian, now)

    with transaction():
        actions.accept(offer, by=qian, now=now, travel=TRAVEL)

    assert zhou_stands_by.status == STANDS_BY


def test_whoever_promised_to_be_elsewhere_is_passed_over_and_told(
    full, zhou_stands_by, zhou, qian, now
):
    second = a_standby(full, qian, now)
    an_accepted_order(an_open_need(now, **ANYONE_CAN), zhou, now)
    gives_back(full, now)

    assert call(full, now) == 1
    assert (zhou_stands_by.status, second.status) == (OrderStatus.WITHDRAWN, CALLED)
    assert told(zhou)[-1] == "standby_ended"


def test_with_a_place_to_be_had_nobody_stands_by(cast, zhou, now):
    need = an_open_need(now, **ANYONE_CAN)

    with refused(WrongMoment):
        stand_by(need, zhou, now)


def test_whoever_has_the_task_or_stands_by_does_not_stand_by_again(
    full, zhou_stands_by, zhou, li, now
):
    for one in (zhou, li):
        with refused(AlreadyTaken):
            stand_by(full, one, now)


def test_nobody_stands_by_for_what_they_could_not_do(li, sun, zhou, now):
    need = an_open_need(now)
    an_accepted_order(need, sun, now)

    with refused(NotSuited):
        stand_by(need, zhou, now)
    with refused(TooLate):
        stand_by(need, li, need.starts_at)


@pytest.mark.parametrize("who", ["wang", "he", "chen", "wu", "resident", "anybody"])
def test_only_members_of_the_community_stand_by(cast, full, now, who):
    with refused(NotAllowed):
        standby.stand_by(
            full,
            member_of(cast["zhou"]),
            reasons={},
            by=actor(who, cast, full),
            now=now,
            travel=TRAVEL,
        )


def test_standing_by_is_taken_back_without_a_reason(zhou_stands_by, zhou, now):
    with transaction():
        claims.take_back(zhou_stands_by, by=zhou, now=now)

    assert zhou_stands_by.status == OrderStatus.WITHDRAWN


def test_standing_by_ends_with_the_need(full, zhou_stands_by, wang, now):
    with transaction():
        actions.cancel_need(full, reason=Cancellation.WEATHER, by=wang, now=now)

    assert zhou_stands_by.status == OrderStatus.WITHDRAWN


def test_standing_by_ends_when_the_service_begins(full, zhou_stands_by, li):
    (order,) = actions.live_orders(full)

    with transaction():
        presence.check_in(order, by=li, now=order.starts_at)

    assert zhou_stands_by.status == OrderStatus.WITHDRAWN


def test_a_risky_place_that_opens_still_waits_for_a_secretary(cast, li, zhou, wang, now):
    need = an_open_need(now, **RISKY)
    offer = an_offer(need, li, now)
    with transaction():
        actions.accept(offer, by=li, now=now, travel=TRAVEL)
    waiting = a_standby(need, zhou, now)
    gives_back(need, now)
    call(need, now)

    with transaction():
        actions.accept(waiting, by=zhou, now=now, travel=TRAVEL)
    assert waiting.status == OrderStatus.CLAIMED
    with transaction():
        claims.approve(waiting, by=wang, now=now, travel=TRAVEL)

    assert waiting.status == OrderStatus.ACCEPTED
    assert verbs_of(waiting) == ["begin", "call", "claim", "approve"]


def tick(now):
    """What the jobs did at that moment, where it was this."""
    ran = run_due(JOBS, Rules.of(Settings()), now=now)
    return sum(one.done for one in ran if one.job == "call-standbys")


def test_the_jobs_call_who_stands_by_but_not_at_night(full, zhou_stands_by, now):
    gives_back(full, now)

    assert tick(now.replace(hour=23)) == 0
    assert tick(now.replace(hour=23) + timedelta(hours=9)) == 1


def test_an_emergency_calls_at_any_hour(cast, li, zhou, now):
    need = an_open_need(now, urgency=Urgency.EMERGENCY, **ANYONE_CAN)
    an_accepted_order(need, li, now)
    a_standby(need, zhou, now)
    gives_back(need, now)

    assert tick(now.replace(hour=23)) == 1
