"""For you, and the hall: the next thing first, every button only where it would work."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tests.build import (
    ANYONE_CAN,
    an_accepted_order,
    an_offer,
    an_open_need,
    an_order_under_way,
)
from tests.cast import PASSWORD_HASH, PROFILE, member_of
from volunteer.db import transaction
from volunteer.members import actions as members
from volunteer.notices.actions import tell
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.queries import list_of

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


def held_by(person):
    return list(list_of(member_of(person), list(OrderStatus)))


def test_an_offer_shows_its_reason_and_is_accepted_by_one_press(reading_as, li, now):
    order = an_offer(an_open_need(now), li, now)

    reader = reading_as(li).opens("/me/")
    assert "您掌握“水暖维修”" in reader.text
    assert "11月21日 周六 10:00–11:00" in reader.text
    reader.presses("接单 修水龙头")

    assert order.status == "accepted"
    assert reader.path == f"/orders/{order.id}"


def test_an_offer_says_until_when_in_words(reading_as, li, now):
    an_offer(an_open_need(now), li, now)

    reader = reading_as(li).opens("/me/")

    assert "请在 11月20日 周五 21:00 前答复，还有 12 小时。" in reader.text


def test_declining_is_one_press_and_asks_nothing(reading_as, li, now):
    order = an_offer(an_open_need(now), li, now)

    reader = reading_as(li).opens("/me/").presses("这次不接 修水龙头")

    assert order.status == "declined"
    assert reader.path == "/me/"
    assert "好的，没关系" in reader.text


def test_an_offer_that_clashes_says_so_instead_of_a_button(reading_as, li, now):
    an_offer(an_open_need(now), li, now)
    an_accepted_order(an_open_need(now), li, now)

    reader = reading_as(li).opens("/me/")

    assert "接单 修水龙头" not in reader.buttons
    assert "这个时间您已经有一单" in reader.text
    assert "这次不接 修水龙头" in reader.buttons


def test_an_offer_whose_hour_has_come_is_not_shown_any_more(reading_as, li, clock, now):
    order = an_offer(an_open_need(now), li, now)
    clock.now = order.starts_at

    assert not [one for one in reading_as(li).opens("/me/").buttons if "接" in one]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (timedelta(hours=-20), "看地址和电话"),
        (timedelta(minutes=-30), "到了，去签到"),
        (timedelta(hours=2), "看这一单"),
    ],
)
def test_the_order_at_hand_comes_first_with_one_next_button(
    reading_as, li, clock, now, moment, words
):
    order = an_accepted_order(an_open_need(now), li, now)
    an_open_need(now, **ANYONE_CAN)
    clock.now = order.starts_at + moment

    reader = reading_as(li).opens("/me/")

    assert reader.page.headings[1] == "手头的单"
    assert reader.page.links[words].startswith(f"/orders/{order.id}")


def test_whoever_is_at_work_is_led_to_leaving(reading_as, li, clock, now):
    order = an_order_under_way(an_open_need(now), li, now)
    clock.now = order.starts_at + timedelta(minutes=30)

    reader = reading_as(li).opens("/me/").follows("做完了，去签退")

    assert "签退" in reader.buttons


def test_what_suits_is_taken_by_one_press(reading_as, li, now):
    need = an_open_need(now)

    reader = reading_as(li).opens("/me/").presses("接这一单 修水龙头")

    assert need.status == "staffed"
    assert "赵奶奶" in reader.text


def test_what_only_wishes_speak_against_may_be_taken_all_the_same(reading_as, li, now):
    need = an_open_need(now, date=MONDAY)

    reader = reading_as(li).opens("/me/")
    assert "不在您填的有空时间里" in reader.text
    reader.presses("仍然接单 修水龙头")

    assert need.status == "staffed"


@pytest.mark.parametrize("page", ["/me/", "/hall"])
def test_what_a_rule_forbids_has_a_reason_and_no_button(reading_as, zhou, now, page):
    an_open_need(now)

    reader = reading_as(zhou).opens(page)

    assert "需要的特长您还没有填" in reader.text
    assert not [one for one in reader.buttons if "修水龙头" in one]


def test_before_accepting_nobody_reads_address_phone_or_name(reading_as, li, now):
    need = an_open_need(now)
    order = an_offer(an_open_need(now, date=SUNDAY), li, now)

    for page in ("/me/", "/hall", f"/orders/{order.id}"):
        html = reading_as(li).opens(page).answer.text
        assert not [
            one for one in (need.address, need.contact_phone, need.contact_name) if one in html
        ]


def test_another_community_is_not_in_the_hall(reading_as, wu, now):
    an_open_need(now)

    assert "现在没有等人接的单" in reading_as(wu).opens("/hall").text


def test_the_hall_is_narrowed_to_a_day(reading_as, li, now):
    an_open_need(now, title="周六的事")
    an_open_need(now, title="周日的事", date=SUNDAY)

    reader = reading_as(li).opens("/hall").presses("看看", {"day": "2026-11-22"})

    assert "周日的事" in reader.text
    assert "周六的事" not in reader.text


def test_the_hall_is_narrowed_to_a_kind(reading_as, li, now):
    an_open_need(now, title="水管的事")
    an_open_need(now, **{**ANYONE_CAN, "title": "聊天的事"}, time=time(14))

    reader = reading_as(li).opens("/hall").presses("看看", {"group": "care"})

    assert "聊天的事" in reader.text
    assert "水管的事" not in reader.text


@pytest.mark.parametrize("asked", ["day=yesterday", "group=nothing", "day=2026-12-31"])
def test_nonsense_in_the_address_of_the_hall_is_no_trouble(reading_as, li, now, asked):
    an_open_need(now)

    assert reading_as(li).opens(f"/hall?{asked}").status == 200


def test_who_waits_for_confirmation_sees_the_hall_without_buttons(reading_as, cast, now):
    an_open_need(now, **ANYONE_CAN)
    with transaction():
        waiting = members.register(
            password_hash=PASSWORD_HASH,
            now=now,
            **{**PROFILE, "name": "郑文", "phone": "13900001111"},
        )

    reader = reading_as(waiting.person).opens("/me/").follows("任务大厅")

    assert "报到还没有确认" in reader.text
    assert not [one for one in reader.buttons if "接" in one]


@pytest.mark.parametrize("page", ["/me/", "/hall"])
def test_staff_who_are_no_members_are_shown_how_to_become_one(reading_as, wang, page):
    reader = reading_as(wang).opens(page).follows("现在报到")

    assert reader.path == "/register"


@pytest.mark.parametrize("page", ["/me/", "/hall", "/me/hours", "/me/profile", "/me/notices"])
def test_a_visitor_is_asked_to_sign_in_first(visitor, cast, page):
    assert visitor.opens(page).path == "/sign-in"


def test_after_five_unanswered_offers_the_page_asks_whether_to_pause_until_read(
    reading_as, zhou, now
):
    with transaction():
        tell([zhou.id], "offers_unanswered", about=member_of(zhou), now=now)

    reader = reading_as(zhou).opens("/me/")
    assert "要不要暂停接收邀请？" in reader.text
    reader.presses("不用，照常请我看").opens("/me/")

    assert "要不要暂停接收邀请？" not in reader.text
