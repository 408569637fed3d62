"""The three rates count what residents said and what staff did, and never silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import a_need, a_record, an_open_need
from tests.web.staff import a_question, a_word
from volunteer.db import transaction
from volunteer.figures.rates import Rate, rates_of
from volunteer.needs import actions as needs
from volunteer.needs.models import LinkHolder
from volunteer.needs.types import Cancellation
from volunteer.reviews.models import Outcome

A_WEEK = timedelta(days=7)


@pytest.fixture
def rates(cast, now):
    return lambda later=A_WEEK: rates_of([1, 2], since=now - A_WEEK, now=now + later)[1]


def served(now, by, hour):
    need = an_open_need(now, time=hour)
    a_record(need, by, now)
    return need


@pytest.fixture
def three_services(cast, now):
    return [served(now, cast["li"], (now + timedelta(hours=h)).time()) for h in (0, 2, 4)]


def test_what_was_decided_or_asked_back_within_a_working_day_is_in_time(cast, now, rates):
    an_open_need(now)
    a_question(a_need(now), cast["wang"], now + timedelta(hours=3))
    a_question(a_need(now), cast["wang"], now + timedelta(days=6))
    a_need(now)  # nobody has looked at it

    assert rates().response == Rate(2, 4)


def test_a_need_whose_day_has_not_passed_is_not_counted_yet(cast, now, rates):
    a_need(now)

    assert rates(timedelta(hours=1)).response == Rate(0, 0)


def test_what_the_resident_took_back_before_asks_nothing_of_the_community(cast, now, rates):
    need = a_need(now)
    with transaction():
        needs.cancel(need, reason=Cancellation.NO_LONGER_NEEDED, by=LinkHolder(need.id), now=now)

    assert rates().response == Rate(0, 0)


def test_partly_is_not_solved_and_silence_is_nothing(three_services, now, rates):
    solved, partly, _silent = three_services
    a_word(solved, Outcome.SOLVED, now, satisfaction=5)
    a_word(partly, Outcome.PARTLY, now, satisfaction=3)

    found = rates()
    assert (found.resolution, found.partly) == (Rate(1, 2), 1)
    assert (found.satisfaction, found.barely) == (Rate(1, 2), 1)


def test_the_next_community_has_its_own_rates(three_services, now, cast):
    assert rates_of([2], since=now - A_WEEK, now=now)[2].resolution == Rate(0, 0)


def test_a_rate_of_nothing_says_nothing():
    assert (Rate(0, 0).share, Rate(0, 0).interval) == (None, None)


def test_of_few_answers_little_is_known():
    low, high = Rate(4, 5).interval

    # Wilson's interval for 4 of 5 at 95 %, by hand.
    assert (round(low, 3), round(high, 3)) == (0.376, 0.964)
