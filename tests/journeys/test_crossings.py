"""Where two people meet, and where somebody stumbles."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import ANYONE_CAN, SATURDAY, an_open_need
from tests.journeys.road import signs_in

pytestmark = pytest.mark.engine("sqlite")
LAST_PLACE = {**ANYONE_CAN, "title": "陪奶奶说说话"}
ANOTHER = {**ANYONE_CAN, "title": "代取快递", "date": SATURDAY + timedelta(days=7)}


def test_who_comes_a_moment_too_late_reads_a_kind_word_and_what_else_there_is(visitor, cast, now):
    an_open_need(now, **LAST_PLACE)
    an_open_need(now, **ANOTHER)
    li, zhou = visitor(), visitor()
    for walker, login in ((li, "li"), (zhou, "zhou")):
        signs_in(walker, login)
        walker.opens("/hall").sees(LAST_PLACE["title"])

    li.presses(f"接这一单 {LAST_PLACE['title']}").sees("接好了，谢谢您")
    zhou.presses(f"接这一单 {LAST_PLACE['title']}")

    zhou.sees("这一单接不到了", "您愿意来，就很好。", "这几单也适合您", ANOTHER["title"])


def test_what_was_typed_stays_when_something_is_missing(visitor, cast):
    walker = visitor().opens("/needs/new").types("需要帮什么忙", "厨房水龙头一直滴水")
    walker.types("怎么称呼您", "赵奶奶").types("联系电话", "12")

    walker.presses("提交").sees("还差一点，请看看这里：", "联系电话：请填手机号或座机号")

    assert walker.field("需要帮什么忙").input_value() == "厨房水龙头一直滴水"
    assert walker.field("怎么称呼您").input_value() == "赵奶奶"
    assert walker.field("联系电话").input_value() == "12"


def test_the_summary_has_the_focus_and_leads_to_the_field(visitor, cast):
    walker = visitor().opens("/sign-in").types("登录名", "li").presses("登录")
    focus = "document.activeElement.className || document.activeElement.name"
    assert walker.page.evaluate(focus) == "error-summary"

    walker.follows("密码：")

    assert walker.page.evaluate("location.hash") == "#f-password"
    assert walker.field("登录名").input_value() == "li"


def test_a_slow_line_does_not_post_twice(visitor, cast, now):
    walker = visitor().opens("/sign-in")
    walker.types("登录名", "li").types("密码", "wrong")
    sent = []
    walker.page.on("request", lambda it: sent.append(it.url) if it.method == "POST" else None)

    walker.main.get_by_role("button", name="登录").dblclick()
    walker.sees("登录名或密码不对")

    assert len(sent) == 1
