"""The only reader of the clock. Delivery asks once per request and hands `now` down."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
SATURDAY = 5


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The moment as the clock on the wall in Shanghai shows it."""
    return moment.astimezone(SHANGHAI)


def at(day: date, hour: time) -> datetime:
    """The moment when the wall clock in Shanghai shows this day and hour."""
    return datetime.combine(day, hour, SHANGHAI).astimezone(UTC)


def working_days(since: datetime, now: datetime) -> int:
    """Mondays to Fridays that began after that moment, on Shanghai's calendar."""
    first, last = local(since).date(), local(now).date()
    passed = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(day.weekday() < SATURDAY for day in passed)
