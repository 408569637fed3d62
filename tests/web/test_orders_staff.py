"""What staff note about somebody who took a task."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.build import an_accepted_order, an_open_need, an_order_under_way, told
from tests.web.staff import send, status_of
from volunteer.db import db
from volunteer.records.models import Record


def test_staff_note_that_somebody_came_without_the_code(reading_as, he, li, clock, now):
    order = an_accepted_order(an_open_need(now), li, now)
    clock.now = order.starts_at

    reader = reading_as(he).opens(f"/needs/{order.need_id}").presses("人到了")

    assert status_of(order) == "checked_in"
    assert order.presence == "staff"
    assert "李卫民到了（社区代签）。" in reader.text


def test_staff_note_that_somebody_left_and_the_minutes_wait(reading_as, he, li, clock, now):
    order = an_order_under_way(an_open_need(now), li, now)
    clock.now = order.starts_at + timedelta(minutes=70)

    reader = reading_as(he).opens(f"/needs/{order.need_id}").presses("确定做完走了")

    assert status_of(order) == "completed"
    assert db.session.scalars(sa.select(Record)).one().minutes == 70
    assert "时长 1 小时 10 分钟" in " ".join(reader.page.links)


def test_half_an_hour_after_the_start_a_miss_may_be_noted(reading_as, he, li, clock, now):
    order = an_accepted_order(an_open_need(now), li, now)
    clock.now = order.starts_at + timedelta(minutes=29)
    reader = reading_as(he).opens(f"/needs/{order.need_id}")
    assert "确定没有来" not in reader.buttons

    clock.now = order.starts_at + timedelta(minutes=30)
    reader.opens(f"/needs/{order.need_id}").presses("确定没有来")

    assert status_of(order) == "no_show"
    assert "order_missed" in told(li)


@pytest.mark.parametrize("what", ["check-in-by-staff", "miss", "leave-by-staff"])
@pytest.mark.parametrize(("who", "status"), [("zhou", 404), ("chen", 404)])
def test_strangers_note_nothing(reading_as, cast, li, clock, now, what, who, status):  # noqa: PLR0913
    order = an_accepted_order(an_open_need(now), li, now)
    clock.now = order.starts_at + timedelta(minutes=30)
    reader = reading_as(cast[who]).opens("/me/profile")

    answer = send(reader, f"/orders/{order.id}/{what}")

    assert answer.status_code == status
    assert status_of(order) == "accepted"


def test_nobody_notes_their_own_coming_as_staff(reading_as, qian, wang, clock, now):
    order = an_accepted_order(an_open_need(now, skill=None), qian, now)
    clock.now = order.starts_at + timedelta(minutes=30)

    assert "人到了" not in reading_as(qian).opens(f"/needs/{order.need_id}").buttons
    assert "人到了" in reading_as(wang).opens(f"/needs/{order.need_id}").buttons
