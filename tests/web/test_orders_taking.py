"""Looking at a task, claiming it, standing by for it, handing it over; and who decides."""

from __future__ import annotations

import pytest

from tests.build import (
    ANYONE_CAN,
    RISKY,
    TRAVEL,
    an_accepted_order,
    an_open_need,
    told,
)
from tests.waiting import a_claim, a_hand_over, a_standby
from tests.web.test_orders_mine import SUNDAY
from volunteer.db import transaction
from volunteer.orders import actions, standby
from volunteer.orders.models import Release
from volunteer.orders.queries import live_orders
from volunteer.web.answers import secret_for

pytestmark = pytest.mark.engine("sqlite")


def test_any_task_for_me_is_one_tap_from_its_terms_and_reason(reading_as, cast, zhou, now):
    need = an_open_need(now, **ANYONE_CAN)
    reader = reading_as(zhou).opens("/hall").follows("有什么我能做的？")

    assert reader.path == f"/needs/{need.id}/take"
    assert "为什么适合您" in reader.text
    assert "不收钱，也不收礼物" in reader.text
    assert reader.presses("同意约定，接单").path.startswith("/orders/")
    assert "您同意过的约定" in reader.text


def test_where_one_meets_is_read_before_and_after_the_yes_and_by_the_resident(
    reading_as, visitor, cast, zhou, now
):
    need = an_open_need(now, **ANYONE_CAN, meeting_point="小区东门")
    reader = reading_as(zhou).opens("/hall")
    assert "碰头：小区东门" in reader.text

    reader.opens(f"/needs/{need.id}/take")
    assert "碰头地点 小区东门" in reader.text and need.address not in reader.text
    reader.presses("同意约定，接单")

    assert reader.text.count("碰头地点 小区东门") == 2, "at the task and in what was agreed"
    resident = visitor.opens(f"/follow/{need.number}/{need.link_secret}")
    assert "他们先在这里碰头：小区东门" in resident.text


def test_with_nothing_that_suits_the_hall_says_so(reading_as, cast, zhou, now):
    an_open_need(now)

    reader = reading_as(zhou).opens("/hall/any")

    assert reader.path == "/hall"
    assert "现在没有正合适的单" in reader.text


def test_what_is_risky_is_read_then_claimed_then_decided(reading_as, cast, li, wang, now):
    need = an_open_need(now, **RISKY)
    member = reading_as(li).opens("/hall").follows("看看，申请接单")
    assert RISKY["risk_note"] in member.text
    member.presses("同意约定，申请接单")
    assert "等社区同意" in member.text

    secretary = reading_as(wang).opens("/workbench")
    assert "有风险的单，有人申请" in " ".join(secretary.page.headings)
    secretary.opens(f"/needs/{need.id}").presses("同意他去 李卫民")

    assert "同意了" in secretary.text
    assert "已接单" in member.opens(member.path).text


def test_a_refusal_needs_a_reason_and_keeps_what_was_typed(reading_as, cast, li, wang, now):
    claim = a_claim(an_open_need(now, **RISKY), li, now)
    secretary = reading_as(wang).opens(f"/needs/{claim.need_id}").follows("这次不安排")

    assert secretary.presses("不安排，告诉本人").status == 422
    secretary.presses("不安排，告诉本人", {"why": "这次请有经验的同志"})

    assert "这次请有经验的同志" in reading_as(li).opens(f"/orders/{claim.id}").text


def test_a_claim_of_somebody_busy_by_now_is_said_to_the_secretary(reading_as, cast, li, wang, now):
    claim = a_claim(an_open_need(now, **RISKY), li, now)
    secretary = reading_as(wang).opens(f"/needs/{claim.need_id}")
    an_accepted_order(an_open_need(now, **ANYONE_CAN), li, now)

    secretary.presses("同意他去 李卫民")

    assert "这个时间他已经有别的单了" in secretary.text
    assert claim.status == "claimed"


def test_a_claim_is_taken_back_from_its_page(reading_as, cast, li, now):
    claim = a_claim(an_open_need(now, **RISKY), li, now)

    reader = reading_as(li).opens("/me/").follows("陪伴聊天").presses("不等了，收回")

    assert (reader.path, claim.status) == ("/me/", "withdrawn")


def test_a_full_task_is_stood_by_for_and_answered_from_the_letter(
    reading_as, visitor, cast, li, zhou, now
):
    need = an_open_need(now, **ANYONE_CAN)
    held = an_accepted_order(need, li, now)
    reading_as(zhou).opens("/hall").presses("候补 陪伴聊天")
    with transaction():
        actions.release(held, reason=Release.WORK, by=li, now=now)
    with transaction():
        standby.call_next(need, now=now, travel=TRAVEL)
    (waiting,) = (one for one in actions.orders_of(need) if one.member.person_id == zhou.id)

    visitor.opens(f"/answer/{secret_for(waiting.id, zhou.id)}").presses("接单")

    assert [one.id for one in live_orders(need)] == [waiting.id]


def test_whoever_was_too_slow_may_stand_by(reading_as, cast, li, zhou, now):
    need = an_open_need(now, **ANYONE_CAN)
    reader = reading_as(zhou).opens("/hall")
    an_accepted_order(need, li, now)

    reader.presses("接这一单 陪伴聊天").presses("候补这一单")

    assert "您在候补" in reader.text


def test_a_place_kept_for_who_stands_by_is_no_promise_in_the_hall(
    reading_as, cast, li, zhou, qian, now
):
    need = an_open_need(now, **ANYONE_CAN)
    held = an_accepted_order(need, li, now)
    a_standby(need, zhou, now)
    with transaction():
        actions.release(held, reason=Release.WORK, by=li, now=now)

    reader = reading_as(qian).opens("/hall")

    assert "接这一单 陪伴聊天" not in reader.buttons
    assert "候补 陪伴聊天" in reader.buttons


def test_a_task_is_handed_over_by_name_and_phone(reading_as, cast, li, zhou, now):
    order = an_accepted_order(an_open_need(now, **ANYONE_CAN), li, now)
    giver = reading_as(li).opens(f"/orders/{order.id}")

    giver.presses("请他替我去", {"name": "没有人", "phone": "13800001111"})
    assert giver.status == 422
    assert "没有找到能接这一单的这位同志" in giver.text
    giver.presses("请他替我去", {"name": zhou.name, "phone": zhou.phone})
    assert "问了周小雨" in giver.text
    colleague = reading_as(zhou).opens("/me/").follows("陪伴聊天")
    assert "李卫民接了这一单，想请您替他去" in colleague.text
    colleague.presses("接单")

    assert "您不用去了" in giver.opens(giver.path).text
    assert told(li)[-1] == "hand_over_done"


def test_whoever_asked_a_colleague_may_go_after_all(reading_as, cast, li, zhou, now):
    order = an_accepted_order(an_open_need(now, **ANYONE_CAN), li, now)
    asked = a_hand_over(order, zhou, now)

    reading_as(li).opens(f"/orders/{order.id}").presses("不请了，我自己去")

    assert (order.status, asked.status) == ("accepted", "withdrawn")


def test_the_story_of_the_need_tells_staff_of_all_of_it(reading_as, cast, li, zhou, wang, now):
    order = an_accepted_order(an_open_need(now, date=SUNDAY, **ANYONE_CAN), li, now)
    asked = a_hand_over(order, zhou, now)
    with transaction():
        actions.accept(asked, by=zhou, now=now, travel=TRAVEL)

    said = reading_as(wang).opens(f"/needs/{order.need_id}").text

    assert "一位同志想请周小雨替他去" in said
    assert "李卫民把这一单转给了另一位同志" in said
