"""The secretary chooses how people are asked, and sees by what the service reckons."""

from __future__ import annotations

from tests.build import ANYONE_CAN, an_accepted_order, an_offer, an_open_need
from tests.cast import HOME
from volunteer.db import db, transaction
from volunteer.orders import actions as orders
from volunteer.places.queries import grid


def test_the_secretary_chooses_a_timetable(reading_as, wang, now):
    reader = reading_as(wang).opens("/rounds/").follows("怎么请人")

    reader.presses("就这样", {"days": ["0", "4"], "hour": "18:00", "asks_by_itself": "1"})

    db.session.expire_all()
    east = grid(HOME).community
    assert (east.round_days, f"{east.round_hour:%H:%M}", east.asks_by_itself) == (
        [0, 4], "18:00", True,
    )  # fmt: skip
    assert "系统自己接着问下一位。 星期一、星期五 18:00 自动发。" in reader.text


def test_days_without_an_hour_are_asked_for_it(reading_as, wang, now):
    reader = reading_as(wang).opens("/communities/1/asking")

    reader.presses("就这样", {"days": ["0"]})

    assert reader.status == 422
    assert "选了日子，还要选几点。" in reader.text


def test_the_chance_of_a_yes_is_there_to_be_read(reading_as, wang, li, zhou, now):
    offer = an_offer(an_open_need(now, **ANYONE_CAN), zhou, now)
    with transaction():
        orders.decline(offer, by=zhou, now=now)
    an_accepted_order(an_open_need(now), li, now)

    reader = reading_as(wang).opens("/communities/1/asking")

    # (0 + 3) / (1 + 10): whoever took a task by themselves was not asked.
    assert "0 / 1" in reader.text and "10 点 27%" in reader.text
