"""Which days are worked in China: national holidays, and weekends moved to make up for them.

Known as far as the library `holidays` knows them; the state announces each year the autumn before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import import_module
from typing import NamedTuple

from volunteer import clock

A_DAY = timedelta(days=1)
SATURDAY = 5
OFFICE = (time(9), time(17))
DAY = (time(8), time(20))  # when somebody is there for what is urgent, on any day


class _Year(NamedTuple):
    holidays: frozenset[date]
    worked_weekends: frozenset[date]


@cache
def _year(year: int) -> _Year:
    # Imported when first asked: it takes a while, and the first start must not. Asked for one year
    # at a time: the library's own filling of years is not safe among threads.
    found = import_module("holidays").country_holidays("CN", years=year, expand=False)
    return _Year(frozenset(found), frozenset(found.weekend_workdays))


def is_worked(day: date) -> bool:
    """Whether people work on this day, also when it is a Saturday or Sunday moved for a holiday."""
    known = _year(day.year)
    if day in known.worked_weekends:
        return True
    return day.weekday() < SATURDAY and day not in known.holidays


def is_holiday(day: date) -> bool:
    """Whether the day lies in the days off of a national holiday, its free weekend included."""
    if is_worked(day):
        return False
    off = {day, *_off(day, A_DAY), *_off(day, -A_DAY)}
    return any(one in _year(one.year).holidays for one in off)


def working_days(since: datetime, now: datetime) -> int:
    """Working days that began after that moment, on Shanghai's calendar."""
    first, last = clock.local(since).date(), clock.local(now).date()
    return sum(is_worked(first + timedelta(n)) for n in range(1, (last - first).days + 1))


def later(since: datetime, days: int) -> datetime:
    """The moment by which so many working days have passed: the same hour of the last of them, or
    the nearest at which somebody is in the office."""
    moment = clock.local(since)
    day, left = moment.date(), days
    while left:
        day += A_DAY
        left -= is_worked(day)
    opens, closes = OFFICE
    return clock.at(day, min(max(moment.time(), opens), closes))


def hours_later(since: datetime, hours: int) -> datetime:
    """The moment by which so many hours between eight and eight in the evening have passed."""
    moment, left = since, timedelta(hours=hours)
    while left:
        day = clock.local(moment).date()
        begins, ends = (clock.at(day, hour) for hour in DAY)
        passed = max(timedelta(), min(left, ends - max(moment, begins)))
        left -= passed
        moment = clock.at(day + A_DAY, DAY[0]) if left else max(moment, begins) + passed
    return moment


def _off(day: date, step: timedelta) -> Iterator[date]:
    """The days without work that follow without a gap."""
    while not is_worked(day := day + step):
        yield day
