"""Leaving: what was given is computed by the server."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import (
    ANYONE_CAN,
    a_need,
    actor,
    an_accepted_order,
    an_open_need,
    an_order_under_way,
    approve,
    events_of,
    refused,
    told,
    verbs_of,
)
from tests.cast import EAST_LANE, member_of
from volunteer.db import transaction
from volunteer.errors import Missing, NotAllowed, WrongMoment
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders import presence
from volunteer.orders.lifecycle import OrderStatus
from volunteer.records import actions
from volunteer.records.ledger import minutes_of
from volunteer.records.lifecycle import RecordStatus


def leave(order, by, minutes=60, seconds=0, **more):
    moment = order.starts_at + timedelta(minutes=minutes, seconds=seconds)
    with transaction():
        return actions.leave(order, by=by, now=moment, **more)


def arrive(order, by):
    with transaction():
        presence.check_in(order, by=by, now=order.starts_at)


def test_leaving_ends_the_order_and_drafts_a_record(order, need, li):
    record = leave(order, li, report="换了垫圈")

    assert order.status == OrderStatus.COMPLETED
    assert (record.status, record.minutes) == (RecordStatus.SUBMITTED, 60)
    assert (record.content, record.person_id) == ("换了垫圈", li.id)
    assert need.status == NeedStatus.DONE_REPORTED


def test_a_record_says_what_the_law_asks(order, wang, li):
    record = leave(order, li)

    assert (record.title, record.content) == ("修水龙头", "修水龙头")
    assert (record.organiser, record.in_charge) == (EAST_LANE, wang.name)
    assert record.place == f"{EAST_LANE}第一网格"
    assert (record.started_at, record.ended_at) == (order.checked_in_at, order.checked_out_at)
    assert record.planned_minutes == 60


def test_leaving_is_one_row_of_history_for_each_thing(order, need, li):
    record = leave(order, li)

    assert verbs_of(order) == ["begin", "check_in", "complete"]
    assert verbs_of(record) == ["begin"]
    assert verbs_of(need)[-1] == "finish"
    assert events_of(record)[0].facts == {"minutes": 60}


def test_secretaries_are_told_of_a_record_to_review(order, li, wang, qian):
    leave(order, li)

    assert told(wang)[-1] == told(qian)[-1] == "record_submitted"


@pytest.mark.parametrize(
    ("stay", "pause", "given"),
    [((59, 59), 0, 59), ((60, 0), 15, 45), ((0, 59), 0, 0), ((30, 59), 30, 0)],
)
def test_minutes_are_whole_and_never_rounded_up(order, li, stay, pause, given):
    record = leave(order, li, *stay, break_minutes=pause)

    assert record.minutes == given


def test_a_break_longer_than_the_stay_is_refused(order, li):
    with refused(Missing) as refusal:
        actions.leave(order, break_minutes=31, by=li, now=order.starts_at + timedelta(minutes=30))
    assert refusal.value.fields == ("break_minutes",)


def test_whoever_forgets_to_leave_left_two_hours_after_the_end(order, li):
    record = leave(order, li, minutes=60 * 24)

    assert record.minutes == 60 + 120
    assert order.checked_out_at == order.ends_at + timedelta(hours=2)


def test_a_clock_set_back_gives_nothing_and_takes_nothing(order, li):
    record = leave(order, li, minutes=-90)

    assert record.minutes == 0
    assert order.checked_out_at == order.checked_in_at


@pytest.mark.parametrize("who", ["wang", "he"])
def test_staff_end_a_service_for_somebody(cast, order, who):
    record = leave(order, cast[who])

    assert record.person_id == cast["li"].id
    assert verbs_of(order)[-1] == "complete_by_staff"


@pytest.mark.parametrize("who", ["zhou", "chen", "wu", "resident", "anybody"])
def test_nobody_else_ends_it(cast, order, need, who):
    with refused(NotAllowed):
        actions.leave(order, by=actor(who, cast, need), now=need.ends_at)


def test_one_leaves_once(order, li):
    leave(order, li)

    with refused(WrongMoment):
        actions.leave(order, by=li, now=order.ends_at)


def test_the_need_is_done_when_the_last_one_has_left(li, zhou, now):
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    first, last = an_accepted_order(need, li, now), an_accepted_order(need, zhou, now)
    for order, person in ((first, li), (last, zhou)):
        arrive(order, person)

    leave(first, li)
    assert need.status == NeedStatus.IN_SERVICE

    leave(last, zhou)
    assert need.status == NeedStatus.DONE_REPORTED


def test_time_spent_on_a_wish_for_goods_does_not_count(li, wang, now):
    need = a_need(now, type="wish")
    approve(need, now, type="wish", skill=None)
    record = leave(an_order_under_way(need, li, now), li)

    with transaction():
        actions.approve(record, by=wang, now=now)

    assert not record.counts
    assert minutes_of(member_of(li)) == 0
