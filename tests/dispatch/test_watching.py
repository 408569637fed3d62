"""What staff are told when time passes: once, and the decision stays theirs."""

from __future__ import annotations

from datetime import date, time, timedelta

from tests.build import (
    SATURDAY,
    an_accepted_order,
    an_open_need,
    an_order_under_way,
    told,
    verbs_of,
)
from volunteer.db import transaction
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders import actions as orders
from volunteer.orders.lifecycle import OrderStatus
from volunteer.records.queries import records_of

A_MINUTE, HALF_AN_HOUR = timedelta(minutes=1), timedelta(minutes=30)
TWO_HOURS = timedelta(hours=2)


def test_staff_are_asked_once_to_call_whoever_did_not_come(cast, li, wang, he, now, tick):
    order = an_accepted_order(an_open_need(now), li, now)

    for minutes in (29, 30, 31, 60):
        tick(order.starts_at + timedelta(minutes=minutes))

    assert order.status == OrderStatus.ACCEPTED, "only people say that somebody did not come"
    assert [told(one).count("order_not_there") for one in (wang, he, li)] == [1, 1, 0]


def test_whoever_is_there_is_not_missed(cast, li, wang, now, tick):
    order = an_order_under_way(an_open_need(now), li, now)

    tick(order.starts_at + HALF_AN_HOUR)

    assert "order_not_there" not in told(wang)


def test_a_forgotten_check_in_is_closed_and_its_minutes_wait_for_review(cast, li, wang, now, tick):
    need = an_open_need(now)
    order = an_order_under_way(need, li, now)

    assert "close-check-ins" not in tick(order.ends_at + TWO_HOURS - A_MINUTE)
    assert tick(order.ends_at + TWO_HOURS)["close-check-ins"] == 1
    assert "close-check-ins" not in tick(order.ends_at + TWO_HOURS + A_MINUTE)

    (record,) = records_of(need)
    assert (record.status, record.minutes) == ("submitted", 180)
    assert (order.status, need.status) == (OrderStatus.COMPLETED, NeedStatus.DONE_REPORTED)
    assert verbs_of(order)[-1] == "complete_by_service"
    assert (told(li)[-1], told(wang)[-1]) == ("order_closed", "record_submitted")


def test_an_unfilled_need_is_brought_up_once_after_a_working_day(cast, wang, now, tick):
    need = an_open_need(now)
    saturday = need.starts_at
    tick(saturday)

    heard = []
    for days, hours in ((1, 0), (2, -1), (2, 0), (2, 1), (5, 0)):
        tick(saturday + timedelta(days=days, hours=hours))
        heard.append(told(wang).count("need_undecided"))

    assert heard == [0, 0, 1, 1, 1], "Sunday is no working day, Monday at that hour is one"


def test_holidays_are_no_working_days(cast, wang, now, tick):
    """The working day after New Year's Eve is Monday the fourth of January."""
    need = an_open_need(now, date=date(2026, 12, 31))
    tick(need.starts_at)

    heard = []
    for days in (1, 3, 4):
        tick(need.starts_at + timedelta(days=days))
        heard.append(told(wang).count("need_undecided"))

    assert heard == [0, 0, 1]


def test_a_need_that_fell_short_again_is_brought_up_again(cast, wang, now, tick):
    need, a_week = an_open_need(now), timedelta(days=7)
    tick(need.starts_at)
    tick(need.starts_at + a_week)
    with transaction():
        orders.rearrange_need(
            need, date=SATURDAY + 2 * a_week, time=time(10), minutes=60, by=wang, now=now + a_week
        )
    tick(need.starts_at)
    tick(need.starts_at + a_week)

    assert told(wang).count("need_undecided") == 2
