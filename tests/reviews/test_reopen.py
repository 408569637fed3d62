"""Not solved: cleared, or taken up again."""

from __future__ import annotations

import pytest

from tests.build import (
    ANYONE_CAN,
    SATURDAY,
    a_record,
    actor,
    an_accepted_order,
    an_open_need,
    approve,
    events_of,
    refused,
    resident_of,
    verbs_of,
)
from volunteer.db import transaction
from volunteer.errors import NotAllowed, WrongMoment
from volunteer.needs import actions as needs
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders import actions as orders
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.queries import live_orders, orders_of, places_taken
from volunteer.records import actions as records
from volunteer.records.lifecycle import RecordStatus
from volunteer.reviews import actions
from volunteer.reviews.models import Outcome
from volunteer.reviews.queries import word_on, words_on

LATER = {"date": SATURDAY.replace(day=28)}


@pytest.fixture
def disputed(need, record):
    """Zhao said that it is not solved."""
    with transaction():
        actions.confirm(need, outcome=Outcome.NOT, by=resident_of(need), now=need.ends_at)
    return need


@pytest.fixture
def reopened(disputed, wang):
    """Wang takes it up again."""
    with transaction():
        needs.reopen(disputed, why="没修好", by=wang, now=disputed.ends_at)
    return disputed


SETTLES = {
    "settle": lambda need, by, now: actions.settle(need, why="已说明", by=by, now=now),
    "reopen": lambda need, by, now: needs.reopen(need, why="没修好", by=by, now=now),
}


@pytest.mark.parametrize("verb", SETTLES)
@pytest.mark.parametrize("who", ["li", "he", "chen", "resident", "anybody", "the service"])
def test_only_the_secretary_clears_a_dispute(cast, disputed, now, verb, who):
    with refused(NotAllowed):
        SETTLES[verb](disputed, actor(who, cast, disputed), now)


@pytest.mark.parametrize("verb", SETTLES)
def test_without_a_dispute_there_is_nothing_to_clear(need, record, wang, now, verb):
    with refused(WrongMoment):
        SETTLES[verb](need, wang, now)


def test_a_settled_dispute_counts_as_confirmed(disputed, wang, now):
    with transaction():
        actions.settle(disputed, why="已电话说明", by=wang, now=now)

    assert disputed.status == NeedStatus.CONFIRMED
    assert events_of(disputed)[-1].why == "已电话说明"


def test_a_settled_dispute_closes_once_its_records_are_decided(disputed, record, wang, now):
    with transaction():
        records.approve(record, by=wang, now=now)
    with transaction():
        actions.settle(disputed, why="已电话说明", by=wang, now=now)

    assert disputed.status == NeedStatus.CLOSED


def test_a_reopened_need_waits_for_triage_and_keeps_its_story(reopened):
    assert (reopened.status, reopened.reopened) == (NeedStatus.SUBMITTED, 1)
    assert verbs_of(reopened) == [
        "begin", "approve", "fill", "start", "finish", "dispute", "reopen",
    ]  # fmt: skip


def test_the_seats_of_the_first_try_do_not_count_in_the_second(reopened, li, now):
    approve(reopened, now, **LATER)

    assert list(live_orders(reopened)) == [] and places_taken([reopened.id]) == {}
    assert an_accepted_order(reopened, li, now).seat_no == 0
    assert reopened.status == NeedStatus.STAFFED
    assert [order.attempt for order in orders_of(reopened)] == [0, 1]


def test_the_second_try_may_need_fewer_people_than_the_first_held(li, zhou, wang, now):
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    waiting = an_accepted_order(need, li, now)
    a_record(need, zhou, now)
    with transaction():
        orders.miss(waiting, by=wang, now=need.ends_at)
        actions.confirm(need, outcome=Outcome.NOT, by=resident_of(need), now=need.ends_at)
        needs.reopen(need, why="没修好", by=wang, now=need.ends_at)

    approve(need, now, headcount=1, **ANYONE_CAN, **LATER)

    assert an_accepted_order(need, li, now).seat_no == 0


def test_what_was_served_the_first_time_still_counts(reopened, record, wang, now):
    with transaction():
        records.approve(record, by=wang, now=now)

    assert record.status == RecordStatus.APPROVED
    assert record.order.status == OrderStatus.COMPLETED


def test_the_second_try_has_a_word_of_its_own(reopened, li, now):
    assert word_on(reopened) is None

    approve(reopened, now, **LATER)
    a_record(reopened, li, now)
    with transaction():
        actions.confirm(
            reopened, outcome=Outcome.SOLVED, by=resident_of(reopened), now=reopened.ends_at
        )

    assert word_on(reopened).attempt == 1
    assert words_on([reopened.id])[reopened.id].outcome == Outcome.SOLVED
