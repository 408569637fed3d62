"""In the elder version a resident is asked one thing at a time, and looks it over at the end."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.cast import HOME
from volunteer.db import db
from volunteer.needs.models import Need

pytestmark = pytest.mark.engine("sqlite")
ANSWERS = (
    {"wish": "厨房水龙头一直滴水"},
    {},  # tomorrow
    {},  # at ten
    {},  # for an hour
    {"grid_id": str(HOME)},
    {"address": "3 号楼 2 单元 501"},
    {},  # without a photo
    {"contact_name": "赵奶奶", "for_family": "1"},
    {"contact_phone": "01080001111"},
)


@pytest.fixture
def elder(visitor, cast):
    return visitor.opens("/").presses("打开长辈版").opens("/needs/new")


def answers(reader, *answers):
    for answer in answers:
        reader.presses("下一题", answer)
    return reader


def needs() -> list[Need]:
    return list(db.session.scalars(sa.select(Need)))


def test_each_page_asks_one_thing_and_says_how_many_are_left(elder):
    assert "第 1 题，共 9 题" in elder.text
    assert "联系电话" not in elder.text

    assert "第 2 题，共 9 题" in answers(elder, *ANSWERS[:1]).text


def test_at_the_end_everything_is_looked_over_and_posted(elder):
    answers(elder, *ANSWERS)

    assert "厨房水龙头一直滴水" in elder.text and "我是替家人或邻居提的" in elder.text
    assert needs() == []
    elder.presses("提交")

    (need,) = needs()
    assert (need.wish, need.minutes, need.channel) == ("厨房水龙头一直滴水", 60, "family")
    assert elder.path == f"/follow/{need.number}/{need.link_secret}"


def test_an_answer_that_is_missing_is_asked_for_before_the_next(elder):
    answers(elder, {"wish": ""})

    assert elder.status == 422
    assert "第 1 题" in elder.text and "这一项要填" in elder.text


def test_somebody_may_go_back_and_nothing_is_lost(elder):
    answers(elder, *ANSWERS[:5]).presses("上一题").presses("上一题")

    assert "第 4 题" in elder.text
    assert answers(elder, *ANSWERS[3:]).presses("提交").status == 200
    assert needs()[0].wish == "厨房水龙头一直滴水"


def test_one_answer_is_changed_from_the_last_page_and_leads_back_to_it(elder):
    answers(elder, *ANSWERS).presses("改一改：楼号门牌").presses("改好了", {"address": "5 号楼"})

    assert "请您看一遍" in elder.text and "5 号楼" in elder.text
    elder.presses("提交")
    assert needs()[0].address == "5 号楼"


def test_words_of_danger_show_the_number_to_call_before_the_second_question(elder):
    answers(elder, {"wish": "家里有煤气味"})

    assert elder.status == 422
    assert "119" in elder.text and "第 1 题" in elder.text
    assert "第 2 题" in answers(elder, {"not_emergency": "1"}).text


def test_an_answer_refused_at_the_end_is_asked_again_by_itself(elder):
    early = [*ANSWERS[:1], {"date": "2026-11-20"}, {"time": "08:00"}, *ANSWERS[3:]]

    answers(elder, *early).presses("提交")

    assert elder.status == 409
    assert "时间已经过了" in elder.text and needs() == []
    elder.presses("改好了", {"date": "2026-11-22"}).presses("提交")
    assert len(needs()) == 1


def test_a_wish_about_a_child_is_asked_for_an_age_band_and_no_name(elder):
    wish = {"wish": "孩子上四年级，想请人辅导作业"}
    answers(elder, wish, *ANSWERS[1:7])
    assert "不要写孩子的姓名" in elder.text

    answers(elder, {"contact_name": "赵奶奶", "child_age": "7-12"}, ANSWERS[8])
    assert "7 到 12 岁" in elder.text
    elder.presses("提交")

    assert [one.child_age for one in needs()] == ["7-12"]
