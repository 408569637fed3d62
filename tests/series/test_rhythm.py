"""The days of a rhythm, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from volunteer.series.rhythm import Rhythm, days

YEAR_END = date(2027, 12, 31)
BY_HAND = [
    # first day, rhythm, the days that follow
    (date(2026, 11, 21), Rhythm.WEEKLY, ["2026-11-21", "2026-11-28", "2026-12-05"]),
    (date(2026, 11, 21), Rhythm.MONTHLY_WEEKDAY, ["2026-11-21", "2026-12-19", "2027-01-16"]),
    # A fifth Saturday is the last of each month.
    (date(2027, 1, 30), Rhythm.MONTHLY_WEEKDAY, ["2027-01-30", "2027-02-27", "2027-03-27"]),
    (date(2026, 11, 15), Rhythm.MONTHLY_DAY, ["2026-11-15", "2026-12-15", "2027-01-15"]),
    (date(2026, 12, 31), Rhythm.MONTHLY_DAY, ["2026-12-31", "2027-01-31", "2027-02-28"]),
    (date(2026, 12, 30), Rhythm.MONTHLY_DAY, ["2026-12-30", "2027-01-30", "2027-02-28"]),
    (date(2028, 1, 29), Rhythm.MONTHLY_DAY, ["2028-01-29", "2028-02-29", "2028-03-29"]),
]


@pytest.mark.parametrize(("first", "rhythm", "expected"), BY_HAND)
def test_a_rhythm_falls_on_these_days(first, rhythm, expected):
    found = [*days(rhythm, first, since=first, until=date(2028, 12, 31))]

    assert [str(one) for one in found[:3]] == expected


def test_every_month_has_its_day_once():
    found = [*days(Rhythm.MONTHLY_DAY, date(2026, 12, 31), since=date(2027, 1, 1), until=YEAR_END)]

    assert [one.month for one in found] == [*range(1, 13)]


def test_bounds_are_counted_in():
    saturday = date(2026, 11, 21)

    assert [*days(Rhythm.WEEKLY, saturday, since=saturday, until=saturday)] == [saturday]
