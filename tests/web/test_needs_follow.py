"""The page behind the secret link tells the story in plain words, and leaks nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import (
    a_need,
    a_record,
    an_accepted_order,
    an_open_need,
    an_order_under_way,
    code_for,
    resident_of,
)
from volunteer.db import transaction
from volunteer.needs import actions as needs
from volunteer.needs.types import Cancellation, Door, Rejection
from volunteer.orders import actions as orders


def link(need) -> str:
    return f"/follow/{need.number}/{need.link_secret}"


@pytest.mark.parametrize("change", ["secret", "number"])
def test_without_the_very_link_there_is_no_such_page(visitor, cast, now, change):
    need = a_need(now)
    other = a_need(now)
    wrong = {
        "secret": f"/follow/{need.number}/{other.link_secret}",
        "number": f"/follow/XQ261199999/{need.link_secret}",
    }

    assert visitor.opens(wrong[change]).status == 404


def test_no_search_engine_may_keep_the_page(visitor, cast, now):
    answer = visitor.opens(link(a_need(now))).answer

    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_new_need_shows_what_to_keep_and_whom_to_call(visitor, cast, now):
    need = a_need(now)

    visitor.opens(link(need))

    assert need.number in visitor.text
    assert "01080000001" in visitor.text
    assert "服务码" not in visitor.text


def test_once_somebody_comes_it_says_who_and_when_and_shows_the_code(visitor, cast, li, now, clock):
    need = an_open_need(now)
    order = an_accepted_order(need, li, now)
    assert "人来以前一小时起，这里会有服务码" in visitor.opens(link(need)).text
    clock.now = need.starts_at

    visitor.opens(link(need))

    assert "李同志会来" in visitor.text
    assert "11月21日 周六 10:00–11:00" in visitor.text
    assert f"给李同志的： {spoken(code_for(order))}" in visitor.text
    clock.now += timedelta(seconds=30)
    assert spoken(code_for(order)) not in visitor.opens(link(need)).text


def spoken(code):
    return f"{code[:3]} {code[3:]}"


def test_the_resident_reads_surnames_and_no_numbers_of_members(visitor, cast, li, now):
    need = an_open_need(now)
    an_accepted_order(need, li, now)

    html = visitor.opens(link(need)).answer.text

    assert li.phone not in html
    assert li.name not in html


def test_a_need_for_two_says_that_one_more_is_looked_for(visitor, cast, li, now):
    need = an_open_need(now, headcount=2)
    an_accepted_order(need, li, now)

    visitor.opens(link(need))

    assert "一共要 2 个人，还在找其余的" in visitor.text


def test_the_story_grows_with_every_step(visitor, cast, li, now):
    need = an_open_need(now)
    a_record(need, li, now, minutes=50)

    visitor.opens(link(need))

    lines = [
        "需求已经提交",
        "社区受理了",
        "李同志从任务大厅接了单",
        "李同志到了",
        "李同志做完离开了",
    ]
    places = [visitor.text.index(line) for line in lines]
    assert places == sorted(places)


def test_a_question_is_answered_on_the_page(visitor, cast, wang, now):
    need = a_need(now)
    with transaction():
        needs.ask(need, question="是冷水还是热水？", by=wang, now=now)

    visitor.opens(link(need))
    assert "是冷水还是热水？" in visitor.text
    visitor.presses("回答", {"answer": "热水"})

    assert need.status == "submitted"
    assert need.wish.endswith("热水")
    assert "已经回答：热水" in visitor.text
    assert "回答" not in visitor.buttons


def test_an_empty_answer_is_asked_for_again(visitor, cast, wang, now):
    need = a_need(now)
    with transaction():
        needs.ask(need, question="是冷水还是热水？", by=wang, now=now)

    visitor.opens(link(need)).presses("回答", {"answer": " "})

    assert visitor.status == 422
    assert need.status == "needs_info"


def test_the_resident_cancels_and_whoever_was_coming_is_free(visitor, cast, li, now):
    need = an_open_need(now)
    order = an_accepted_order(need, li, now)

    visitor.opens(link(need)).presses("取消这一单", {"reason": "solved_otherwise"})

    assert (need.status, order.status) == ("cancelled", "cancelled")
    assert "已经用别的办法解决" in visitor.text


@pytest.mark.parametrize("moment", ["under way", "done"])
def test_what_has_begun_cannot_be_cancelled_by_the_link(visitor, cast, li, now, moment):
    need = an_open_need(now)
    (an_order_under_way if moment == "under way" else a_record)(need, li, now)

    visitor.opens(link(need))

    assert "取消这一单" not in visitor.buttons


def _reject(need, wang, now):
    needs.reject(need, reason=Rejection.UNSAFE, why="请找燃气公司", by=wang, now=now)


def _redirect(need, wang, now):
    needs.redirect(need, door=Door.PROPERTY, why="请打物业电话", by=wang, now=now)


def _cancel(need, wang, now):
    orders.cancel_need(need, reason=Cancellation.WEATHER, by=resident_of(need), now=now)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (_reject, ["对上门的人不安全", "请找燃气公司"]),
        (_redirect, ["物业公司", "请打物业电话"]),
        (_cancel, ["天气原因"]),
    ],
)
def test_an_end_gives_its_reason_and_leaves_nothing_to_press(visitor, cast, wang, now, end, said):
    need = a_need(now)
    with transaction():
        end(need, wang, now)

    visitor.opens(link(need))

    assert all(words in visitor.text for words in said)
    assert not {"回答", "取消这一单", "告诉社区"} & set(visitor.buttons)


def test_a_merged_need_names_the_other_but_not_its_link(visitor, cast, wang, now):
    other, need = an_open_need(now), a_need(now)
    with transaction():
        needs.merge(need, into=other.number, by=wang, now=now)

    visitor.opens(link(need))

    assert f"并入的那一单是 {other.number}，现在：待接单" in visitor.text
    assert other.link_secret not in visitor.answer.text


def test_a_need_nobody_came_for_says_what_happens_now(visitor, cast, clock, now):
    need = an_open_need(now)
    with transaction():
        needs.lapse(need, now=need.starts_at)
    clock.now = need.starts_at + timedelta(minutes=1)

    visitor.opens(link(need))

    assert "到时间还没有找齐人" in visitor.text
    assert "社区会和您商量" in visitor.text


def test_one_press_says_no_to_follow_up_calls_and_one_says_yes_again(visitor, cast, now):
    need = an_open_need(now)

    visitor.opens(link(need)).presses("请不要给我打回访电话")
    assert "现在：不打" in visitor.text and "您说不接回访电话" in visitor.text
    assert need.no_call_since == now and "请不要给我打回访电话" not in visitor.buttons

    visitor.presses("可以给我打回访电话")
    assert "现在：可以打" in visitor.text and need.no_call_since is None


def test_nobody_chooses_about_calls_where_nobody_will_call(visitor, cast, wang, now):
    need = a_need(now)
    with transaction():
        _redirect(need, wang, now)

    assert "回访电话" not in visitor.opens(link(need)).text
