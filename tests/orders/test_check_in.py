"""Arriving."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import (
    ANYONE_CAN,
    actor,
    an_accepted_order,
    an_offer,
    an_open_need,
    code_for,
    events_of,
    refused,
    verbs_of,
)
from volunteer.db import transaction
from volunteer.errors import NotAllowed, TooEarly, TooLate, WrongCode, WrongMoment
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders import presence
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Presence


def check_in(order, by, now=None, code=""):
    with transaction():
        return presence.check_in(order, code=code, by=by, now=now or order.starts_at)


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_residents_code_proves_the_arrival(order_of_li, need, li):
    assert check_in(order_of_li, li, code=code_for(order_of_li))

    assert order_of_li.status == OrderStatus.CHECKED_IN
    assert order_of_li.presence == Presence.SERVICE_CODE
    assert order_of_li.checked_in_at == order_of_li.starts_at
    assert need.status == NeedStatus.IN_SERVICE


def test_arriving_leaves_one_row_of_history_each_for_order_and_need(order_of_li, need, li):
    check_in(order_of_li, li)

    assert verbs_of(order_of_li) == ["begin", "check_in"]
    assert verbs_of(need) == ["begin", "approve", "fill", "start"]


@pytest.mark.parametrize("written", ["with spaces", "in halves", "full width"])
def test_a_code_is_the_same_however_it_is_written(order_of_li, need, li, written):
    code = code_for(order_of_li)
    ways = {
        "with spaces": f" {code}\t",
        "in halves": f"{code[:3]} {code[3:]}",
        "full width": "".join(chr(ord(digit) + 0xFEE0) for digit in code),
    }

    assert check_in(order_of_li, li, code=ways[written])


def test_without_a_code_ones_own_word_stands(order_of_li, li):
    assert check_in(order_of_li, li)

    assert order_of_li.presence == Presence.DECLARED


@pytest.mark.parametrize("who", ["wang", "qian", "he"])
def test_staff_check_somebody_in_without_a_code(cast, order_of_li, who):
    assert check_in(order_of_li, cast[who])

    assert order_of_li.presence == Presence.STAFF
    assert verbs_of(order_of_li)[-1] == "check_in_by_staff"


@pytest.mark.parametrize("who", ["zhou", "chen", "wu", "resident", "anybody"])
def test_nobody_else_checks_a_member_in(cast, order_of_li, need, who):
    with refused(NotAllowed):
        presence.check_in(order_of_li, by=actor(who, cast, need), now=order_of_li.starts_at)


def test_a_wrong_code_is_counted_and_changes_nothing_else(order_of_li, need, li):
    assert not check_in(order_of_li, li, code=wrong(code_for(order_of_li)))

    assert (order_of_li.status, order_of_li.wrong_codes) == (OrderStatus.ACCEPTED, 1)
    assert verbs_of(order_of_li) == ["begin", "wrong_code"]
    assert need.status == NeedStatus.STAFFED


def test_after_five_wrong_tries_even_the_right_code_is_locked(order_of_li, need, li):
    for _ in range(5):
        check_in(order_of_li, li, code=wrong(code_for(order_of_li)))

    with refused(WrongCode) as refusal:
        presence.check_in(order_of_li, code=code_for(order_of_li), by=li, now=need.starts_at)
    assert refusal.value.tries_left == 0


def test_a_locked_code_still_lets_staff_check_the_member_in(order_of_li, need, li, he):
    for _ in range(5):
        check_in(order_of_li, li, code=wrong(code_for(order_of_li)))

    assert check_in(order_of_li, he)


def test_no_code_is_tried_on_a_task_one_has_not_accepted(offer_to_li, need, li):
    with refused(WrongMoment):
        presence.check_in(offer_to_li, code="000000", by=li, now=need.starts_at)


@pytest.mark.parametrize(
    ("minutes", "error"), [(-61, TooEarly), (-60, None), (0, None), (60, None), (61, TooLate)]
)
def test_one_arrives_from_an_hour_before_until_the_end(order_of_li, li, minutes, error):
    moment = order_of_li.starts_at + timedelta(minutes=minutes)

    with refused(error) if error else transaction():
        presence.check_in(order_of_li, by=li, now=moment)


def test_the_second_to_arrive_does_not_start_the_need_again(li, zhou, now):
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    first, second = an_accepted_order(need, li, now), an_accepted_order(need, zhou, now)

    check_in(first, li)
    check_in(second, zhou)

    assert verbs_of(need).count("start") == 1


def test_when_somebody_has_come_nobody_else_is_asked_any_more(li, zhou, now):
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    asked = an_offer(need, zhou, now)

    check_in(an_accepted_order(need, li, now), li)

    assert asked.status == OrderStatus.WITHDRAWN


def test_history_says_how_the_arrival_is_known(order_of_li, need, li):
    check_in(order_of_li, li, code=code_for(order_of_li))

    assert events_of(order_of_li)[-1].facts == {"presence": "service_code"}
