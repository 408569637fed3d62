"""The only reader of the clock. Delivery asks once per request and hands `now` down."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The moment as the clock on the wall in Shanghai shows it."""
    return moment.astimezone(SHANGHAI)


def at(day: date, hour: time) -> datetime:
    """The moment when the wall clock in Shanghai shows this day and hour."""
    return datetime.combine(day, hour, SHANGHAI).astimezone(UTC)
