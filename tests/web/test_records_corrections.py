"""Records put right on pages: amended, voided by two, objected to, entered from paper."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from tests.build import a_record, an_accepted_order, an_open_need
from tests.web.staff import status_of
from volunteer.db import transaction
from volunteer.history import sealing
from volunteer.records import actions as records
from volunteer.records.times import Times


@pytest.fixture
def record(cast, li, now):
    """Li was there for an hour."""
    return a_record(an_open_need(now), li, now)


@pytest.fixture
def approved(record, wang, now):
    """And it counts."""
    with transaction():
        records.approve(record, by=wang, now=now)
    return record


def test_a_secretary_amends_what_was_approved(reading_as, approved, wang):
    reader = reading_as(wang).opens(f"/records/{approved.id}")

    reader.presses("更正", {"stay_minutes": "45", "why": "看错了钟"})

    assert (approved.minutes, approved.version) == (45, 2)
    reader.opens(f"/records/{approved.id}")
    assert "更正为 45 分钟，原来是 1 小时：看错了钟" in reader.text


def test_an_amendment_that_does_not_fit_comes_back(reading_as, approved, wang):
    reader = reading_as(wang).opens(f"/records/{approved.id}")

    reader.presses("更正", {"came_at": "07:00", "why": "看错了钟"})

    assert reader.status == 422
    assert "要在约定开始前 1 小时到约定结束之间" in reader.text
    assert approved.version == 1


def test_one_proposes_a_void_and_another_agrees(reading_as, approved, wang, qian):
    first = reading_as(wang).opens(f"/records/{approved.id}")
    first.presses("请第二个人来定", {"why": "重复登记"})
    assert "同意作废" not in first.opens(f"/records/{approved.id}").buttons

    second = reading_as(qian).opens("/records/?status=seconded").follows("李卫民")
    second.presses("确定同意作废")

    assert status_of(approved) == "voided"


def test_the_other_may_also_keep_it(reading_as, approved, wang, qian, now):
    with transaction():
        records.ask_void(approved, why="重复登记", by=wang, now=now)

    reading_as(qian).opens(f"/records/{approved.id}").presses("不作废")

    assert status_of(approved) == "approved"


def test_a_member_objects_to_a_rejection_under_their_hours(reading_as, record, li, wang, now):
    with transaction():
        records.reject(record, why="没有人来过", by=wang, now=now)
    reader = reading_as(li).opens("/me/hours")

    reader.presses("请社区再看一次", {"why": "邻居可以作证"})

    assert status_of(record) == "submitted"
    assert "请社区再看一次" not in reader.opens("/me/hours").buttons
    assert "邻居可以作证" in reading_as(wang).opens(f"/records/{record.id}").text


def test_after_fifteen_days_no_objection_is_offered(reading_as, record, li, wang, now, clock):
    with transaction():
        records.reject(record, why="没有人来过", by=wang, now=now)
    clock.now = now + timedelta(days=16)

    assert "请社区再看一次" not in reading_as(li).opens("/me/hours").buttons


def test_a_worker_enters_a_sheet_of_paper(reading_as, he, wang, qian, li, now, clock):  # noqa: PLR0913
    order = an_accepted_order(an_open_need(now), li, now)
    clock.now = order.ends_at + timedelta(days=2)
    reader = reading_as(he).opens(f"/needs/{order.need_id}")

    reader.follows("补录").presses("补录", {"stay_minutes": "50"})

    reader = reading_as(wang).opens("/records/").follows("李卫民")
    assert "事后按纸质签名补录" in reader.text
    reader.presses("通过，记 50 分钟")
    assert "通过" not in " ".join(reader.opens(reader.path).buttons)
    second = reading_as(qian).opens("/records/?status=seconded").follows("李卫民")
    second.presses("通过，记 50 分钟")
    assert "补录" in reading_as(li).opens("/me/hours").text


@pytest.mark.parametrize("who", ["chen", "zhou"])
def test_others_do_not_see_the_sheet(reading_as, cast, li, now, who):
    order = an_accepted_order(an_open_need(now), li, now)

    assert reading_as(cast[who]).opens(f"/orders/{order.id}/enter-late").status == 404


def test_the_member_reads_the_whole_story_of_their_record(reading_as, approved, li, wang, now):
    with transaction():
        times = Times(came_at=time(10), stay_minutes=45, break_minutes=0)
        records.amend(approved, times=times, report="", why="看错了钟", by=wang, now=now)

    reader = reading_as(li).opens("/me/hours").follows("看经过")

    assert "审核通过：1 小时。" in reader.text
    assert "更正为 45 分钟，原来是 1 小时：看错了钟" in reader.text
    assert "从账上冲回：1 小时（账本第 2 条）。" in reader.text
    assert "· 社区书记" in reader.text and f"社区书记 {wang.name}" not in reader.text


def test_what_is_sealed_is_said(reading_as, approved, wang, now):
    reader = reading_as(wang).opens(f"/records/{approved.id}")
    assert "还有 2 条经过等着封存。" in reader.text
    assert f"社区书记 {wang.name}" not in reader.text, "her own steps are hers"

    with transaction():
        sealing.seal(0, now=now)

    assert "上面的经过都封存了" in reader.opens(f"/records/{approved.id}").text
