"""Reporting in, keeping the profile true, resting, and the inbox."""

from __future__ import annotations

import pytest

from tests.build import an_offer, an_open_need, told
from tests.cast import FAR_AWAY, HOME, NEXT_DOOR, member_of
from volunteer.db import db, transaction
from volunteer.members import actions as members
from volunteer.people.queries import by_login

PHONE = "13900001111"
TYPED = {
    "name": "郑文",
    "phone": PHONE,
    "password": "correct horse",
    "unit_name": "示例区图书馆党支部",
    "grid_id": str(HOME),
    "skills-plumbing": "2",
    "skills-law": "",
    "free_time-5-0": "2",
    "free_time-6-2": "1",
    "tasks_per_week": "2",
    "reach_minutes": "10",
    "wants_offers": "1",
}


def reports_in(reader, **more):
    return reader.opens("/register").presses("提交报到", {**TYPED, **more})


def test_reporting_in_signs_in_and_waits_for_the_secretary(visitor, cast):
    reports_in(visitor)

    member = member_of(by_login(PHONE))
    assert visitor.path == "/me/"
    assert "等社区确认" in visitor.text
    assert (member.status, member.tasks_per_week, member.reach_minutes) == ("submitted", 2, 10)
    assert [(one.skill, one.level) for one in member.skills] == [("plumbing", 2)]
    assert member.free == {15: 2, 20: 1}
    assert told(cast["wang"])[-1] == "member_submitted"


def test_once_confirmed_the_receipt_number_stands_in_the_profile(visitor, cast, wang, now):
    reports_in(visitor)
    member = member_of(by_login(PHONE))
    with transaction():
        members.confirm(member, by=wang, now=now)

    assert member.receipt_no in visitor.opens("/me/profile").text
    assert member.receipt_no in visitor.opens("/me/notices").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "郑"}, "请写 2 到 30 个字"),
        ({"phone": "12345"}, "请填 11 位手机号"),
        ({"password": "short"}, "请写 8 到 128 个字"),
        ({"grid_id": ""}, "这一项要填"),
        ({"website": "x"}, "请再提交一次"),
    ],
)
def test_what_is_wrong_is_said_and_all_but_the_password_stays(visitor, cast, wrong, said):
    reports_in(visitor, **wrong)

    kept = visitor.page.forms[-1].fields
    assert visitor.status == 422
    assert said in visitor.text
    assert kept["password"] == [""]
    assert (kept["skills-plumbing"], kept["free_time-5-0"]) == (["2"], ["2"])
    assert by_login(PHONE) is None


def test_a_phone_that_reported_in_already_is_sent_to_sign_in(visitor, cast, app):
    reports_in(visitor).presses("退出登录")

    reports_in(visitor)

    assert visitor.status == 422
    assert "已经报到过了，请直接登录" in visitor.text


def test_staff_who_serve_too_tell_only_what_a_member_tells(reading_as, wang):
    reader = reading_as(wang).opens("/register")
    assert "phone" not in reader.page.forms[-1].fields

    reader.presses("提交报到", {"unit_name": "居委会党支部", "grid_id": str(HOME)})

    assert reader.path == "/me/"
    assert member_of(wang).unit_name == "居委会党支部"


def test_a_member_who_comes_to_report_in_again_sees_the_profile(reading_as, li):
    assert reading_as(li).opens("/register").path == "/me/profile"


def test_the_profile_holds_what_was_said_and_keeps_what_is_changed(reading_as, li):
    reader = reading_as(li).opens("/me/profile")
    form = next(one for one in reader.page.forms if "保存" in one.buttons)
    assert form.fields["skills-plumbing"] == ["3"]
    assert form.fields["free_time-5-1"] == ["2"]

    reader.presses("保存", {"grid_id": str(NEXT_DOOR), "skills-barber": "1", "free_time-0-2": "1"})

    assert reader.path == "/me/profile"
    db.session.expire_all()
    member = member_of(li)
    assert member.grid_id == NEXT_DOOR
    assert "barber" in {one.skill for one in member.skills}
    assert member.free[2] == 1


def test_what_was_chosen_stays_chosen_when_something_else_is_changed(reading_as, li):
    reader = reading_as(li).opens("/me/profile")
    reader.presses("保存", {"serves_neighbours": "1", "wished_group": "repair"})

    reader.opens("/me/profile").presses("保存", {"tasks_per_week": "4"})

    member = member_of(li)
    assert (member.tasks_per_week, member.wished_group) == (4, "repair")
    assert member.serves_neighbours


def test_moving_to_another_community_is_no_edit(reading_as, li):
    reader = reading_as(li).opens("/me/profile")
    assert "枫林西里社区" not in reader.text

    reader.presses("保存", {"grid_id": str(FAR_AWAY)})

    assert reader.status == 404
    assert member_of(li).grid_id == HOME


def test_a_returned_registration_is_mended_and_submitted_again(visitor, cast, wang, now):
    reports_in(visitor)
    member = member_of(by_login(PHONE))
    with transaction():
        members.send_back(member, by=wang, why="请写清楚单位", now=now)

    visitor.opens("/me/profile")
    assert "请写清楚单位" in visitor.text
    visitor.presses("改好了，再提交", {"unit_name": "示例区中学党支部"})

    assert (member.status, member.unit_name) == ("submitted", "示例区中学党支部")


def test_a_refusal_is_read_with_its_reason_and_a_number_to_call(visitor, cast, wang, now):
    reports_in(visitor)
    with transaction():
        members.refuse(member_of(by_login(PHONE)), by=wang, why="不住在本社区", now=now)

    visitor.opens("/me/profile")

    assert "不住在本社区" in visitor.text
    assert "01080000001" in visitor.text
    assert "保存" not in visitor.buttons


def test_a_pause_begins_and_ends_by_one_press(reading_as, li, now):
    reader = reading_as(li).opens("/me/profile").presses("暂停", {"until": "2026-12-01"})
    assert member_of(li).is_paused(now)
    assert "您暂停到 12月1日" in reader.text

    reader.presses("现在恢复")

    assert not member_of(li).is_paused(now)


def test_a_pause_does_not_end_before_today(reading_as, li):
    reader = reading_as(li).opens("/me/profile").presses("暂停", {"until": "2026-11-19"})

    assert reader.status == 422
    assert "请选今天或以后的日子" in reader.text
    assert member_of(li).paused_until is None


def test_notices_are_new_until_somebody_says_otherwise(reading_as, li, now):
    an_offer(an_open_need(now), li, now)
    reader = reading_as(li).opens("/me/notices")
    assert "想请您看看合不合适：修水龙头。 新" in reader.text

    reader.presses("都看过了")

    assert "想请您看看合不合适：修水龙头。" in reader.text
    assert "新" not in reader.text.replace("新的在前", "")
    assert "都看过了" not in reader.buttons


def test_a_notice_leads_to_what_it_is_about(reading_as, li, now):
    order = an_offer(an_open_need(now), li, now)

    reader = reading_as(li).opens("/me/notices").follows("想请您看看合不合适：修水龙头。")

    assert reader.path == f"/orders/{order.id}"
