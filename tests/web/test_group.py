"""Where people meet: the screen with the code for all, the leader's ticks, the scanned way in."""

from __future__ import annotations

import re

import pytest

from tests.build import ANYONE_CAN, an_accepted_order, an_open_need, code_for
from volunteer.db import transaction
from volunteer.orders import codes, presence

pytestmark = pytest.mark.engine("sqlite")  # the rules are tried on both below


@pytest.fixture
def need(cast, now):
    return an_open_need(now, headcount=2, **ANYONE_CAN)


@pytest.fixture
def lis(need, li, now):
    return an_accepted_order(need, li, now)


@pytest.fixture
def zhous(need, lis, zhou, now, clock):
    order = an_accepted_order(need, zhou, now)
    clock.now = need.starts_at
    return order


def test_a_secretary_asks_one_of_them_to_lead(reading_as, wang, need, zhous, lis):
    reader = reading_as(wang).opens(f"/needs/{need.id}").presses("请他带队 李卫民")

    assert need.leader_id == lis.member.person_id
    assert "请李卫民带队。" in reader.text


@pytest.fixture
def led_by_li(need, lis, zhous, wang, now):
    with transaction():
        presence.appoint(lis, by=wang, now=now)


def test_the_screen_shows_a_code_and_how_many_to_count(reading_as, li, need, led_by_li):
    reader = reading_as(li).opens(f"/needs/{need.id}/group")

    code = codes.for_group(need, need.starts_at)
    assert f"{code[:3]} {code[3:]}" in reader.text
    assert "系统里到了 0 个人，一共接单 2 个人" in reader.text
    assert '<svg role="img"' in reader.answer.text and "data-fresh" in reader.answer.text


def test_whoever_leads_ticks_once_they_are_there(reading_as, li, lis, zhous, need, led_by_li):
    reader = reading_as(li).opens(f"/needs/{need.id}/group")
    assert "您自己签到以后，就可以替大家勾选" in reader.text
    reader.opens(f"/orders/{lis.id}").presses("我到了，没有服务码")

    reader.opens(f"/needs/{need.id}/group").presses("勾选的人到了", {"orders": str(zhous.id)})

    assert "记好了，1 个人到了" in reader.text
    assert zhous.presence == "leader"
    reader.presses("勾选的人做完走了", {"orders": str(zhous.id)})
    assert (zhous.status, zhous.leaving) == ("completed", "leader")


def test_nobody_ticked_is_said_kindly(reading_as, wang, need, zhous):
    reader = reading_as(wang).opens(f"/needs/{need.id}/group").presses("勾选的人到了")

    assert "还没有勾选人" in reader.text


@pytest.mark.parametrize("who", ["zhou", "chen", "wu", "gao"])
def test_others_have_no_such_screen(reading_as, cast, need, led_by_li, who):
    if who in cast:
        assert reading_as(cast[who]).opens(f"/needs/{need.id}/group").status == 404


def test_a_scanned_code_opens_ones_own_page_and_signs_nobody_in(reading_as, zhou, zhous, need):
    code = code_for(zhous)

    reader = reading_as(zhou).opens(f"/arrive/{need.number}?code={code}")

    assert reader.path.startswith(f"/orders/{zhous.id}")
    assert re.search(rf'name="code"[^>]* value="{code}"', reader.answer.text)
    assert zhous.status == "accepted"
    reader.presses("签到", {"code": code})
    assert zhous.presence == "service_code"


def test_whoever_has_no_such_task_is_led_nowhere(reading_as, wu, zhous, need):
    assert reading_as(wu).opens(f"/arrive/{need.number}?code=123456").status == 404


def test_a_wrong_code_at_leaving_may_be_tried_again_or_left_out(reading_as, zhou, zhous):
    reader = reading_as(zhou).opens(f"/orders/{zhous.id}").presses("我到了，没有服务码")

    reader.presses("签退", {"code": "12345"})
    assert reader.status == 422 and "还可以试 4 次" in reader.text
    reader.presses("签退", {"code": ""})

    assert (zhous.status, zhous.leaving) == ("completed", "declared")


def test_staff_note_that_the_resident_confirms_what_was_declared(reading_as, zhou, wang, zhous):
    reading_as(zhou).opens(f"/orders/{zhous.id}").presses("我到了，没有服务码")

    reader = reading_as(wang).opens(f"/needs/{zhous.need_id}").presses("问过居民，人来过 周小雨")

    assert zhous.vouched_at
    assert "居民说来过" in reader.text
    assert "问过居民，人来过 周小雨" not in reader.buttons
