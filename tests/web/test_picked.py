"""Photos picked while a need is written down: they stay while the rest is put right."""

from __future__ import annotations

from io import BytesIO

import pytest
import sqlalchemy as sa

from tests.build import an_open_need
from tests.cast import HOME
from tests.photos.pictures import a_photo, a_picture
from volunteer.db import db
from volunteer.keeping import folder
from volunteer.needs.models import Need
from volunteer.photos.queries import photos_of

pytestmark = pytest.mark.engine("sqlite")
TYPED = {
    "wish": "厨房水龙头一直滴水，想请人看看",
    "grid_id": str(HOME),
    "address": "3 号楼 2 单元 501",
    "contact_name": "赵奶奶",
    "contact_phone": "01080001111",
}
CALLED = {**TYPED, "channel": "phone"}


def files(*contents, name="门口.jpg"):
    return {"photos": [(BytesIO(content), name) for content in contents]}


def needs() -> list[Need]:
    return list(db.session.scalars(sa.select(Need)))


@pytest.fixture
def form(visitor, cast):
    return visitor.opens("/needs/new")


@pytest.mark.parametrize("name", ["../../../etc/passwd", "<b>x</b>", "a%0D%0Ab.jpg", "x.svg"])
def test_photos_go_with_the_need_whatever_their_files_are_called(form, name):
    form.presses("提交", TYPED | files(a_picture(), a_picture("PNG"), name=name))

    [need] = needs()
    assert [one.place for one in photos_of(need)] == [1, 2]
    assert "第 2 张照片" in form.answer.text and name not in form.answer.text
    assert {one.name for one in photos_of(need)} <= {file.name for file in folder().iterdir()}


def test_what_is_no_photo_is_refused_beside_it_and_the_rest_stays(form):
    form.presses("提交", TYPED | files(a_picture(), b"<svg/>"))
    assert form.status == 422 and "这个文件打不开，或者不是照片" in form.text
    assert TYPED["wish"] in form.answer.text and "第 1 张照片，已经收好" in form.text

    form.presses("提交")

    [need] = needs()
    assert len(photos_of(need)) == 1


def test_a_photo_stays_while_another_answer_is_put_right(form):
    form.presses("提交", {**TYPED, "address": ""} | files(a_picture()))
    assert form.status == 422 and needs() == []

    form.presses("提交", {"address": TYPED["address"]})

    assert len(photos_of(needs()[0])) == 1


def test_a_fourth_is_not_taken_and_no_longer_wanted_is_left_behind(form):
    form.presses("提交", TYPED | files(*[a_picture()] * 4))
    assert form.status == 422 and "最多放三张照片，多出来的没有收。" in form.text

    form.presses("提交", {"photos": form.page.forms[-1].fields["photos"][:2]})

    assert len(photos_of(needs()[0])) == 2


def test_a_photo_of_another_need_is_not_taken_along(form, now):
    others = a_photo(an_open_need(now), now)

    for name in (others.name, "0" * 32 + ".jpg", "../" + others.name):
        form.presses("提交", {**TYPED, "photos": name})
        assert form.status == 422 and "已经不在了" in form.text
    assert len(needs()) == 1


def test_in_the_elder_version_a_photo_is_one_question_that_may_be_skipped(visitor, cast):
    elder = visitor.opens("/").presses("打开长辈版").opens("/needs/new")
    for answer in (TYPED, {}, {}, {}, TYPED, TYPED, files(a_picture(), b"no photo")):
        elder.presses("下一题", answer)
    assert elder.status == 422 and "第 7 题" in elder.text and "第 1 张照片，已经收好" in elder.text

    for answer in ({}, TYPED, TYPED):
        elder.presses("下一题", answer)
    assert "1 张" in elder.text
    elder.presses("提交")

    assert len(photos_of(needs()[0])) == 1


def test_staff_write_it_down_with_what_the_caller_brings(reading_as, wang):
    desk = reading_as(wang).opens("/needs/new-for-caller")
    desk.presses("记好了", CALLED | files(b"GIF89a"))
    assert desk.status == 422 and "这个文件打不开" in desk.text

    desk.presses("记好了", CALLED | files(a_picture()))

    assert len(photos_of(needs()[0])) == 1
