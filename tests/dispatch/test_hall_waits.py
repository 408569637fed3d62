"""The plan comes before the fastest hand: the hall waits for the round, though not for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import ANYONE_CAN, SATURDAY, TRAVEL, an_open_need
from tests.cast import member_of
from tests.service import OPEN
from volunteer.needs.limits import USUAL
from volunteer.needs.types import Urgency
from volunteer.orders.hall import hall_for

IN_A_WEEK = {**ANYONE_CAN, "date": SATURDAY + timedelta(days=7)}
SHORT = {**IN_A_WEEK, "headcount": 20}  # so many that the round leaves room for the hall


def in_hall(person, now, limits=USUAL):
    found = hall_for(member_of(person), now=now, travel=TRAVEL, limits=limits)
    return [entry.need.id for entry in found]


@pytest.mark.parametrize(
    ("urgency", "shown"),
    [(Urgency.EMERGENCY, 1), (Urgency.URGENT, 1), (Urgency.NORMAL, 0), (Urgency.FLEXIBLE, 0)],
)
def test_before_any_round_the_hall_shows_only_what_cannot_wait(cast, wu, li, now, urgency, shown):
    an_open_need(now, **{**IN_A_WEEK, "urgency": urgency})

    assert len(in_hall(li, now)) == shown
    assert len(in_hall(li, now, OPEN)) == 1


@pytest.mark.parametrize(("urgency", "rounds"), [(Urgency.NORMAL, 1), (Urgency.FLEXIBLE, 2)])
def test_after_the_right_round_the_task_comes_into_the_hall(
    released, again, sun, now, urgency, rounds
):
    need = released(**{**SHORT, "urgency": urgency})

    shown = [need.id in in_hall(sun, now)]
    again()
    shown.append(need.id in in_hall(sun, now))

    assert shown == [rounds == 1, True]


@pytest.mark.parametrize(("urgency", "hours"), [(Urgency.NORMAL, 24), (Urgency.FLEXIBLE, 48)])
def test_where_no_round_comes_the_hall_waits_a_day_or_two(cast, wu, li, now, urgency, hours):
    need = an_open_need(now, **{**IN_A_WEEK, "urgency": urgency})
    opens = now + timedelta(hours=hours)

    assert in_hall(li, opens - timedelta(minutes=1)) == []
    assert in_hall(li, opens) == [need.id]


def test_a_day_before_its_start_every_task_is_in_the_hall(cast, li, now):
    need = an_open_need(now, **{**IN_A_WEEK, "urgency": Urgency.FLEXIBLE})

    assert in_hall(li, need.starts_at - timedelta(days=1)) == [need.id]
