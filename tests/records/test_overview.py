"""A year of one's hours at a glance; what a community hopes for is seen by the member alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.build import ANYONE_CAN, a_record, an_open_need, refused
from tests.cast import member_of
from volunteer.db import transaction
from volunteer.errors import NotAllowed
from volunteer.members.skills import Group
from volunteer.places.queries import community
from volunteer.records import actions, expected, ledger, overview
from volunteer.records.expected import Metric, Period

TODAY = date(2026, 11, 28)


@pytest.fixture
def served(li, wang, now):
    """Li mended a tap for 65 minutes, and kept Zhao company for 30 two days later."""
    tap = a_record(an_open_need(now), li, now, minutes=65)
    later = {**ANYONE_CAN, "date": date(2026, 11, 23)}
    chat = a_record(an_open_need(now, **later), li, now, minutes=30)
    with transaction():
        for record in (tap, chat):
            actions.approve(record, by=wang, now=now)
    return tap, chat


def test_a_year_sums_up_to_the_ledger_however_it_is_cut(served, li):
    year = overview.year_of(overview.served_by(member_of(li)), 2026)

    assert year.months == (0,) * 10 + (95, 0)
    assert dict(year.groups) == {Group.REPAIR: 65, Group.CARE: 30}
    assert year.days == {date(2026, 11, 21): 65, date(2026, 11, 23): 30}
    assert year.minutes == ledger.minutes_of(member_of(li))


def test_what_is_taken_back_is_not_there(served, li, wang, now):
    with transaction():
        ledger.take_back(served[0], why="重复", by=wang, now=now)

    assert overview.year_of(overview.served_by(member_of(li)), 2026).minutes == 30


@pytest.mark.parametrize(("hours", "number"), [(99, 0), (100, 1), (999, 3), (1500, 5), (9999, 5)])
def test_stars_come_with_the_hours(hours, number):
    assert overview.stars(hours * 60) == number


def hope(now, by, **more):
    said = {"metric": Metric.TIMES, "period": Period.QUARTER, "minimum": 2, **more}
    with transaction():
        return expected.expect(community(1), **said, by=by, now=now)


@pytest.mark.parametrize(("metric", "far"), [(Metric.TIMES, (2, 2)), (Metric.HOURS, (95, 120))])
def test_progress_counts_the_running_period(served, li, wang, now, metric, far):
    hoping = hope(now, wang, metric=metric)
    all_of_it = overview.served_by(member_of(li))

    found = expected.progress(hoping, all_of_it, today=TODAY)

    assert (found.done, found.hoped) == far
    assert expected.progress(hoping, all_of_it, today=date(2027, 1, 2)).done == 0


@pytest.mark.parametrize(
    ("period", "begin"),
    [(Period.QUARTER, (10, 1)), (Period.HALF, (7, 1)), (Period.YEAR, (1, 1))],
)
def test_a_period_begins_with_its_first_month(period, begin):
    assert expected.period_begin(period, TODAY) == date(2026, *begin)


def test_a_new_hope_ends_the_one_before_and_both_stay(wang, now):
    first = hope(now, wang)
    second = hope(now + timedelta(days=1), wang, minimum=3)

    assert expected.expectation_of(1) is second
    assert (first.ended_at, first.ended_by_id) == (now + timedelta(days=1), wang.id)

    with transaction():
        expected.expect_nothing(community(1), by=wang, now=now + timedelta(days=2))
    assert expected.expectation_of(1) is None


@pytest.mark.parametrize("who", ["li", "he", "chen"])
def test_only_its_secretary_speaks_for_the_community(cast, now, who):
    with refused(NotAllowed):
        expected.expect_nothing(community(1), by=cast[who], now=now)
