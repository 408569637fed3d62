"""Words for what comes again: how often, how each date stands, what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import NamedTuple

from flask_babel import format_date, gettext

from volunteer.history.queries import story
from volunteer.people.queries import names
from volunteer.series.lifecycle import SeriesStatus
from volunteer.series.models import Series
from volunteer.series.rhythm import SHORTEST_MONTH, Rhythm
from volunteer.web import times
from volunteer.words import word as w

SERIES_WORDS: tuple[tuple[Enum, str], ...] = (
    (SeriesStatus.RUNNING, w("进行中")),
    (SeriesStatus.ENDED, w("已结束")),
    (Rhythm.WEEKLY, w("每周一次")),
    (Rhythm.MONTHLY_WEEKDAY, w("每月一次，按第几个周几")),
    (Rhythm.MONTHLY_DAY, w("每月一次，按几号")),
)
DAYS = ("day", "starts_on", "ends_on")  # facts of the history
NTH = (w("第一个"), w("第二个"), w("第三个"), w("第四个"), w("最后一个"))
STORY: Mapping[str, str] = {
    "begin": w("定下来了：{hour} 开始，到 {ends_on} 为止。"),
    "change": w("改了：从 {starts_on} 起 {hour} 开始，到 {ends_on} 为止。"),
    "skip": w("{day} 这一次不用来。"),
    "adopt": w("认领了，同意每次都来：{hour} 开始，每次 {minutes} 分钟，到 {ends_on} 为止。"),
    "leave": w("不再认领。"),
    "let_go": w("搬到别的社区，不再认领。"),
    "miss_one": w("{day} 来不了，另找人。"),
    "end": w("结束了。"),
    "run_out": w("最后一次过了，自动结束。"),
}


class Line(NamedTuple):
    """One thing that happened, and who did it."""

    when: datetime
    sentence: str
    who: str


def story_of(found: Series) -> list[Line]:
    """What happened to the series, oldest first, with who did it. Callers have checked who asks."""
    events = story(found.journey.kind, [found.id])
    people = names({one.by_person_id for one in events if one.by_person_id})
    return [
        Line(
            one.at,
            gettext(STORY[one.verb]).format(**_in_words(one.facts)),
            people.get(one.by_person_id or 0, ""),
        )
        for one in events
    ]


def how_often(found: Series) -> str:
    """The rhythm in a few words: every Saturday, the second Saturday, the 31st of the month."""
    first = found.starts_on
    weekday = format_date(first, "EEEE")
    if found.rhythm == Rhythm.WEEKLY:
        return gettext("每%(weekday)s", weekday=weekday)
    if found.rhythm == Rhythm.MONTHLY_WEEKDAY:
        nth = gettext(NTH[(first.day - 1) // 7])
        return gettext("每月%(nth)s%(weekday)s", nth=nth, weekday=weekday)
    if first.day > SHORTEST_MONTH:
        return gettext("每月 %(n)s 日，没有这一天的月份在最后一天", n=first.day)
    return gettext("每月 %(n)s 日", n=first.day)


def hours_of(found: Series) -> str:
    """From when until when on the wall clock: 10:00–11:00."""
    ends = datetime.combine(found.starts_on, found.hour) + timedelta(minutes=found.minutes)
    return f"{found.hour:%H:%M}–{ends:%H:%M}"


def _in_words(facts: Mapping[str, object]) -> dict[str, object]:
    return {
        name: times.day(date.fromisoformat(str(value))) if name in DAYS else value
        for name, value in facts.items()
    }
