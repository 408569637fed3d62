"""Which days a rhythm falls on; the first day says which weekday or day of the month it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

SHORTEST_MONTH = 28  # days


class Rhythm(StrEnum):
    """How often."""

    WEEKLY = "weekly"
    MONTHLY_WEEKDAY = "monthly_weekday"  # the second Saturday; a fifth one means the last
    MONTHLY_DAY = "monthly_day"  # the 31st; the last day of shorter months


def days(rhythm: Rhythm, first: date, *, since: date, until: date) -> Iterator[date]:
    """The days of the rhythm from `first` on that lie in these bounds, both counted in."""
    rule = rrule(
        dtstart=datetime.combine(first, time()),
        until=datetime.combine(until, time()),
        **_rule(rhythm, first),
    )
    for moment in rule.xafter(datetime.combine(since, time()), inc=True):
        yield moment.date()


def _rule(rhythm: Rhythm, first: date) -> dict[str, Any]:
    if rhythm == Rhythm.WEEKLY:
        return {"freq": WEEKLY}
    if rhythm == Rhythm.MONTHLY_WEEKDAY:
        week = (first.day - 1) // 7 + 1
        return {
            "freq": MONTHLY,
            "byweekday": weekday(first.weekday(), -1 if week > SHORTEST_MONTH // 7 else week),
        }
    # Of the days up to the one that is meant, the last that the month has.
    month_days = range(min(first.day, SHORTEST_MONTH), first.day + 1)
    return {"freq": MONTHLY, "bymonthday": list(month_days), "bysetpos": -1}
