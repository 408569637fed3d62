"""When people of the district do things: awake, in the office, on which day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from volunteer import clock

AWAKE = (time(7, 30), time(21, 30))
OFFICE = (time(8, 40), time(17, 20))
SATURDAY = 5


def awake(moment: datetime, chance: Random) -> datetime:
    """The moment, or some minutes after people are up again."""
    return _within(moment, AWAKE, chance, weekdays_only=False)


def at_work(moment: datetime, chance: Random) -> datetime:
    """The moment, or some minutes after the office opens again."""
    return _within(moment, OFFICE, chance, weekdays_only=True)


def still_awake(moment: datetime) -> datetime:
    """The moment, or as late on the evening before as the night was long past bedtime."""
    here = clock.local(moment)
    opens, closes = AWAKE
    if opens <= here.time() <= closes:
        return moment
    evening = here.date() if here.time() > closes else here.date() - timedelta(days=1)
    minutes = timedelta(minutes=here.minute + here.hour % 3)
    return clock.at(evening, closes) - minutes


def weekday(day: date) -> bool:
    """Whether the office is open that day."""
    return day.weekday() < SATURDAY


def _within(
    moment: datetime, opening: tuple[time, time], chance: Random, *, weekdays_only: bool
) -> datetime:
    here = clock.local(moment)
    opens, closes = opening
    day = here.date()
    if here.time() <= closes and (weekday(day) or not weekdays_only):
        if here.time() >= opens:
            return moment
    else:
        day += timedelta(days=1)
        while weekdays_only and not weekday(day):
            day += timedelta(days=1)
    return clock.at(day, opens) + timedelta(minutes=chance.randrange(1, 90))
