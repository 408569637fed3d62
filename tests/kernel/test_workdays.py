"""Working days are those on which people in China work, moved weekends included."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from volunteer.clock import SHANGHAI, local
from volunteer.workdays import is_holiday, is_worked, later, working_days


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("submitted", "looked", "days"),
    [
        ("2026-11-20T10:00", "2026-11-20T18:00", 0),  # the same Friday
        ("2026-11-20T10:00", "2026-11-22T18:00", 0),  # a weekend
        ("2026-11-20T10:00", "2026-11-23T08:00", 1),
        ("2026-11-20T10:00", "2026-12-04T08:00", 10),
        ("2026-09-30T10:00", "2026-10-08T18:00", 1),  # the National Day week
        ("2026-09-30T10:00", "2026-10-11T18:00", 3),  # Saturday the 10th was worked for it
    ],
)
def test_only_working_days_count(submitted, looked, days):
    assert working_days(at(submitted), at(looked)) == days


@pytest.mark.parametrize(
    ("since", "days", "moment"),
    [
        ("2026-11-19T10:00", 1, "2026-11-20T10:00"),
        ("2026-11-21T10:00", 1, "2026-11-23T10:00"),  # from a Saturday to Monday
        ("2026-11-20T20:00", 1, "2026-11-23T17:00"),  # in the evening nobody is in the office
        ("2026-11-20T07:00", 1, "2026-11-23T09:00"),
        ("2026-09-30T10:00", 1, "2026-10-08T10:00"),
        ("2026-10-08T10:00", 2, "2026-10-10T10:00"),  # a worked Saturday
        ("2026-02-14T10:00", 1, "2026-02-24T10:00"),  # the Spring Festival
    ],
)
def test_a_working_day_later_somebody_is_in_the_office(since, days, moment):
    assert local(later(at(since), days)) == at(moment)


@pytest.mark.parametrize(
    ("day", "worked", "holiday"),
    [
        (date(2026, 2, 14), True, False),  # a Saturday worked for the Spring Festival
        (date(2026, 2, 15), False, True),  # the Sunday with which it begins
        (date(2026, 2, 21), False, True),  # the Saturday in its midst
        (date(2026, 1, 3), False, True),  # Saturday after New Year, worked on Sunday for it
        (date(2026, 1, 4), True, False),
        (date(2026, 10, 7), False, True),
        (date(2026, 10, 8), True, False),
        (date(2026, 11, 21), False, False),  # a usual Saturday
    ],
)
def test_a_holiday_has_its_free_weekend_and_no_moved_one(day, worked, holiday):
    assert (is_worked(day), is_holiday(day)) == (worked, holiday)
