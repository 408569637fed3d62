"""My hours: every minute with where it stands; what was returned can be mended."""

from __future__ import annotations

from datetime import date

import pytest

from tests.build import a_record, an_open_need
from volunteer.db import transaction
from volunteer.records import actions as records


@pytest.fixture
def record(cast, li, now):
    """Li was there for fifty minutes."""
    return a_record(an_open_need(now), li, now, minutes=50)


@pytest.fixture
def returned(record, wang, now):
    """The secretary wants to know more."""
    with transaction():
        records.send_back(record, why="写一下换了什么", by=wang, now=now)
    return record


def test_a_member_without_service_reads_what_will_stand_here(reading_as, li):
    assert "还没有服务记录" in reading_as(li).opens("/me/hours").text


def test_only_approved_minutes_are_hours(reading_as, record, li, wang, now):
    reader = reading_as(li).opens("/me/hours")
    assert "已通过，一共 0.0 小时" in reader.text
    assert "等社区审核 0.8 小时" in reader.text

    with transaction():
        records.approve(record, by=wang, now=now)

    assert "已通过，一共 0.8 小时" in reader.opens("/me/hours").text


def test_what_the_secretary_wants_to_know_is_mended_in_place(reading_as, returned, li):
    reader = reading_as(li).opens("/me/hours")
    assert "写一下换了什么" in reader.text

    reader.presses("补充好了，再提交", {"report": "换了垫圈", "break_minutes": "10"})

    assert (returned.status, returned.content, returned.minutes) == ("submitted", "换了垫圈", 40)
    assert "补充好了，再提交" not in reader.buttons


def test_a_break_longer_than_the_stay_comes_back(reading_as, returned, li):
    reader = reading_as(li).opens("/me/hours")

    reader.presses("补充好了，再提交", {"report": "换了垫圈", "break_minutes": "99"})

    assert reader.status == 422
    assert "休息时间比服务时间还长" in reader.text
    assert returned.status == "returned"


def test_of_several_returned_the_member_chooses_which_to_mend(reading_as, returned, li, wang, now):
    other = a_record(an_open_need(now, title="装扶手", date=date(2026, 11, 28)), li, now)
    with transaction():
        records.send_back(other, why="写一下装在哪里", by=wang, now=now)
    reader = reading_as(li).opens("/me/hours")
    assert reader.page.headings[1] == "请补充：装扶手"

    reader.follows("补充这一条")

    assert reader.page.headings[1] == "请补充：修水龙头"


def test_a_rejection_is_read_with_its_reason(reading_as, record, li, wang, now):
    with transaction():
        records.reject(record, why="居民说没有人来过", by=wang, now=now)

    reader = reading_as(li).opens("/me/hours")

    assert "未通过" in reader.text
    assert "居民说没有人来过" in reader.text


def test_somebody_elses_hours_are_not_shown(reading_as, record, zhou):
    assert "修水龙头" not in reading_as(zhou).opens("/me/hours").text


def test_nobody_mends_the_record_of_somebody_else(reading_as, returned, zhou):
    reader = reading_as(zhou).opens("/me/hours")
    token = reader.page.forms[0].fields["csrf_token"]

    answer = reader.client.post(
        f"/records/{returned.id}/resubmit", data={"report": "x", "csrf_token": token}
    )

    assert answer.status_code == 404
    assert returned.status == "returned"


def test_staff_who_are_no_members_are_led_to_reporting_in(reading_as, wang):
    assert reading_as(wang).opens("/me/hours").path == "/me/"


@pytest.mark.engine("sqlite")
def test_a_year_is_drawn_and_said_in_tables(reading_as, record, li, wang, now):
    with transaction():
        records.approve(record, by=wang, now=now)

    reader = reading_as(li).opens("/me/hours")

    assert "月份 时长 11月 50 分钟" in reader.text
    assert "便民维修 50 分钟" in reader.text
    assert "这一年还没有通过的时长" in reader.opens("/me/hours?year=2025").text


@pytest.mark.engine("sqlite")
def test_the_member_alone_reads_how_far_they_have_come(reading_as, record, li, zhou, wang, now):
    secretary = reading_as(wang).opens("/records/").follows("社区的期望")
    secretary.presses("就这样", {"period": "quarter", "minimum": "4", "metric": "times"})
    with transaction():
        records.approve(record, by=wang, now=now)

    assert "每季度服务 4 次，您已经服务了 1 次" in reading_as(li).opens("/me/hours").text
    assert "您已经服务了 0 次" in reading_as(zhou).opens("/me/hours").text

    secretary.presses("不再期望什么")
    assert "社区的期望" not in reading_as(li).opens("/me/hours").text


@pytest.mark.engine("sqlite")
def test_a_hope_for_nothing_is_refused_in_place(reading_as, wang):
    reader = reading_as(wang).opens("/communities/1/expectation")

    reader.presses("就这样", {"period": "quarter", "minimum": "0", "metric": "times"})

    assert reader.status == 422 and "请填 1 到 200 之间的数" in reader.text
