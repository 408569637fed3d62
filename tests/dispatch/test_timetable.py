"""Where a community chose so, a round is run and released at its hour, once and by itself."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from tests.build import ANYONE_CAN, a_round_for, an_open_need, events_of, refused
from tests.cast import HOME
from volunteer.db import transaction
from volunteer.errors import Missing, NotAllowed
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.queries import orders_of
from volunteer.places.actions import ask_by_itself, choose_asking
from volunteer.places.queries import grid
from volunteer.rounds import actions as rounds
from volunteer.rounds.models import Ruling

FRIDAY, SATURDAY = 4, 5
SIX = time(18)


@pytest.fixture
def east(cast):
    """East Lane."""
    return grid(HOME).community


@pytest.fixture
def at_six(east, wang, now):
    """Wang chose Fridays at six; returns that hour."""
    choose(east, wang, now, days=[FRIDAY], hour=SIX)
    return now.replace(hour=18)


def choose(where, by, now, **chosen):
    with transaction():
        choose_asking(where, **{"asks_by_itself": False, **chosen}, by=by, now=now)


def offers(need):
    return [one for one in orders_of(need) if one.status == OrderStatus.OFFERED]


def test_at_its_hour_a_round_is_run_and_released_once(at_six, tick, now):
    need = an_open_need(now, **ANYONE_CAN)

    assert "release-rounds" not in tick(at_six - timedelta(minutes=1))
    assert tick(at_six)["release-rounds"] == 1
    (offer,) = offers(need)[:1]
    assert events_of(offer)[0].standing == "service"
    assert "release-rounds" not in tick(at_six + timedelta(minutes=1))


@pytest.mark.parametrize("hours", [24, 4], ids=["another day", "much too late"])
def test_another_hour_is_not_the_one_chosen(at_six, tick, now, hours):
    an_open_need(now, **ANYONE_CAN)

    assert "release-rounds" not in tick(at_six + timedelta(hours=hours))


def test_it_is_off_until_somebody_chooses_it(cast, tick, now):
    need = an_open_need(now, **ANYONE_CAN)

    for hour in range(9, 22):
        tick(now.replace(hour=hour))

    assert orders_of(need) == []


def test_what_the_secretary_steered_waits_for_them(at_six, east, wang, tick, now):
    need = an_open_need(now, **ANYONE_CAN)
    found = a_round_for(east, wang, now)
    pair = found.proposals[0]
    with transaction():
        rounds.rule(found, pair.need_id, pair.member_id, Ruling.PIN, by=wang, now=now)

    tick(at_six)

    assert (found.status, orders_of(need)) == ("proposed", [])


def test_each_choice_is_one_row_of_history(east, wang, now):
    choose(east, wang, now, days=[SATURDAY, FRIDAY], hour=SIX)
    choose(east, wang, now, asks_by_itself=True, days=[], hour=SIX)

    first, second = events_of(east)
    assert first.facts == {"asks_by_itself": False, "days": [4, 5], "hour": "18:00"}
    assert (second.facts["days"], east.round_hour, east.asks_by_itself) == ([], None, True)


def test_whoever_runs_the_service_leaves_one_row_for_each_change(east, wang, now):
    choose(east, wang, now, days=[FRIDAY], hour=SIX)

    for _ in range(2):
        with transaction():
            ask_by_itself(east, True, now=now)

    (_, by_command) = events_of(east)
    assert (by_command.standing, by_command.facts["asks_by_itself"]) == ("service", True)
    assert by_command.facts["days"] == [FRIDAY], "the timetable stays"


def test_days_need_an_hour(east, wang, now):
    with refused(Missing):
        choose_asking(east, asks_by_itself=False, days=[FRIDAY], hour=None, by=wang, now=now)


@pytest.mark.parametrize("who", ["he", "li", "chen"])
def test_only_its_secretary_chooses(cast, east, now, who):
    with refused(NotAllowed):
        choose_asking(east, asks_by_itself=True, days=[], hour=None, by=cast[who], now=now)
