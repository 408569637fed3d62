"""What comes again, on pages: the secretary settles it once, a member takes it on."""

from __future__ import annotations

import sqlalchemy as sa

from tests.build import ANYONE_CAN, TRAVEL, a_series, an_adopted_series, an_open_need
from volunteer.db import db, transaction
from volunteer.orders.models import Order
from volunteer.series import actions as series
from volunteer.series.models import Series

WEEKLY = {"rhythm": "weekly", "starts_on": "2026-11-28", "ends_on": "2027-02-27"}


def test_a_need_is_made_to_come_every_week(reading_as, wang, now):
    need = an_open_need(now, **ANYONE_CAN)
    reader = reading_as(wang).opens(f"/needs/{need.id}").follows("每周或每月都要来")

    reader.presses("定下来", WEEKLY)

    assert "每星期六" in reader.text and "10:00–11:00" in reader.text
    assert "11月28日 周六" in reader.text


def test_what_cannot_be_is_said_beside_its_field(reading_as, wang, now):
    need = an_open_need(now, **ANYONE_CAN)
    reader = reading_as(wang).opens(f"/needs/{need.id}/repeat")

    reader.presses("定下来", {**WEEKLY, "ends_on": "2026-11-27"})

    assert reader.status == 422
    assert "要在第一次之后，最长一年。" in reader.text


def test_a_member_takes_it_on_and_leaves_out_a_date(reading_as, zhou, now):
    a_series(now)
    reader = reading_as(zhou).opens("/me/series").follows("陪伴聊天")

    reader.presses("认领")
    assert reader.status == 422, "first they agree"
    reader.presses("认领", {"agreed": "1"}).presses("确定这次来不了")

    assert "这一次会另找人，不影响以后的。" in reader.text
    found = db.session.scalars(sa.select(Series)).one()
    assert found.is_adopted
    reader.presses("确定不再认领")
    db.session.expire_all()
    assert not found.is_adopted


def test_the_secretary_leaves_out_a_date_changes_and_ends_it(reading_as, wang, zhou, now):
    found = an_adopted_series(now, zhou)
    reader = reading_as(wang).opens("/series/").follows("陪伴聊天")

    reader.presses("确定这次不来")
    assert "这次不用来" in reader.text
    reader.presses("改好了", {"minutes": "90"})
    assert "10:00–11:30" in reader.text and "还没有人认领" in reader.text
    reader.presses("结束定期安排")

    assert f"/series/{found.id}" == reader.path
    assert "结束了，不再有新的日子" in reader.text


def test_a_date_that_came_by_itself_tells_its_story_to_each(reading_as, wang, zhou, now):
    found = an_adopted_series(now, zhou)
    with transaction():
        series.make(found, now=now, ahead=14, travel=TRAVEL)
    kept = sa.select(Order).where(Order.member_id == found.member_id).order_by(Order.id.desc())
    order = db.session.scalars(kept).first()

    staff = reading_as(wang).opens(f"/needs/{order.need_id}").text
    own = reading_as(zhou).opens(f"/orders/{order.id}").text

    assert "按定期安排，又到了这一次。" in staff and "按定期安排，这一次还是" in staff
    assert "按您认领的定期安排，这一次是您的。" in own
