"""How many at once and how long a turn is, by hand: so many people that 0.03 would all say no."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from volunteer.dispatch.waves import MISS, Answers
from volunteer.dispatch.waves import pace as waves

AN_HOUR, MOST = timedelta(hours=1), 10
pace = partial(waves, most=MOST)
BY_HAND = [
    # hours left, chance, at once, minutes of a turn; with a half 5.06 people are needed
    (2000, 0.5, 1, 11861),
    (20.24, 0.5, 1, 120),
    (12, 0.5, 2, 120),  # three turns for five people, in half of the time
    (4, 0.5, 6, 120),
    (1, 0.1, MOST, 120),
    (120, 0.97, 1, 3600),
]


@pytest.mark.parametrize(("hours", "chance", "at_once", "minutes"), BY_HAND)
def test_the_pace_spreads_the_people_needed_over_half_of_the_time_left(
    hours, chance, at_once, minutes
):
    found = pace(hours * AN_HOUR, chance, 2 * AN_HOUR)

    assert found.at_once == at_once
    assert found.turn / timedelta(minutes=1) == pytest.approx(minutes, rel=0.01)


@pytest.mark.parametrize("hours", [4, 8, 20, 80, 320])
def test_all_turns_in_half_of_the_time_miss_as_rarely_as_aimed_at(hours):
    chance, left = 0.4, hours * AN_HOUR
    found = pace(left, chance, 2 * AN_HOUR)

    assert (1 - chance) ** (found.at_once * left / 2 / found.turn) <= MISS * 1.001


def test_the_nearer_the_start_the_more_are_asked_and_the_sooner():
    paces = [pace(hours * AN_HOUR, 0.3, 2 * AN_HOUR) for hours in (160, 40, 12, 5, 1)]

    assert [one.at_once for one in paces] == sorted(one.at_once for one in paces)
    assert [one.turn for one in paces] == sorted((one.turn for one in paces), reverse=True)


def test_there_is_always_one_more_turn():
    assert pace(timedelta(0), 0.3, AN_HOUR).turns(timedelta(0)) == 1
    assert pace(160 * AN_HOUR, 0.3, AN_HOUR).turns(160 * AN_HOUR) == 9


def test_what_is_believed_gives_way_to_what_is_seen():
    assert Answers().chance == 0.3
    assert Answers(yes=90, asked=100).chance > 0.8
    assert 0 < Answers(yes=0, asked=1000).chance < 0.01
