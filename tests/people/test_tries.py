"""Guessing is slow, and stops nobody but whoever guesses."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from threading import Thread

import pytest

from tests.build import refused
from volunteer.db import db, transaction
from volunteer.errors import TooManyTries
from volunteer.people import tries
from volunteer.people.tries import COOL_DOWN, MOST, MOST_IN_A_ROW, WINDOW, Lane


def tried(now, key="of Li", times=1):
    """How many of these tries were looked at."""
    looked_at = 0
    for _ in range(times):
        with suppress(TooManyTries), transaction():
            tries.count(key, now=now)
            looked_at += 1
    return looked_at


def test_ten_tries_are_looked_at_in_a_quarter_of_an_hour(app, now):
    assert tried(now, times=MOST + 5) == MOST
    assert tried(now + WINDOW - timedelta(seconds=1)) == 0
    assert tried(now + WINDOW) == 1


def test_tries_in_one_lane_stop_nobody_in_another(app, now):
    tried(now, "strangers", times=MOST + 5)

    assert tried(now, "the phone at home") == 1


def test_the_right_one_wipes_the_slate(app, now):
    tried(now, times=MOST)
    with transaction():
        tries.forgive("of Li")

    assert tried(now, times=MOST + 1) == MOST


def test_after_a_hundred_in_a_row_the_lane_rests_for_a_day(app, now):
    windows = [now + WINDOW * number for number in range(12)]

    assert sum(tried(moment, times=MOST) for moment in windows) == MOST_IN_A_ROW
    assert tried(windows[9] + COOL_DOWN) == 1


def test_what_nobody_tried_for_a_month_is_forgotten(app, now):
    tried(now, "of Zhou")
    tried(now + timedelta(days=30), "of Li")

    assert db.session.scalars(db.select(Lane.key)).all() == ["of Li"]


def test_no_more_than_ten_of_many_at_one_moment_are_looked_at(app, now):
    looked_at = []

    def one():
        with app.app_context():
            looked_at.append(tried(now, times=4))

    crowd = [Thread(target=one) for _ in range(5)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()

    assert sum(looked_at) == MOST


@pytest.mark.engine("sqlite")
def test_a_lane_may_be_narrower(app, now):
    with transaction():
        tries.count("letters", now=now, most=1)

    with refused(TooManyTries):
        tries.count("letters", now=now + timedelta(minutes=14), most=1)
