"""What is worth a question about a record, each with its facts; honest ones raise nothing."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from tests.build import (
    ANYONE_CAN,
    a_need,
    a_record,
    an_accepted_order,
    an_open_need,
    approve,
    code_for,
    resident_of,
)
from tests.cast import NEXT_DOOR, member_of
from volunteer.db import transaction
from volunteer.needs.types import Channel
from volunteer.orders import actions as orders
from volunteer.orders import presence
from volunteer.records import actions as records
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.times import Times
from volunteer.reviews.actions import approve_unflagged, confirm
from volunteer.reviews.flags import Flag, flags_on
from volunteer.reviews.models import Outcome


def raised(record, reader) -> dict[Flag, dict]:
    return {one.flag: dict(one.facts) for one in flags_on([record], reader=reader)[record.id]}


def served(by, now, *, minutes=60, days=0, hour=10, **more):
    """The member came with the resident's code and has left."""
    day = now.date() + timedelta(days=1 + days)
    window = {"date": day, "time": time(hour), "minutes": 60}
    need = an_open_need(now, **{**ANYONE_CAN, **window, **more})
    order = an_accepted_order(need, by, now)
    with transaction():
        presence.check_in(order, code=code_for(order), by=by, now=order.starts_at)
    with transaction():
        return records.leave(order, by=by, now=order.starts_at + timedelta(minutes=minutes))


def test_an_honest_record_raises_nothing(zhou, wang, now):
    assert raised(served(zhou, now), wang) == {}


@pytest.mark.parametrize(("minutes", "flag"), [(106, Flag.OVER_PLAN), (14, Flag.UNDER_PLAN)])
def test_far_from_the_plan_is_said_with_both_figures(zhou, wang, now, minutes, flag):
    facts = {"given": minutes, "planned": 60}

    assert raised(served(zhou, now, minutes=minutes), wang) == {flag: facts}


def test_two_services_at_one_time_are_seen(zhou, wang, now):
    first, second = served(zhou, now), served(zhou, now, hour=12, title="读报")
    assert raised(second, wang) == {}
    with transaction():
        records.approve(first, by=wang, now=now)
        longer = Times(came_at=time(10), stay_minutes=150)
        records.amend(first, times=longer, report="", why="晚走", by=wang, now=now)

    assert raised(second, wang)[Flag.OVERLAP]["title"] == first.title


def test_a_weekly_visit_is_not_odd_and_a_sixth_in_the_month_is_seen(zhou, wang, now):
    for week in range(5):
        visit = served(zhou, now, days=7 * week, minutes=50 + week)
        assert raised(visit, wang) == {}

    sixth = served(zhou, now, days=29, minutes=55)

    assert raised(sixth, wang)[Flag.SAME_PAIR] == {"n": 6}


def test_four_times_the_very_same_minutes_are_seen(zhou, wang, now):
    for day in range(3):
        assert Flag.ALIKE not in raised(served(zhou, now, days=day, minutes=52), wang)

    assert raised(served(zhou, now, days=4, minutes=52), wang)[Flag.ALIKE] == {"n": 4, "given": 52}


@pytest.mark.parametrize(("seconds", "seen"), [(59, True), (60, False)])
def test_a_second_word_within_a_minute_of_leaving_is_seen(zhou, wang, now, seconds, seen):
    for day, after in ((0, 5), (7, seconds)):
        record = served(zhou, now, days=day, minutes=55 + day)
        need, at = record.order.need, record.ended_at + timedelta(seconds=after)
        with transaction():
            confirm(need, outcome=Outcome.SOLVED, by=resident_of(need), now=at)
        assert day or raised(record, wang) == {}

    assert (Flag.CONFIRMED_AT_ONCE in raised(record, wang)) is seen


def test_what_the_reviewer_wrote_down_is_better_judged_by_another(zhou, wang, qian, now):
    order = an_accepted_order(an_open_need(now, **ANYONE_CAN), zhou, now)
    with transaction():
        presence.check_in(order, by=wang, now=order.starts_at)
    with transaction():
        record = records.leave(order, by=zhou, now=order.ends_at)

    assert Flag.BY_REVIEWER in raised(record, wang)
    assert Flag.BY_REVIEWER not in raised(record, qian)


@pytest.mark.parametrize(("minutes", "seen"), [(105, False), (106, True)])
def test_service_at_night_is_seen_unless_planned(zhou, wang, now, minutes, seen):
    record = served(zhou, now, hour=21, minutes=minutes)

    assert (Flag.NIGHT in raised(record, wang)) is seen


def test_a_day_of_more_than_ten_hours_is_seen(zhou, wang, now):
    for hour in (7, 11, 15):
        served(zhou, now, hour=hour, minutes=175)
    last = served(zhou, now, hour=19, minutes=80)

    assert raised(last, wang)[Flag.OVER_DAY] == {"day": 3 * 175 + 80}


def test_ones_own_word_without_the_residents_is_seen(zhou, wang, now):
    record = a_record(an_open_need(now, **ANYONE_CAN), zhou, now)

    assert raised(record, wang).keys() == {Flag.UNCONFIRMED}


def test_what_the_resident_calls_unsolved_is_seen(zhou, wang, now):
    record = served(zhou, now)
    need = record.order.need
    with transaction():
        later = record.ended_at + timedelta(hours=1)
        confirm(need, outcome=Outcome.NOT, by=resident_of(need), now=later)

    assert raised(record, wang).keys() == {Flag.NOT_SOLVED}


def test_minutes_that_staff_ticked_off_as_planned_are_no_likeness(zhou, wang, qian, now):
    for day in range(5):
        order = an_accepted_order(an_open_need(now, **dated(now, day)), zhou, now)
        with transaction():
            presence.check_in(order, by=qian, now=order.starts_at)
        with transaction():
            record = records.leave(order, by=zhou, now=order.ends_at)

    assert raised(record, wang) == {}


def test_two_places_in_less_time_than_the_way_takes_are_seen(zhou, wang, now):
    first = served(zhou, now, minutes=60)
    later = {"time": time(11), "date": first.ended_at.date(), "minutes": 60}
    need = a_need(now, grid_id=NEXT_DOOR)
    approve(need, now, **{**ANYONE_CAN, **later})
    with transaction():
        order = orders.take(
            need, member_of(zhou), reasons={}, by=zhou, now=now, travel=timedelta(0)
        )
    with transaction():
        presence.check_in(order, code=code_for(order), by=zhou, now=order.starts_at)
    with transaction():
        second = records.leave(order, by=zhou, now=order.ends_at)

    assert raised(second, wang) == {Flag.NO_TIME_BETWEEN: {"title": first.title}}


def test_a_resident_who_has_the_posters_telephone_is_seen(zhou, wang, he, now):
    need = a_need(now, by=he, channel=Channel.PHONE, contact_phone=he.phone)
    approve(need, now, **ANYONE_CAN)

    assert Flag.POSTERS_PHONE in raised(a_record(need, zhou, now), wang)


def test_goods_are_said_and_keep_nobody_waiting(zhou, wang, now):
    wish = served(zhou, now, type="wish", title="一袋米")

    [flag] = flags_on([wish], reader=wang)[wish.id]
    assert flag.flag == Flag.GOODS and not flag.asks
    with transaction():
        assert approve_unflagged([wish], by=wang, now=now) == ([wish], [])


def dated(now, day) -> dict:
    window = {"date": now.date() + timedelta(days=1 + day), "time": time(10), "minutes": 60}
    return {**ANYONE_CAN, **window}


def test_many_at_once_are_approved_only_where_nothing_is_odd(zhou, wang, qian, now):
    plain, odd = served(zhou, now), served(zhou, now, days=1, minutes=120)
    own = served(qian, now, days=2)

    with transaction():
        approved, left = approve_unflagged([plain, odd, own], by=qian, now=now)

    assert (approved, left) == ([plain], [odd, own])
    assert plain.status == RecordStatus.APPROVED and odd.status == RecordStatus.SUBMITTED
