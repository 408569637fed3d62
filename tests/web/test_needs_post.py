"""A resident posts a need without an account."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.build import told
from tests.cast import HOME
from volunteer import clock as clocks
from volunteer.db import db
from volunteer.needs.models import Need

TYPED = {
    "wish": "厨房水龙头一直滴水",
    "type": "plumbing",
    "grid_id": str(HOME),
    "address": "3 号楼 2 单元 501",
    "contact_name": "赵奶奶",
    "contact_phone": "01080001111",
}


def needs() -> list[Need]:
    return list(db.session.scalars(sa.select(Need)))


def posts(reader, **more):
    """What is typed over the likely answers that stand in the form already."""
    return reader.opens("/needs/new").presses("提交", {**TYPED, **more})


def test_posting_leads_to_the_page_behind_the_secret_link(visitor, cast):
    posts(visitor)

    (need,) = needs()
    assert visitor.path == f"/follow/{need.number}/{need.link_secret}"
    assert need.number in visitor.text
    assert "收到了，等社区受理" in visitor.text
    assert f"http://localhost{visitor.path}" in visitor.text  # to be saved or sent to family


def test_the_form_proposes_tomorrow_at_ten_for_an_hour(visitor, cast, now):
    posts(visitor)

    (need,) = needs()
    start = clocks.local(need.starts_at)
    assert f"{start:%Y-%m-%d %H:%M}" == "2026-11-21 10:00"
    assert need.minutes == 60


def test_the_secretaries_of_the_community_are_told(visitor, cast):
    posts(visitor)

    assert [told(cast[who])[-1:] for who in ("wang", "qian")] == [["need_submitted"]] * 2
    assert "need_submitted" not in told(cast["chen"])


def test_somebody_may_ask_for_their_family(visitor, cast):
    posts(visitor, for_family="1")

    assert needs()[0].channel == "family"


def test_whoever_is_signed_in_need_not_type_who_they_are(reading_as, li):
    form = reading_as(li).opens("/needs/new").page.forms[-1]

    assert form.fields["contact_name"] == ["李卫民"]
    assert form.fields["contact_phone"] == [li.phone]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"wish": ""}, "这一项要填"),
        ({"contact_phone": "12"}, "请填手机号或座机号"),
        ({"date": "2026-11-20", "time": "08:00"}, "时间已经过了"),
        ({"time": "21:30", "minutes": "120"}, "早 7 点到晚 10 点"),
        ({"website": "http://spam.example"}, "请再提交一次"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(visitor, cast, wrong, said):
    posts(visitor, **wrong)

    assert visitor.status in (409, 422)  # 409 where the clock, not the form, says no
    assert said in visitor.text
    assert needs() == []
    kept = visitor.page.forms[-1].fields
    assert all(
        kept[name] == [value]
        for name, value in {**TYPED, **wrong}.items()
        if value and name != "website"
    )


def test_words_of_danger_show_the_number_to_call_first(visitor, cast):
    posts(visitor, wish="家里有煤气味，头晕")

    assert visitor.status == 422
    assert visitor.text.index("119") < visitor.text.index("要帮什么")
    assert needs() == []
    assert visitor.page.forms[-1].fields["wish"] == ["家里有煤气味，头晕"]


def test_who_says_that_it_is_no_emergency_may_go_on(visitor, cast):
    posts(visitor, wish="煤气灶打不着，想请人看看").presses("提交", {"not_emergency": "1"})

    assert needs()[0].wish == "煤气灶打不着，想请人看看"
    assert "收到了" in visitor.text


def test_the_question_about_danger_stays_while_other_things_are_mended(visitor, cast):
    posts(visitor, wish="闻到煤气味", not_emergency="1", contact_phone="12")

    assert visitor.page.forms[-1].fields["not_emergency"] == ["1"]
    assert visitor.presses("提交", {"contact_phone": "01080001111"}).status == 200


def test_a_grid_that_does_not_exist_is_no_place(visitor, cast):
    posts(visitor, grid_id="999")

    assert visitor.status == 404
    assert needs() == []
