"""Members are reminded as they wish, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import ANYONE_CAN, an_accepted_order, an_offer, an_open_need, told
from tests.cast import member_of
from volunteer.db import transaction
from volunteer.dispatch.reminding import evening_readers
from volunteer.dispatch.rules import Rules
from volunteer.members.models import Reminders
from volunteer.orders import actions as orders
from volunteer.orders.models import Release
from volunteer.settings import BadSetting, Settings

A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def wish(person, **wishes):
    with transaction():
        for name, value in wishes.items():
            setattr(member_of(person), name, value)


def reminders_of(person):
    return told(person).count("order_reminder")


@pytest.mark.parametrize(
    ("choice", "heard"),
    [(Reminders.BOTH, [1, 2]), (Reminders.DAY_BEFORE, [1, 1]), (Reminders.NONE, [0, 0])],
)
def test_a_member_is_reminded_as_they_chose(cast, li, now, tick, choice, heard):
    order = an_accepted_order(an_open_need(now), li, now)
    wish(li, reminders=choice)

    found = []
    for before in (A_DAY, AN_HOUR):
        for later in (timedelta(0), A_MINUTE, 2 * A_MINUTE):
            tick(order.starts_at - before + later)
        found.append(reminders_of(li))

    assert found == heard


def test_nobody_is_reminded_of_what_they_promised_a_moment_ago(cast, li, now, tick):
    order = an_accepted_order(an_open_need(now), li, now + 2 * AN_HOUR)

    tick(now + 2 * AN_HOUR + A_MINUTE)

    assert order.starts_at - now < A_DAY + 2 * AN_HOUR
    assert reminders_of(li) == 0


def test_what_was_given_back_is_not_reminded_of(cast, li, now, tick):
    order = an_accepted_order(an_open_need(now), li, now)
    with transaction():
        orders.release(order, reason=Release.OTHER, by=li, now=now)

    tick(order.starts_at - AN_HOUR)

    assert reminders_of(li) == 0


def test_in_the_evening_whoever_wants_hears_once_what_suits_them(cast, zhou, li, now, tick):
    an_open_need(now, **ANYONE_CAN)
    wish(zhou, wants_digest=True)
    evening = now.replace(hour=18)

    for minutes in (-10, 0, 5, 60):
        tick(evening + timedelta(minutes=minutes))

    assert told(zhou).count("hall_digest") == 1
    assert "hall_digest" not in told(li)


@pytest.mark.engine("sqlite")
def test_the_operator_chooses_the_hour_at_which_that_is_said(cast, zhou, now):
    wish(zhou, wants_digest=True)
    at_seven = Rules.of(Settings(digest_hour=19))

    heard = [
        len(evening_readers(now.replace(hour=hour, minute=minute), at_seven))
        for hour, minute in ((18, 59), (19, 0), (21, 59), (22, 0))
    ]

    assert heard == [0, 1, 1, 0]


@pytest.mark.parametrize("text", ["24", "-1", "noon"])
def test_an_hour_is_one_of_the_day(text):
    with pytest.raises(BadSetting):
        Settings.from_environment({"VOLUNTEER_DIGEST_HOUR": text})


def test_an_evening_on_which_nothing_suits_is_silent(cast, zhou, now, tick):
    wish(zhou, wants_digest=True)

    tick(now.replace(hour=18))

    assert "hall_digest" not in told(zhou)


@pytest.mark.parametrize(("offers", "asked"), [(4, 0), (5, 1), (7, 1)])
def test_five_unanswered_offers_in_a_row_ask_once_whether_to_pause(
    cast, zhou, now, tick, offers, asked
):
    for _ in range(offers):
        an_offer(an_open_need(now, **ANYONE_CAN), zhou, now)

    tick(now + timedelta(hours=12))
    tick(now + timedelta(hours=13))

    assert told(zhou).count("offers_unanswered") == asked


def test_an_answer_between_starts_the_row_anew(cast, zhou, now, tick):
    for number in range(6):
        offer = an_offer(an_open_need(now, **ANYONE_CAN), zhou, now)
        if number == 3:
            with transaction():
                orders.decline(offer, by=zhou, now=now)

    tick(now + timedelta(hours=12))

    assert "offers_unanswered" not in told(zhou)
