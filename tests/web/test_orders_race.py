"""Somebody else was faster: one has the task, the other reads a kind sentence and a way on."""

from __future__ import annotations

from datetime import timedelta

from tests.build import ANYONE_CAN, an_accepted_order, an_offer, an_open_need
from tests.web.test_orders_mine import SUNDAY
from volunteer.db import transaction
from volunteer.needs.types import Cancellation
from volunteer.orders import actions as orders
from volunteer.orders.queries import live_orders


def test_the_last_place_just_taken_is_said_kindly(reading_as, cast, li, zhou, now):
    need = an_open_need(now, **ANYONE_CAN)
    reader = reading_as(li).opens("/me/")
    an_accepted_order(need, zhou, now)

    reader.presses("接这一单 陪伴聊天")

    assert reader.status == 409
    assert "这个单刚刚被别人接走了" in reader.text
    assert reader.follows("去任务大厅看看").path == "/hall"


def test_the_kind_page_shows_what_else_would_suit(reading_as, cast, li, zhou, now):
    need = an_open_need(now, **ANYONE_CAN)
    other = an_open_need(now, date=SUNDAY, title="周日的水管", skill=None)
    reader = reading_as(zhou).opens("/hall")
    an_accepted_order(need, li, now)

    reader.presses("接这一单 陪伴聊天")
    reader.presses("接这一单 周日的水管")

    assert other.status == "staffed"


def test_an_offer_taken_back_meanwhile_is_said_kindly(reading_as, cast, li, zhou, now):
    need = an_open_need(now, **ANYONE_CAN)
    an_offer(need, li, now)
    reader = reading_as(li).opens("/me/")
    an_accepted_order(need, zhou, now)

    reader.presses("接单 陪伴聊天")

    assert reader.status == 409
    assert "被别人接走了" in reader.text


def test_pressing_twice_keeps_the_one_order(reading_as, cast, li, now):
    need = an_open_need(now, headcount=2)
    reader = reading_as(li).opens("/me/")
    page = reader.page
    reader.presses("接这一单 修水龙头")
    reader.page = page

    reader.presses("接这一单 修水龙头")

    assert reader.path.startswith("/orders/")
    assert "这个单您已经接了" in reader.text
    assert len(live_orders(need)) == 1


def test_a_second_yes_to_the_last_place_is_no_bad_news(reading_as, cast, li, now):
    order = an_offer(an_open_need(now), li, now)
    reader = reading_as(li).opens("/me/")
    page = reader.page
    reader.presses("接单")
    reader.page = page

    reader.presses("接单")

    assert reader.path == f"/orders/{order.id}"
    assert "这个单您已经接了" in reader.text


def test_a_time_taken_meanwhile_is_said_kindly(reading_as, cast, li, now):
    offer = an_offer(an_open_need(now), li, now)
    reader = reading_as(li).opens(f"/orders/{offer.id}")
    an_accepted_order(an_open_need(now), li, now)

    reader.presses("接单")

    assert reader.status == 409
    assert "这个时间您已经有一单了" in reader.text
    assert offer.status == "offered"


def test_an_hour_that_has_come_is_said_kindly(reading_as, cast, li, clock, now):
    offer = an_offer(an_open_need(now), li, now)
    reader = reading_as(li).opens(f"/orders/{offer.id}")
    clock.now = offer.starts_at + timedelta(minutes=1)

    reader.presses("接单")

    assert reader.status == 409
    assert "时间已经过了" in reader.text


def test_a_need_cancelled_meanwhile_is_gone(reading_as, cast, li, wang, now):
    need = an_open_need(now)
    reader = reading_as(li).opens("/hall")
    with transaction():
        orders.cancel_need(need, reason=Cancellation.WEATHER, by=wang, now=now)

    assert reader.presses("接这一单 修水龙头").status == 404
