"""Reviewing hours: planned and given, who says so, and on to the next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import SATURDAY, an_accepted_order, an_open_need, code_for, told
from tests.web.staff import a_word, send, status_of
from volunteer.db import transaction
from volunteer.orders import presence
from volunteer.records import actions as records
from volunteer.reviews.models import Outcome


def served(by, now, *, minutes=60, code=True, planned=60, later=0):
    """The member came with the resident's code (or by their own word) and has left."""
    day = SATURDAY + timedelta(days=later)
    need = an_open_need(now, skill=None, minutes=planned, date=day)
    order = an_accepted_order(need, by, now)
    with transaction():
        said = code_for(order) if code else ""
        presence.check_in(order, code=said, by=by, now=order.starts_at)
    with transaction():
        return records.leave(order, by=by, now=order.starts_at + timedelta(minutes=minutes))


def test_a_record_without_anything_odd_takes_one_press(reading_as, wang, li, now):
    record = served(li, now)
    reader = reading_as(wang).opens(f"/records/{record.id}")
    assert "没有异常" in reader.text
    assert "居民服务码" in reader.text

    reader.presses("通过，记 1 小时")

    assert status_of(record) == "approved"
    assert record.reviewer_id == wang.id
    assert "record_approved" in told(li)


def test_after_a_decision_the_next_record_stands_there(reading_as, wang, li, zhou, now):
    first, second = served(li, now), served(zhou, now)
    reader = reading_as(wang).opens(f"/records/{first.id}")
    assert "还有 1 条在后面" in reader.text

    reader.presses("通过，记 1 小时")
    assert reader.path == f"/records/{second.id}"
    reader.presses("通过，记 1 小时")

    assert reader.path == "/records/"
    assert "时长都审核完了" in reader.text


@pytest.mark.parametrize(
    ("button", "ends", "notice"),
    [
        ("退回补充", "returned", "record_returned"),
        ("不通过，告诉本人", "rejected", "record_rejected"),
    ],
)
def test_a_no_needs_a_reason_that_the_member_reads(  # noqa: PLR0913
    reading_as, wang, li, now, button, ends, notice
):
    record = served(li, now)
    reader = reading_as(wang).opens(f"/records/{record.id}")

    assert reader.presses(button, {"why": ""}).status == 422
    assert status_of(record) == "submitted"
    reader.presses(button, {"why": "请补充做了什么"})

    assert status_of(record) == ends
    assert record.review_note == "请补充做了什么"
    assert notice in told(li)


def test_more_than_eight_hours_need_a_word(reading_as, wang, li, now):
    record = served(li, now, minutes=481, planned=480)
    reader = reading_as(wang).opens(f"/records/{record.id}")
    assert "超过 8 小时" in reader.text

    reader.presses("通过，记 8 小时 1 分钟")
    assert reader.status == 422
    reader.presses("通过，记 8 小时 1 分钟", {"why": "值守一整天"})

    assert status_of(record) == "approved"


@pytest.mark.parametrize(
    ("minutes", "code", "outcome", "remark"),
    [
        (106, True, Outcome.SOLVED, "比计划多不少：计划 1 小时，实际 1 小时 46 分钟。"),
        (14, True, Outcome.SOLVED, "比计划少不少：计划 1 小时，实际 14 分钟。"),
        (60, False, None, "到场是本人申报的，居民还没有说结果"),
        (60, True, Outcome.NOT, "居民说没有解决。"),
        (60, False, Outcome.SOLVED, "没有异常"),
    ],
)
def test_what_is_odd_is_said_in_plain_words(  # noqa: PLR0913
    reading_as, wang, li, now, minutes, code, outcome, remark
):
    record = served(li, now, minutes=minutes, code=code)
    if outcome:
        a_word(record.order.need, outcome, now)

    assert remark in reading_as(wang).opens(f"/records/{record.id}").text


def test_the_list_tells_what_to_look_at(reading_as, wang, li, zhou, now):
    served(li, now)
    served(zhou, now, minutes=120, code=False)

    text = reading_as(wang).opens("/records/").text

    assert "没有异常" in text
    assert "2 处要看" in text


def test_nobody_decides_about_their_own_hours(reading_as, qian, wang, now):
    record = served(qian, now)
    reader = reading_as(qian).opens(f"/records/{record.id}")

    assert "自己的时长要由别人来审核" in reader.text
    assert not [label for label in reader.buttons if label.startswith("通过")]
    assert send(reader, f"/records/{record.id}/approve").status_code == 403
    assert "钱立新" not in reading_as(qian).opens("/records/").text
    assert "钱立新" in reading_as(wang).opens("/records/").text


@pytest.mark.parametrize(("who", "status"), [("chen", 404), ("zhou", 404), ("he", 404)])
def test_others_never_see_the_record(reading_as, cast, li, now, who, status):
    record = served(li, now)

    assert reading_as(cast[who]).opens(f"/records/{record.id}").status == status


def test_a_member_reads_their_own_and_decides_nothing(reading_as, li, now):
    reader = reading_as(li).opens(f"/records/{served(li, now).id}")

    assert "签退了，算出 1 小时，等社区审核。" in reader.text
    assert "不通过，告诉本人" not in reader.buttons


@pytest.mark.parametrize("who", ["he", "zhou"])
def test_the_queue_is_the_secretarys(reading_as, cast, who):
    assert reading_as(cast[who]).opens("/records/").status == 403


def test_a_decided_record_is_found_under_its_tab(reading_as, wang, li, now):
    record = served(li, now)
    reader = reading_as(wang).opens(f"/records/{record.id}").presses("通过，记 1 小时")

    reader.follows("已通过 1")

    assert "李卫民" in reader.text


def test_what_has_nothing_odd_is_approved_several_at_once(reading_as, wang, li, zhou, now):
    first, second = served(li, now), served(zhou, now)
    odd = served(li, now, minutes=120, later=7)
    reader = reading_as(wang).opens("/records/")

    reader.presses("通过勾选的", {"records": [str(first.id), str(second.id), str(odd.id)]})

    assert (status_of(first), status_of(second), status_of(odd)) == (
        "approved",
        "approved",
        "submitted",
    )
    assert "通过了 2 条" in reader.page.text + str(reader.text)


def test_nothing_ticked_is_said_and_changes_nothing(reading_as, wang, li, now):
    record = served(li, now)

    reading_as(wang).opens("/records/").presses("通过勾选的")

    assert status_of(record) == "submitted"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "还有 10 个工作日"), (11, "还有 2 个工作日"), (21, "超期 5 个工作日")],
)
def test_every_record_shows_its_clock(reading_as, wang, li, now, clock, days, words):  # noqa: PLR0913
    record = served(li, now)
    clock.now = record.submitted_at + timedelta(days=days)

    assert words in reading_as(wang).opens("/records/").text
