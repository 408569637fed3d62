"""The matching board: run, look, steer, release, and see the answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.build import SATURDAY, TRAVEL, an_accepted_order, an_open_need, told
from tests.cast import member_of
from tests.web.staff import a_round, send, status_of
from volunteer.db import db, reading, transaction
from volunteer.members import actions as members
from volunteer.orders import actions as orders
from volunteer.orders.models import Order
from volunteer.rounds import actions as rounds
from volunteer.rounds.drafts import solve

NEXT_SATURDAY = SATURDAY + timedelta(days=7)
# Any of the three members of East Lane could come: Li and Zhou and Qian.
FOR_ANYBODY = {"skill": None, "type": "visit", "title": "陪伴聊天", "date": NEXT_SATURDAY}


def board(reading_as, person, found, by="need"):
    return reading_as(person).opens(f"/rounds/{found.id}?by={by}")


def asked():
    return db.session.scalars(sa.select(Order).order_by(Order.id)).all()


def test_one_press_lays_out_who_could_come_and_why(reading_as, wang, now):
    an_open_need(now, date=NEXT_SATURDAY)

    reader = reading_as(wang).opens("/rounds/").presses("排一份方案")

    assert reader.path.startswith("/rounds/")
    assert "配好了 1 对，1 个空位里还缺 0 个" in reader.text
    assert "李卫民" in reader.text
    assert "会“水暖维修”，那时有空，步行 1 分钟，近 30 天服务 0 分钟。" in reader.text
    assert asked() == []  # looking at a proposal disturbs nobody


def test_a_pinned_pair_stays_however_often_it_is_solved(reading_as, wang, now):
    an_open_need(now, **FOR_ANYBODY)
    found = a_round(wang, now)
    chosen = found.proposals[0].member_id

    reader = board(reading_as, wang, found).presses("固定")
    assert "固定" not in reader.buttons
    reader.presses("重新排").presses("放开")

    db.session.expire_all()
    assert [one.member_id for one in found.proposals] == [chosen]
    assert found.wishes == []


def test_a_pair_one_does_not_want_is_out_and_somebody_else_comes_in(reading_as, wang, now):
    an_open_need(now, **FOR_ANYBODY)
    found = a_round(wang, now)
    unwanted = found.proposals[0].member.person.name

    reader = board(reading_as, wang, found).presses("不要")
    assert "您改过了" in reader.text
    reader.presses("重新排")

    db.session.expire_all()
    assert len(found.proposals) == 1
    assert found.proposals[0].member.person.name != unwanted
    assert "放回" in reader.buttons
    assert "您改过了" not in reader.text


def test_a_pin_that_cannot_hold_any_more_is_said_and_the_board_stays(reading_as, wang, now):
    an_open_need(now, **FOR_ANYBODY)
    found = a_round(wang, now)
    reader = board(reading_as, wang, found).presses("固定")
    an_accepted_order(an_open_need(now, **FOR_ANYBODY), found.proposals[0].member.person, now)

    reader.presses("重新排")

    assert reader.status == 409
    assert "固定的这一对有冲突" in reader.text
    assert "放开" in reader.buttons


def test_releasing_says_how_many_are_asked_and_asks_them(reading_as, wang, li, now):
    an_open_need(now, date=NEXT_SATURDAY)
    found = a_round(wang, now)
    reader = board(reading_as, wang, found)
    assert "会向 1 位党员发出 1 份邀请，涉及 1 条需求" in reader.text

    reader.presses("确定发邀请")

    assert "发出了 1 份邀请" in reader.text
    assert [order.status for order in asked()] == ["offered"]
    assert "order_offered" in told(li)
    assert "固定" not in reader.buttons


def test_what_changed_meanwhile_is_not_asked_for(reading_as, wang, li, now):
    need = an_open_need(now, date=NEXT_SATURDAY)
    found = a_round(wang, now)
    an_accepted_order(need, li, now)

    reader = board(reading_as, wang, found).presses("确定发邀请")

    assert "有 1 份因为情况变了没有发" in reader.text
    assert "没有发，情况变了" in reader.text


def test_after_the_release_the_board_shows_the_answers(reading_as, wang, now):
    an_open_need(now, **{**FOR_ANYBODY, "headcount": 3})
    found = a_round(wang, now)
    reader = board(reading_as, wang, found).presses("确定发邀请")
    first, second, _third = asked()
    with transaction():
        orders.accept(first, by=first.member.person, now=now, travel=TRAVEL)
    with transaction():
        orders.decline(second, by=second.member.person, now=now)

    reader.opens(f"/rounds/{found.id}")

    assert "1 人接了，1 人还没答复" in reader.text
    assert {"已接单", "这次没接", "还没答复"} <= set(reader.page.words)


def test_what_changed_while_it_was_solved_is_said(reading_as, wang, li, now):
    need = an_open_need(now, date=NEXT_SATURDAY)
    with reading():
        draft = rounds.draft(need.community, by=wang, now=now, days=14, travel=TRAVEL)
    with transaction():
        members.pause(member_of(li), by=li, until=NEXT_SATURDAY, now=now)
    answer = solve(draft)
    with transaction():
        found = rounds.publish(draft, answer, by=wang, now=now)

    reader = board(reading_as, wang, found, by="gaps")

    assert "有 1 对已经不行，没有列出来" in reader.text
    assert "这个位子空了出来" in reader.text
    assert "改动过，重新排了才知道" in reader.text


def test_a_need_nobody_fits_shows_where_people_were_lost(reading_as, wang, now):
    an_open_need(now, skill="law", date=NEXT_SATURDAY)

    reader = board(reading_as, wang, a_round(wang, now), by="gaps")

    assert "要 1 人，还缺 1 人" in reader.text
    assert "卡在“有需要的特长和证书”" in reader.text
    assert {"本社区可以邀请的党员", "3 人", "0 人"} <= set(reader.page.words)
    assert "走得到" not in reader.text  # nobody was left to walk


def test_the_same_pairs_can_be_looked_at_by_person(reading_as, wang, now):
    an_open_need(now, title="修水龙头", date=NEXT_SATURDAY)
    found = a_round(wang, now)

    reader = board(reading_as, wang, found).follows("按人看 1")

    assert reader.page.headings[1:] == ["李卫民"]
    assert "1 单，共 1 小时" in reader.text
    assert reader.presses("不要").answer.request.args["by"] == "person"


def test_a_proposal_can_be_put_aside(reading_as, wang, now):
    an_open_need(now, date=NEXT_SATURDAY)
    found = a_round(wang, now)

    reader = board(reading_as, wang, found).presses("确定不用这份")

    assert reader.path == "/rounds/"
    assert status_of(found) == "discarded"
    assert asked() == []


def test_a_new_proposal_replaces_the_one_before(reading_as, wang, now):
    before = a_round(wang, now)
    reader = reading_as(wang).opens("/rounds/")
    assert "再排会替换它" in reader.text
    an_open_need(now, date=NEXT_SATURDAY)

    reader.presses("排一份方案")

    assert status_of(before) == "discarded"


def test_a_proposal_that_would_be_the_same_again_is_said_to_be(reading_as, wang, now, clock):
    an_open_need(now, date=NEXT_SATURDAY)
    found = a_round(wang, now)
    clock.now = now + timedelta(minutes=5)

    reader = reading_as(wang).opens("/rounds/").presses("排一份方案")
    assert "还是上次那份方案" in reader.text
    reader.presses("重新排")

    assert "情况没有变，还是这份方案" in reader.text
    assert status_of(found) == "proposed"


@pytest.mark.parametrize(("who", "status"), [("chen", 404), ("he", 404), ("zhou", 404)])
def test_the_board_is_the_secretarys_alone(reading_as, cast, now, who, status):
    found = a_round(cast["wang"], now)
    reader = reading_as(cast[who]).opens("/me/profile")

    assert send(reader, f"/rounds/{found.id}/release").status_code == status
    assert reader.opens(f"/rounds/{found.id}").status == status


@pytest.mark.parametrize(("who", "status"), [("he", 403), ("zhou", 403), ("chen", 403)])
def test_nobody_else_runs_a_round_here(reading_as, cast, who, status):
    reader = reading_as(cast[who]).opens("/me/profile")

    assert send(reader, "/rounds/", community_id="1").status_code == status
