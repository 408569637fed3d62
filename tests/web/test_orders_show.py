"""One order from the yes to the leaving, as its member sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import (
    ANYONE_CAN,
    an_accepted_order,
    an_offer,
    an_open_need,
    an_order_under_way,
    code_for,
)
from volunteer.db import transaction
from volunteer.needs.types import Risk
from volunteer.orders import actions as orders


@pytest.fixture
def order(cast, li, now):
    """Li mends Zhao's tap on Saturday at ten."""
    return an_accepted_order(an_open_need(now), li, now)


@pytest.fixture
def at_the_door(order, clock, reading_as, li):
    """Li stands before the door ten minutes early, the page open."""
    clock.now = order.starts_at - timedelta(minutes=10)
    return reading_as(li).opens(f"/orders/{order.id}")


def test_after_the_yes_address_name_and_phone_are_there(reading_as, order, li):
    reader = reading_as(li).opens(f"/orders/{order.id}")

    assert all(one in reader.text for one in ("赵奶奶", "厨房水龙头一直滴水"))
    assert "3 号楼 2 单元 501" in reader.presses("看地址，打电话").text
    assert reader.page.links["打电话 01080001111"] == "tel:01080001111"


def test_the_contact_is_gone_a_day_after_the_end(reading_as, order, clock, li):
    clock.now = order.ends_at + timedelta(hours=25)

    html = reading_as(li).opens(f"/orders/{order.id}").answer.text

    assert "01080001111" not in html
    assert "3 号楼" not in html


def test_giving_it_back_closes_the_contact_at_once(reading_as, order, li):
    reader = reading_as(li).opens(f"/orders/{order.id}")
    reader.presses("退掉这一单", {"reason": "work"})
    assert reader.path == "/me/"

    assert order.status == "released"
    assert "01080001111" not in reader.opens(f"/orders/{order.id}").answer.text


def test_after_the_start_it_cannot_be_given_back(reading_as, order, clock, li):
    clock.now = order.starts_at

    assert "退掉这一单" not in reading_as(li).opens(f"/orders/{order.id}").buttons


@pytest.mark.parametrize("who", ["zhou", "chen", "wu"])
def test_nobody_else_has_such_a_page(reading_as, cast, order, who):
    assert reading_as(cast[who]).opens(f"/orders/{order.id}").status == 404


def test_staff_are_led_to_the_need(reading_as, order, wang):
    assert reading_as(wang).opens(f"/orders/{order.id}").path == f"/needs/{order.need_id}"


def test_who_else_comes_is_named_by_surname(reading_as, cast, li, zhou, now):
    need = an_open_need(now, **ANYONE_CAN, headcount=2)
    an_accepted_order(need, zhou, now)
    order = an_accepted_order(need, li, now)

    html = reading_as(li).opens(f"/orders/{order.id}").answer.text

    assert "周同志" in html
    assert "周小雨" not in html


def test_a_risk_is_read_before_the_yes(reading_as, cast, li, now):
    need = an_open_need(now, risk=Risk.HIGH, risk_note="先拉电闸", insurance="保单 1")
    order = an_offer(need, li, now)

    reader = reading_as(li).opens(f"/orders/{order.id}")

    assert "高风险 ：先拉电闸" in reader.text
    assert "保险 ：保单 1" in reader.text
    assert "不收钱，也不收礼物" in reader.text


def test_too_early_there_is_the_hour_instead_of_the_button(reading_as, order, li):
    reader = reading_as(li).opens(f"/orders/{order.id}")

    assert "11月21日 周六 09:00 起可以签到" in reader.text
    assert "签到" not in reader.buttons


def test_the_code_of_the_resident_proves_the_arrival(at_the_door, order, clock):
    at_the_door.presses("签到", {"code": f" {code_for(order, clock.now)} "})

    assert (order.status, order.presence) == ("checked_in", "service_code")
    assert "签退" in at_the_door.buttons


def test_a_wrong_code_may_be_tried_again(at_the_door, order):
    wrong = "000000" if code_for(order) != "000000" else "111111"

    at_the_door.presses("签到", {"code": wrong})

    assert at_the_door.status == 422
    assert "服务码不对，还可以试 4 次" in at_the_door.text
    assert (order.status, order.wrong_codes) == ("accepted", 1)


def test_after_five_wrong_codes_only_the_other_ways_are_left(at_the_door, order):
    wrong = "000000" if code_for(order) != "000000" else "111111"
    for _ in range(5):
        at_the_door.presses("签到", {"code": wrong})

    assert "让社区帮您签到" in at_the_door.text
    assert "签到" not in at_the_door.buttons
    assert "我到了，没有服务码" in at_the_door.buttons


def test_an_empty_code_is_not_taken_for_ones_own_word(at_the_door, order):
    at_the_door.presses("签到", {"code": ""})

    assert at_the_door.status == 422
    assert order.status == "accepted"


def test_without_a_code_ones_own_word_stands_for_now(at_the_door, order):
    at_the_door.presses("我到了，没有服务码")

    assert (order.status, order.presence) == ("checked_in", "declared")


def test_leaving_counts_the_minutes_and_thanks(at_the_door, order, clock):
    at_the_door.presses("我到了，没有服务码")
    clock.now += timedelta(minutes=65)

    at_the_door.presses("签退", {"report": "换了垫圈", "break_minutes": "5"})

    assert order.status == "completed"
    assert "辛苦您" in at_the_door.text
    assert "时长 1 小时 审核 待审核" in at_the_door.text


def test_a_break_longer_than_the_stay_is_said_beside_the_field(at_the_door, order, clock):
    at_the_door.presses("我到了，没有服务码")
    clock.now += timedelta(minutes=20)

    at_the_door.presses("签退", {"report": "换了垫圈", "break_minutes": "30"})

    assert at_the_door.status == 422
    assert "休息时间比服务时间还长" in at_the_door.text
    assert "换了垫圈" in at_the_door.answer.text
    assert order.status == "checked_in"


def test_the_story_is_told_to_the_member(reading_as, cast, li, now):
    order = an_offer(an_open_need(now), li, now)
    with transaction():
        orders.decline(order, by=li, now=now)

    reader = reading_as(li).opens(f"/orders/{order.id}")

    assert "社区想请您看看这一单。" in reader.text
    assert "您没有接。" in reader.text
    assert not {"接单", "这次不接"} & set(reader.buttons)


def test_at_work_there_is_nothing_but_leaving_to_press(reading_as, cast, li, clock, now):
    order = an_order_under_way(an_open_need(now), li, now)
    clock.now = order.starts_at + timedelta(minutes=5)

    reader = reading_as(li).opens(f"/orders/{order.id}")

    assert {"签退"} == {"签退", "签到", "退掉这一单", "接单"} & set(reader.buttons)
