"""Words for what comes again."""

from __future__ import annotations

from enum import Enum

from volunteer.series.lifecycle import SeriesStatus
from volunteer.series.rhythm import Rhythm
from volunteer.words import word as w

SERIES_WORDS: tuple[tuple[Enum, str], ...] = (
    (SeriesStatus.RUNNING, w("进行中")),
    (SeriesStatus.ENDED, w("已结束")),
    (Rhythm.WEEKLY, w("每周一次")),
    (Rhythm.MONTHLY_WEEKDAY, w("每月一次，按第几个周几")),
    (Rhythm.MONTHLY_DAY, w("每月一次，按几号")),
)
