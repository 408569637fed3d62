"""Free time: a week of 21 parts, each in three grades."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import IntEnum

from volunteer import clock
from volunteer.words import word as w


class Part(IntEnum):
    """The three parts of a day in which somebody may be asked."""

    MORNING = 0
    AFTERNOON = 1
    EVENING = 2


class Grade(IntEnum):
    """How gladly somebody would come then."""

    NO = 0
    RATHER_NOT = 1
    YES = 2


PART_HOURS = {
    Part.MORNING: (time(7), time(12)),
    Part.AFTERNOON: (time(12), time(18)),
    Part.EVENING: (time(18), time(22)),
}
PART_NAMES = {Part.MORNING: w("上午"), Part.AFTERNOON: w("下午"), Part.EVENING: w("晚上")}
GRADE_NAMES = {Grade.YES: w("有空"), Grade.RATHER_NOT: w("尽量不"), Grade.NO: w("没空")}
WEEKDAY_NAMES = (w("周一"), w("周二"), w("周三"), w("周四"), w("周五"), w("周六"), w("周日"))
WEEK_PARTS = 7 * len(Part)


def part_of_week(weekday: int, part: int) -> int:
    """Index 0..20 of a part of the week; Monday morning is 0."""
    return weekday * len(Part) + part


def is_within_hours(starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the window lies on one Shanghai day between 07:00 and 22:00."""
    start, end = clock.local(starts_at), clock.local(ends_at)
    return start.date() == end.date() and time(7) <= start.time() and end.time() <= time(22)


def parts_touched(starts_at: datetime, ends_at: datetime) -> list[int]:
    """The parts of the week, 0..20, that a window on one Shanghai day touches."""
    start = clock.local(starts_at)
    # The end itself is not touched: a task until 12:00 leaves the afternoon alone.
    last = clock.local(ends_at - timedelta(microseconds=1)).time()
    return [
        part_of_week(start.weekday(), part)
        for part, (begins, ends) in PART_HOURS.items()
        if start.time() < ends and begins <= last
    ]


def grade_for(free: dict[int, int], starts_at: datetime, ends_at: datetime) -> Grade:
    """The lowest grade over the parts a window touches."""
    touched = parts_touched(starts_at, ends_at)
    return Grade(min((free.get(part, Grade.NO) for part in touched), default=Grade.NO))
