"""Registrations: looked at, licences noted, confirmed or sent back with a reason."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import PROFILE, member_of
from tests.web.staff import a_registration, send, status_of
from volunteer.db import transaction
from volunteer.members import actions as members

NURSE = [{"skill": "nurse", "level": 3}, {"skill": "companion", "level": 2}]


def sent_back(member, by, now):
    with transaction():
        members.send_back(member, by=by, why="请写全单位", now=now)


def test_the_page_shows_what_the_member_told(reading_as, wang, now):
    member = a_registration(now, skills=NURSE)

    text = reading_as(wang).opens(f"/registrations/{member.id}").text

    assert all(words in text for words in ("高秀英", "示例区图书馆党支部", "护理", "陪伴聊天"))
    assert "还没有看过证书" in text


def test_confirming_gives_a_receipt_and_notes_the_licence(reading_as, wang, now):
    member = a_registration(now, skills=NURSE)

    reader = reading_as(wang).opens(f"/registrations/{member.id}")
    reader.presses("确认报到，发回执", {"nurse": "2027-06-30"})

    assert status_of(member) == "active"
    assert member.receipt_no in reader.text
    seen = {held.skill: held.licence_until for held in member.skills}
    assert seen == {"nurse": date(2027, 6, 30), "companion": None}


def test_without_a_licence_seen_the_member_is_confirmed_all_the_same(reading_as, wang, now):
    member = a_registration(now, skills=NURSE)

    reading_as(wang).opens(f"/registrations/{member.id}").presses("确认报到，发回执")

    assert status_of(member) == "active"


def test_a_licence_that_has_run_out_is_refused(reading_as, wang, now):
    member = a_registration(now, skills=NURSE)

    reader = reading_as(wang).opens(f"/registrations/{member.id}")
    reader.presses("确认报到，发回执", {"nurse": "2026-11-19"})

    assert reader.status == 422
    assert "护理：这个日期已经过了" in reader.text
    assert status_of(member) == "submitted"


def test_the_next_registration_follows(reading_as, wang, now):
    first = a_registration(now)
    second = a_registration(now, name="马桂英", phone="13900002222")
    reader = reading_as(wang).opens(f"/registrations/{first.id}")

    reader.presses("确认报到，发回执")
    assert reader.path == f"/registrations/{second.id}"
    reader.presses("确认报到，发回执")

    assert reader.path == "/registrations/"
    assert "报到都核对完了" in reader.text


@pytest.mark.parametrize(
    ("button", "ends"), [("退回补充", "returned"), ("不通过，告诉本人", "refused")]
)
def test_a_no_needs_a_reason_that_the_member_reads(reading_as, wang, now, button, ends):
    member = a_registration(now)
    reader = reading_as(wang).opens(f"/registrations/{member.id}")

    assert reader.presses(button, {"why": ""}).status == 422
    assert status_of(member) == "submitted"
    reader.presses(button, {"why": "请写全单位"})

    assert status_of(member) == ends
    assert member.decision_note == "请写全单位"


def test_the_list_shows_each_state_under_its_tab(reading_as, wang, now):
    waiting = a_registration(now)
    returned = a_registration(now, name="马桂英", phone="13900002222")
    sent_back(returned, wang, now)

    reader = reading_as(wang).opens("/registrations/")
    assert waiting.person.name in reader.text
    assert returned.person.name not in reader.text

    assert returned.person.name in reader.follows("待补充 1").text


def test_nobody_confirms_themselves(reading_as, wang, now):
    with transaction():
        mine = members.report_in(wang, now=now, **PROFILE)
    reader = reading_as(wang).opens(f"/registrations/{mine.id}")

    assert "请别的书记来确认" in reader.text
    assert "确认报到，发回执" not in reader.buttons
    assert send(reader, f"/registrations/{mine.id}/confirm").status_code == 403


@pytest.mark.parametrize(("who", "status"), [("chen", 404), ("he", 404), ("zhou", 404)])
def test_others_never_see_a_registration(reading_as, cast, now, who, status):
    member = a_registration(now)

    assert reading_as(cast[who]).opens(f"/registrations/{member.id}").status == status


def test_a_member_reads_their_own_under_their_profile(reading_as, zhou):
    reader = reading_as(zhou).opens(f"/registrations/{member_of(zhou).id}")

    assert reader.path == "/me/profile"


@pytest.mark.parametrize("who", ["he", "zhou"])
def test_the_queue_is_the_secretarys(reading_as, cast, who):
    assert reading_as(cast[who]).opens("/registrations/").status == 403
