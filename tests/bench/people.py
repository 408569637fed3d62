"""Who could help and who needs help, row by row, with the shares of the demo."""

from __future__ import annotations

from typing import Any

import numpy as np

from volunteer.demo.kinds import KINDS, LEAD_HOURS, URGENCIES, WHEN, When
from volunteer.demo.people import (
    LEVELS,
    LIVES,
    MORE_SKILLS,
    MOST_SKILLS,
    RATHER_NOT,
    REACH_MINUTES,
    SKILL_SHARES,
    TASKS_PER_WEEK,
)
from volunteer.members.skills import SKILLS
from volunteer.needs.types import NEED_TYPES, Urgency

DAY, DAYS, PARTS = 1440, 14, 3
# Minutes of the day in which the three parts of a day begin and end, and a whole-block task in it.
PART_MINUTES = np.array([[420, 720], [720, 1080], [1080, 1320]])
TASK_MINUTES = np.array([[480, 720], [780, 1020], [1080, 1260]])
AWAY, PAUSED = 0.15, 0.08
EMERGENCIES = 1  # percent; the others keep their shares
CODES = list(SKILLS)
TYPES = list(KINDS)


def members(chance: np.random.Generator, home: np.ndarray, freedom: float) -> dict[str, Any]:
    count = len(home)
    life = _drawn(chance, [one.share for one in LIVES], count)
    week = np.array([(one.free[0],) * 5 + one.free[1:] for one in LIVES]).reshape(len(LIVES), 21)
    likely = np.minimum(week * freedom, 0.95)[life]
    free = np.tile(chance.random(likely.shape) < likely, DAYS // 7)
    free &= chance.random(free.shape) >= AWAY
    rather_not = chance.random(free.shape) < RATHER_NOT
    capacity = _one_of(chance, TASKS_PER_WEEK, count) * (chance.random(count) >= PAUSED)
    skills = _skills(chance, life)
    return {
        "free": free * np.int8(2) - (free & rather_not),
        "capacity": np.stack([capacity, capacity], axis=1),
        "skills": skills,
        "licences": (skills > 0)
        & np.array([SKILLS[code].licence for code in CODES])
        & (chance.random(skills.shape) < 0.9),
        "reach_minutes": _one_of(chance, REACH_MINUTES, count).astype(np.float64),
        "recent_minutes": chance.lognormal(4.5, 1.0, count) * (chance.random(count) < 0.45),
        "wishes": chance.random((count, len(TYPES))) < 0.1,
    }


def _skills(chance: np.random.Generator, life: np.ndarray) -> np.ndarray:
    """Levels, (M, S): a few skills each, the more common ones more often."""
    shares = np.array(
        [[SKILL_SHARES[code] * one.knows.get(code, 1) for code in CODES] for one in LIVES]
    )
    many = np.minimum(1 + chance.poisson(MORE_SKILLS, len(life)), MOST_SKILLS)
    with np.errstate(divide="ignore"):
        key = np.log(chance.random((len(life), len(CODES)))) / shares[life]
    rank = np.argsort(np.argsort(-key, axis=1), axis=1)
    level = _one_of(chance, {int(grade): share for grade, share in LEVELS.items()}, key.shape)
    return np.where((rank < many[:, None]) & np.isfinite(key), level, 0).astype(np.int8)


def needs(chance: np.random.Generator, place: np.ndarray, irregular: bool) -> dict[str, Any]:
    count = len(place)
    kind = _drawn(chance, [KINDS[code].share for code in TYPES], count)
    types = [NEED_TYPES[code] for code in TYPES]
    skill = np.array([CODES.index(one.skill) if one.skill else -1 for one in types])[kind]
    licensed = np.array([SKILLS[code].licence for code in CODES])
    usual = np.array([one.people for one in types])[kind]
    most = np.maximum(usual, np.array([KINDS[code].most_people for code in TYPES])[kind])
    urgencies = [EMERGENCIES, *URGENCIES.values()]
    urgency = _drawn(chance, urgencies, count)
    day, part = _when(chance, kind, urgency)
    start, end = _windows(chance, kind, day, part, irregular)
    minutes = DAY * np.repeat(np.arange(DAYS), PARTS)[:, None] + np.tile(PART_MINUTES, (DAYS, 1))
    touched = (start[:, None] < minutes[:, 1]) & (minutes[:, 0] < end[:, None])
    return {
        "start": start,
        "end": end,
        "blocks": touched,
        "headcount": np.where(chance.random(count) < 0.6, usual, chance.integers(1, most + 1)),
        "urgency": urgency,
        "period": day // 7,
        "skill": skill,
        "level": np.where(chance.random(count) < 0.7, 1, 2),
        "licence": (skill >= 0) & licensed[skill],
        "waiting_hours": chance.exponential(48, count),
        "kind": kind,
    }


def _when(
    chance: np.random.Generator, kind: np.ndarray, urgency: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The day 0..13 (0 is a Monday) and the part of it in which help is wanted."""
    share = np.array(
        [
            [WHEN[when] if when in (KINDS[code].when or WHEN) else 0 for when in When]
            for code in TYPES
        ]
    )
    at = _drawn(chance, share[kind], len(kind))
    lead = np.array([(4, 10), *(LEAD_HOURS[one] for one in list(Urgency)[1:])])[urgency]
    hours = lead[:, 0] * np.exp(chance.normal(0, 1, len(kind)) * np.log(lead[:, 1] / lead[:, 0]))
    earliest = (hours // 24).astype(np.int64) % (DAYS - 2)
    saturday, sunday = list(When).index(When.SATURDAY), list(When).index(When.SUNDAY)
    weekend = np.where(at == saturday, 5, np.where(at == sunday, 6, -1))
    weekday = earliest % 7
    wait = np.where(weekend >= 0, (weekend - weekday) % 7, np.where(weekday < 5, 0, 7 - weekday))
    evening = at == list(When).index(When.EVENING)
    part = np.where(evening, 2, chance.integers(0, 2, len(kind)))
    return (earliest + wait) % DAYS, part


def _windows(
    chance: np.random.Generator,
    kind: np.ndarray,
    day: np.ndarray,
    part: np.ndarray,
    irregular: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Start and end in minutes: whole blocks, or real half hours that may cross into the next."""
    begins, ends = TASK_MINUTES[part].T
    if irregular:
        low, median, high = np.array([KINDS[code].minutes for code in TYPES])[kind].T
        drawn = median * np.exp(
            chance.normal(0, 1, len(kind)) * np.log(high / median + 0.01) / 1.28
        )
        long = 30 * np.ceil(np.clip(drawn, low, 1.3 * high) / 30).astype(np.int64)
        latest = np.minimum(ends - 30, PART_MINUTES[-1, 1] - long)
        steps = np.maximum((latest - begins) // 30, 0)
        begins = np.minimum(begins + 30 * chance.integers(0, steps + 1), latest)
        ends = begins + long
    return DAY * day + begins, DAY * day + ends


def _drawn(chance: np.random.Generator, share: Any, count: int) -> np.ndarray:
    """Row numbers as likely as their share; one row of shares, or one for each draw."""
    ladder = np.cumsum(np.atleast_2d(np.asarray(share, np.float64)), axis=1)
    point = chance.random(count)[:, None] * ladder[:, -1:]
    return np.asarray((point >= ladder).sum(axis=1))


def _one_of(chance: np.random.Generator, shares: dict[int, float], shape: Any) -> np.ndarray:
    """Numbers as likely as their share."""
    weight = np.array(list(shares.values()), np.float64)
    return chance.choice(list(shares), shape, p=weight / weight.sum())
