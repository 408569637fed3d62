"""What people choose from on pages: places, kinds, hours, skills, answers; in words, grouped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum

from flask_babel import gettext

from volunteer.members.skills import GROUP_NAMES, SKILLS
from volunteer.needs.types import NEED_TYPES
from volunteer.places import queries as places
from volunteer.places.models import Community
from volunteer.web import labels, times
from volunteer.web.counted import counted
from volunteer.words import word as w

Pairs = Sequence[tuple[object, str]]
Groups = Mapping[str, Sequence[tuple[object, ...]]]

# A resident thinks of half an hour or an hour, not of minutes.
DAYS_AHEAD = 30
DURATIONS = (30, 45, 60, 90, 120, 180, 240)
FIRST_HOUR, NOON, EVENING, LAST_HOUR = 7, 12, 18, 22
PARTS = ((FIRST_HOUR, NOON, w("上午")), (NOON, EVENING, w("下午")), (EVENING, LAST_HOUR, w("晚上")))
# Work for a whole street is planned by the community; nobody asks for it at home.
FOR_ALL = frozenset({"hallway", "cleanup", "sorting", "patrol", "snow", "event"})


def grids(where: Iterable[Community] | None = None) -> Groups:
    """Grids under their communities; the label names both, for a closed list shows only it."""
    return {
        community.name: [(grid.id, f"{community.name} {grid.name}") for grid in community.grids]
        for community in (places.communities() if where is None else where)
    }


def wishes() -> Groups:
    """The types a resident may ask for, "other" first for who cannot say."""
    found: dict[str, list[tuple[object, ...]]] = {"": [("other", w("其他，或说不清"))]}
    for group, heading in GROUP_NAMES.items():
        some = [
            (one.code, one.name)
            for one in NEED_TYPES.values()
            if one.group == group and one.code != "other" and one.code not in FOR_ALL
        ]
        if some:
            found[heading] = list(some)
    return found


def hours() -> Groups:
    """The half hours at which help may begin."""
    return {
        heading: [
            (f"{hour:02d}:{minute:02d}", f"{hour:02d}:{minute:02d}")
            for hour in range(begins, ends)
            for minute in (0, 30)
        ]
        for begins, ends, heading in PARTS
    }


def days(today: date) -> Pairs:
    """The days for which help can be asked for, the first three by their everyday names."""
    named = {0: gettext("今天"), 1: gettext("明天"), 2: gettext("后天")}
    return [
        (day, f"{named.get(ahead, '')} {times.day(day)}".strip())
        for ahead, day in ((n, today + timedelta(days=n)) for n in range(DAYS_AHEAD))
    ]


def durations() -> Pairs:
    """How long help may take, in words."""
    return [(minutes, times.minutes(minutes)) for minutes in DURATIONS]


def skills() -> Groups:
    """Every skill under its group; those that need a licence say so."""
    return {
        heading: [
            (one.code, one.name, *([w("要请社区核验证书")] if one.licence else []))
            for one in SKILLS.values()
            if one.group == group
        ]
        for group, heading in GROUP_NAMES.items()
    }


def tasks_per_week() -> Pairs:
    """How many tasks a week; few are the rule."""
    return [(n, counted("每周 %(n)s 单", n)) for n in (1, 2, 3, 4, 5, 6, 7)]


def reach() -> Pairs:
    """How far somebody walks, in minutes with what that means."""
    return [
        (n, gettext("%(n)s 分钟（约 %(m)s 米）", n=n, m=n * 70)) for n in (5, 10, 15, 20, 25, 30)
    ]


def words_for(kind: type[Enum]) -> Pairs:
    """The members of a closed list with their words."""
    return [(one.value, labels.name(one)) for one in kind]


def satisfaction() -> Pairs:
    """Five steps, the best first."""
    return [(steps, labels.satisfaction(steps)) for steps in labels.SATISFACTION]
