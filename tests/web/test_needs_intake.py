"""Writing a need down for a caller, and what is read out to them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.cast import FAR_AWAY, HOME, ZHAO
from tests.web.staff import send
from volunteer.db import db
from volunteer.needs.models import Need
from volunteer.orders.codes import on_paper

SAID = {**{key: str(told) for key, told in ZHAO.items()}, "wish": "厨房水龙头滴水"}


def written_down():
    return db.session.scalars(sa.select(Need)).all()


def intake(reading_as, person):
    return reading_as(person).opens("/needs/new-for-caller")


def test_a_call_becomes_a_need_with_the_defaults_of_its_kind(reading_as, he, now):
    intake(reading_as, he).presses("记好了", {**SAID, "type": "plumbing"})

    (need,) = written_down()
    assert (need.channel, need.status, need.minutes) == ("phone", "submitted", 50)
    assert need.posted_by_id == he.id
    assert (need.starts_at - now).days == 1  # tomorrow at ten stands in the form


def test_number_code_and_link_are_there_to_read_out(reading_as, visitor, he):
    reader = intake(reading_as, he).presses("记好了", SAID)

    (need,) = written_down()
    assert reader.path == f"/needs/{need.id}/slip"
    assert need.number in reader.text
    (pair,) = on_paper(need)
    for when, code in (("来", pair.start), ("走", pair.end)):
        assert f"人{when}的时候报 {code[:3]} {code[3:]}" in reader.text
    link = next(url for url in reader.page.links.values() if need.link_secret in url)
    assert need.wish in visitor.opens(link).text


def test_a_secretary_goes_straight_on_to_triage(reading_as, wang, he):
    assert "再登记一条" in intake(reading_as, he).presses("记好了", SAID).page.links
    reader = intake(reading_as, wang).presses("记好了", SAID)

    assert "受理" in reader.follows("现在就受理").buttons


def test_what_is_missing_is_asked_for_and_the_rest_is_kept(reading_as, he):
    reader = intake(reading_as, he).presses("记好了", {**SAID, "contact_phone": ""})

    assert reader.status == 422
    assert "电话：这一项要填" in reader.text
    form = next(form for form in reader.page.forms if "记好了" in form.buttons)
    assert form.fields["wish"] == ["厨房水龙头滴水"]
    assert written_down() == []


def test_words_of_danger_come_back_with_the_number_to_call(reading_as, he):
    reader = intake(reading_as, he).presses("记好了", {**SAID, "wish": "老人晕倒了"})
    assert reader.status == 422
    assert "120" in reader.text
    assert written_down() == []

    reader.presses("记好了", {"not_emergency": "1"})

    assert len(written_down()) == 1


def test_the_number_to_call_is_there_before_anything_else_is_filled_in(reading_as, he):
    reader = intake(reading_as, he).presses("记好了", {"wish": "闻到煤气味"})

    assert "请先让对方打： 119" in reader.text


def test_only_grids_of_ones_own_community_are_offered_and_taken(reading_as, he):
    reader = intake(reading_as, he)
    assert "第二网格" in reader.text

    reader.presses("记好了", {**SAID, "grid_id": str(FAR_AWAY)})

    assert reader.status == 403
    assert written_down() == []


@pytest.mark.parametrize("who", ["li", "wu"])
def test_members_post_for_themselves_only(reading_as, cast, who):
    reader = intake(reading_as, cast[who])
    assert reader.status == 403

    answer = send(reader, "/needs/new-for-caller", **SAID, channel="phone", date="2026-11-21",
                  time="10:00")  # fmt: skip

    assert answer.status_code == 403
    assert written_down() == []


def test_nobody_else_reads_the_slip(reading_as, he, chen, zhou):
    intake(reading_as, he).presses("记好了", {**SAID, "grid_id": str(HOME)})
    (need,) = written_down()

    assert reading_as(chen).opens(f"/needs/{need.id}/slip").status == 404
    assert reading_as(zhou).opens(f"/needs/{need.id}/slip").status == 404
