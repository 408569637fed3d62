"""The page of a need: what staff read, and what they decide about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import (
    SATURDAY,
    a_need,
    a_record,
    an_accepted_order,
    an_open_need,
    events_of,
    told,
)
from tests.web.staff import a_lapsed, a_word, status_of
from volunteer.reviews.models import Outcome


def open_page(reading_as, person, need):
    return reading_as(person).opens(f"/needs/{need.id}")


def test_one_press_approves_what_is_filled_in_already(reading_as, wang, now):
    need = a_need(now)

    reader = open_page(reading_as, wang, need).presses("受理")

    assert reader.path == f"/needs/{need.id}"
    assert "受理好了" in reader.text
    assert status_of(need) == "open"
    assert (need.skill, need.headcount, need.minutes) == ("plumbing", 1, 60)
    assert "总水阀" in need.risk_note  # plumbing is of medium risk, and that is explained


def test_what_triage_changes_is_kept(reading_as, wang, now):
    need = a_need(now)
    typed = {"title": "换水龙头垫圈", "headcount": "2", "urgency": "urgent", "minutes": "90"}

    open_page(reading_as, wang, need).presses("受理", typed)

    assert status_of(need) == "open"
    assert (need.title, need.headcount, need.urgency) == ("换水龙头垫圈", 2, "urgent")
    assert need.minutes == 90


def test_a_risk_without_a_word_about_it_comes_back_with_all_that_was_typed(reading_as, wang, now):
    need = a_need(now)

    reader = open_page(reading_as, wang, need)
    reader.presses("受理", {"title": "换垫圈", "risk": "high", "risk_note": ""})

    assert reader.status == 422
    assert "中、高风险要写明注意什么" in reader.text
    form = next(form for form in reader.page.forms if "受理" in form.buttons)
    assert (form.fields["title"], form.fields["risk"]) == (["换垫圈"], ["high"])
    reader.presses("受理", {"risk_note": "先断电"})
    assert (reader.status, status_of(need)) == (422, "submitted")
    assert "高风险要先有保险" in reader.text
    reader.presses("受理", {"insurance": "保单 1"})
    assert (status_of(need), need.insurance) == ("open", "保单 1")


def test_a_day_that_has_passed_is_refused_beside_its_field(reading_as, wang, now):
    need = a_need(now)

    reader = open_page(reading_as, wang, need).presses("受理", {"date": "2026-11-19"})

    assert reader.status == 409
    assert "哪一天：时间已经过了" in reader.text
    assert status_of(need) == "submitted"


def test_a_need_whose_day_has_passed_asks_for_a_new_one(reading_as, wang, clock, now):
    need = a_need(now)
    clock.now = now + timedelta(days=3)

    reader = open_page(reading_as, wang, need)

    form = next(form for form in reader.page.forms if "受理" in form.buttons)
    assert form.fields["date"] == [""]
    assert form.fields["time"] == ["10:00"]


def test_a_question_goes_to_the_resident_and_the_answer_comes_by_phone(reading_as, wang, he, now):
    need = a_need(now)

    open_page(reading_as, wang, need).presses("问居民", {"question": "几号楼？"})
    assert status_of(need) == "needs_info"
    reader = open_page(reading_as, he, need)
    assert "问了：几号楼？" in reader.text
    reader.presses("记下回答", {"answer": "3 号楼"})

    assert status_of(need) == "submitted"
    assert "3 号楼" in need.wish
    assert "居民回答：3 号楼" in reader.text


def test_a_refusal_needs_a_reason_the_resident_can_read(reading_as, wang, now):
    need = a_need(now)
    reader = open_page(reading_as, wang, need)

    reader.presses("不受理，告诉居民", {"reason": "commercial", "why": ""})
    assert (reader.status, status_of(need)) == (422, "submitted")
    reader.presses("不受理，告诉居民", {"reason": "commercial", "why": "请找物业报修。"})

    assert status_of(need) == "rejected"
    assert "属于商业服务" in reader.text


def test_the_same_wish_twice_stands_side_by_side_and_merges_by_one_press(reading_as, wang, now):
    first, second = a_need(now), a_need(now, wish="水龙头滴水")
    reader = open_page(reading_as, wang, second)
    assert first.wish in reader.text

    reader.presses(f"确定并入 {first.number}")

    assert status_of(second) == "merged"
    assert second.merged_into_id == first.id
    assert first.number in reader.text


def test_merging_into_a_number_of_nobody_is_refused_in_the_form(reading_as, wang, now):
    need = a_need(now)

    reader = open_page(reading_as, wang, need).presses("合并", {"into": "XQ261199999"})

    assert reader.status == 422
    assert "没有这个单号" in reader.text
    assert status_of(need) == "submitted"


def test_another_door_is_named(reading_as, wang, now):
    need = a_need(now)
    typed = {"door": "property", "why": "这是公共管道。"}

    reader = open_page(reading_as, wang, need).presses("转过去，告诉居民", typed)

    assert status_of(need) == "redirected"
    assert "物业公司" in reader.text


def test_cancelling_tells_whoever_wanted_to_come(reading_as, wang, li, now):
    need = an_open_need(now)
    an_accepted_order(need, li, now)

    reader = open_page(reading_as, wang, need)
    reader.presses("取消，通知要来的人", {"reason": "weather"})

    assert status_of(need) == "cancelled"
    assert "order_cancelled" in told(li)
    assert "李卫民不用来了" in reader.text


def test_an_unfilled_need_gets_another_time(reading_as, wang, clock, now):
    need = a_lapsed(an_open_need(now))
    clock.now = need.starts_at
    later = SATURDAY + timedelta(days=7)

    open_page(reading_as, wang, need).presses("改时间，重新找人", {"date": later.isoformat()})

    assert status_of(need) == "open"
    assert need.starts_at.date() == later


def test_where_helpers_meet_is_said_at_triage_and_may_be_taken_away(reading_as, wang, now):
    need = a_need(now)
    reader = open_page(reading_as, wang, need).presses("受理", {"meeting_point": "小区东门"})
    assert "碰头地点 小区东门" in reader.text
    reader.presses("改时间，重新找人", {"minutes": "90"})
    assert (need.minutes, need.meeting_point) == (90, "小区东门")

    reader.presses("改时间，重新找人", {"meeting_point": ""})

    assert need.meeting_point == ""


def test_what_the_resident_says_on_the_phone_is_written_down(reading_as, he, li, now):
    need = an_open_need(now)
    a_record(need, li, now)

    reader = open_page(reading_as, he, need)
    reader.presses("记下居民的话", {"outcome": "partly", "comment": "还有一点滴"})

    assert status_of(need) == "confirmed"
    assert "电话回访" in reader.text
    assert "居民在电话里说：部分解决" in reader.text
    assert events_of(need)[-1].by_person_id == he.id


@pytest.mark.parametrize(("button", "ends"), [("结案", "confirmed"), ("重新办", "submitted")])
def test_a_dispute_is_settled_or_taken_up_again(reading_as, wang, li, now, button, ends):
    need = an_open_need(now)
    a_record(need, li, now)
    a_word(need, Outcome.NOT, now, comment="还在滴")
    reader = open_page(reading_as, wang, need)
    assert "还在滴" in reader.text

    reader.presses(button, {"why": "打电话问过了"})

    assert status_of(need) == ends


def test_a_member_reads_open_needs_in_the_hall_without_the_contact(reading_as, zhou, now):
    need = an_open_need(now)

    reader = open_page(reading_as, zhou, need)

    assert reader.path == "/hall"
    assert need.contact_phone not in reader.answer.text


def test_the_next_need_to_triage_follows(reading_as, wang, now):
    first, second = a_need(now), a_need(now, contact_phone="01080005555", address="9 号楼")

    reader = open_page(reading_as, wang, first).presses("受理").follows("看下一条待受理的")

    assert reader.path == f"/needs/{second.id}"


def test_the_story_says_who_did_what(reading_as, wang, li, now):
    need = an_open_need(now)
    an_accepted_order(need, li, now)

    text = open_page(reading_as, wang, need).text

    assert "受理了，要 1 个人。" in text
    assert "王建国" in text
    assert "李卫民从任务大厅接了单。" in text


def test_triage_shows_at_once_who_could_come_and_why(reading_as, wang, now):
    need = a_need(now)

    reader = reading_as(wang).opens(f"/needs/{need.id}")

    assert "现在有 1 人能来" in reader.text and "会“水暖维修”，那时有空" in reader.text


def test_triage_shows_where_people_are_lost_when_nobody_could_come(reading_as, wang, now):
    need = an_open_need(now, skill="law")

    reader = reading_as(wang).opens(f"/needs/{need.id}")

    assert "卡在“有需要的特长和证书”" in reader.text


def test_who_could_come_is_not_the_grid_workers_to_read(reading_as, he, now):
    need = a_need(now)

    assert "能来" not in reading_as(he).opens(f"/needs/{need.id}").text
