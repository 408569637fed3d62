"""One's tasks in a calendar program."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from tests.build import ANYONE_CAN, an_accepted_order, an_offer, an_open_need
from tests.cast import EAST_LANE, ZHAO
from volunteer.db import transaction
from volunteer.needs.types import Cancellation
from volunteer.orders import actions as orders


@pytest.fixture
def address(cast, li, reading_as):
    """Where Li's calendar program reads."""
    reader = reading_as(li).opens("/me/calendar").presses("开通日历订阅")
    return feed_on(reader)


def feed_on(reader) -> str:
    return next(href for href in reader.page.links.values() if href.startswith("/calendar/"))


def events(visitor, path):
    answer = visitor.client.get(path)
    assert answer.mimetype == "text/calendar"
    return Calendar.from_ical(answer.data).walk("VEVENT")


def test_an_offer_is_tentative_a_yes_certain_and_what_is_off_says_so(
    cast, li, wang, now, visitor, address
):
    asked = an_offer(an_open_need(now), li, now)
    (tentative,) = events(visitor, address)
    with transaction():
        orders.accept(asked, by=li, now=now, travel=timedelta())
    (certain,) = events(visitor, address)
    with transaction():
        orders.cancel_need(asked.need, reason=Cancellation.NO_LONGER_NEEDED, by=wang, now=now)
    (off,) = events(visitor, address)

    found = (tentative, certain, off)
    assert [one["STATUS"] for one in found] == ["TENTATIVE", "CONFIRMED", "CANCELLED"]
    assert len({str(one["UID"]) for one in found}) == 1
    assert tentative["SEQUENCE"] < certain["SEQUENCE"] < off["SEQUENCE"]
    assert [len(one.walk("VALARM")) for one in found] == [0, 1, 0]


def test_an_event_stands_at_its_hour_in_shanghai(cast, li, now, visitor, address):
    order = an_accepted_order(an_open_need(now), li, now)
    raw = visitor.client.get(address).text
    (event,) = events(visitor, address)

    assert "DTSTART;TZID=Asia/Shanghai:20261121T100000" in raw
    assert "BEGIN:VTIMEZONE" in raw and "TZOFFSETTO:+0800" in raw
    assert (event.start, event.end) == (order.starts_at, order.ends_at)


def test_a_calendar_tells_no_door_and_no_phone(cast, li, now, visitor, address):
    an_accepted_order(an_open_need(now), li, now)

    text = "".join(visitor.client.get(address).text.split("\r\n "))

    assert f"{EAST_LANE} 第一网格" in text
    assert not [one for one in (ZHAO["address"], ZHAO["contact_phone"], "赵奶奶") if one in text]


def test_an_event_is_where_one_meets(cast, li, now, visitor, address):
    an_accepted_order(an_open_need(now, meeting_point="小区东门"), li, now)

    (event,) = events(visitor, address)

    assert event["LOCATION"] == f"{EAST_LANE} 第一网格，碰头：小区东门"


def test_only_ones_own_tasks_are_in_it(cast, zhou, now, visitor, address):
    an_accepted_order(an_open_need(now, **ANYONE_CAN), zhou, now)

    assert events(visitor, address) == []


def test_a_new_address_ends_the_old_one(cast, li, reading_as, visitor, address):
    reader = reading_as(li).opens("/me/calendar").presses("换一个地址")

    assert visitor.client.get(address).status_code == 404
    assert visitor.client.get(feed_on(reader)).status_code == 200


def test_a_closed_calendar_is_read_by_nobody(cast, li, reading_as, visitor, address):
    reading_as(li).opens("/me/calendar").presses("关掉订阅")

    assert visitor.client.get(address).status_code == 404


def test_one_order_is_put_into_a_calendar_by_hand(cast, li, now, reading_as):
    order = an_accepted_order(an_open_need(now), li, now)
    reader = reading_as(li).opens(f"/orders/{order.id}")

    (event,) = events(reader, reader.page.links["放进日历"])

    assert event["SUMMARY"] == "修水龙头"
