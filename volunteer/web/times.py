"""Moments in words, as the clock on the wall in Shanghai shows them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from babel.dates import get_day_names
from flask_babel import format_date, format_timedelta, get_locale, gettext

from volunteer.clock import local

PATTERNS = {"zh": ("M月d日 EEE", "y年M月d日 EEE"), "en": ("EEE d MMM", "EEE d MMM y")}
A_MINUTE = timedelta(minutes=1)


def day(moment: datetime | date, now: datetime | None = None) -> str:
    """The day with its weekday: 3月28日 周六; with the year where it is not this one."""
    on = local(moment).date() if isinstance(moment, datetime) else moment
    short, full = PATTERNS["en" if str(get_locale()).startswith("en") else "zh"]
    other_year = now is not None and on.year != local(now).year
    return str(format_date(on, full if other_year else short, rebase=False))


def weekday_letters() -> list[str]:
    """The days of a week from Monday, as short as they come."""
    names = get_day_names("narrow", locale=get_locale())  # in the order of the locale's own week
    return [names[day] for day in range(7)]


def hour(moment: datetime) -> str:
    """The hour: 10:00."""
    return f"{local(moment):%H:%M}"


def moment_words(moment: datetime, now: datetime | None = None) -> str:
    """Day and hour: 3月28日 周六 10:00."""
    return f"{day(moment, now)} {hour(moment)}"


def window(starts_at: datetime, ends_at: datetime, now: datetime | None = None) -> str:
    """From when to when: 3月28日 周六 10:00–11:30."""
    if local(starts_at).date() == local(ends_at).date():
        return f"{moment_words(starts_at, now)}–{hour(ends_at)}"
    return f"{moment_words(starts_at, now)} – {moment_words(ends_at, now)}"


def relative(moment: datetime, now: datetime) -> str:
    """How far from now: 3 天后, 2 小时前, 刚刚."""
    if abs(moment - now) < A_MINUTE:
        return str(gettext("刚刚"))
    return _spaced(format_timedelta(moment - now, add_direction=True, threshold=1.2))


def span(length: timedelta) -> str:
    """About how long, in one unit: 3 天, 2 小时; never seconds."""
    if length < A_MINUTE:
        return str(gettext("不到 1 分钟"))
    return _spaced(format_timedelta(length, threshold=1.2))


def _spaced(words: str) -> str:
    """Figures stand off from Chinese, as everywhere on the pages."""
    return re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])", " ", words)


def minutes(amount: int) -> str:
    """An amount of time given: 50 分钟, 1 小时 30 分钟."""
    whole, rest = divmod(amount, 60)
    if not whole:
        return str(gettext("%(minutes)d 分钟", minutes=rest))
    if not rest:
        return str(gettext("%(hours)d 小时", hours=whole))
    return str(gettext("%(hours)d 小时 %(minutes)d 分钟", hours=whole, minutes=rest))


def machine(moment: datetime) -> str:
    """The moment as machines read it, for <time datetime>."""
    return local(moment).isoformat(timespec="minutes")


FILTERS = {
    "day": day,
    "hour": hour,
    "machine": machine,
    "minutes": minutes,
    "moment": moment_words,
    "relative": relative,
    "span": span,
    "window": window,
}
