"""Made-up rounds: tiny ones with everything mixed, and ones as large as a community or more."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from matching import Problem
from matching.problem import MEMBER_COLUMNS, NEED_COLUMNS

BLOCK = 240
DAY = 1440
WEEK = 7 * DAY


def plain(needs: int, members: int, **given: Any) -> Problem:
    """Needs one after the other, an hour each, and members who can do all of it."""
    start = 60 * np.arange(needs)
    rules = {
        "start": start,
        "end": start + 60,
        "blocks": np.ones((needs, 1), bool),
        "free": np.full((members, 1), 2),
        "capacity": np.full((members, 1), max(needs, 1)),
    }
    return Problem(**(rules | given))


def mixed(rng: np.random.Generator) -> Problem:
    """A handful of needs and members with every rule and term at work; windows overlap freely."""
    needs, members = rng.integers(1, 6), rng.integers(1, 5)
    start = rng.integers(0, 24, needs) * 10
    end = start + rng.integers(1, 9, needs) * 10
    crowded = rng.random() < 0.5
    skill = rng.integers(-1, 2, needs)
    busy = rng.integers(0, 2) * rng.integers(0, 3)
    busy_start = rng.integers(0, 20, busy) * 10
    blocks = rng.random((needs, 3)) < 0.4
    blocks[np.arange(needs), rng.integers(0, 3, needs)] = True
    return Problem(
        start=start,
        end=end,
        blocks=blocks,
        headcount=rng.integers(1, 4, needs),
        urgency=rng.integers(0, 4, needs) if crowded else rng.integers(1, 3, needs),
        period=rng.integers(0, 2, needs),
        skill=skill,
        level=rng.integers(1, 3, needs),
        licence=(skill >= 0) & (rng.random(needs) < 0.2),
        community=rng.integers(0, 2, needs) if not crowded else np.zeros(needs, int),
        x=rng.uniform(0, 1000, needs),
        y=rng.uniform(0, 1000, needs),
        waiting_hours=rng.uniform(0, 100, needs),
        kind=rng.integers(-1, 2, needs),
        free=rng.choice([0, 1, 2, 2, 2], (members, 3)),
        capacity=rng.integers(0 if not crowded else 1, 4, (members, 2)),
        skills=rng.integers(0 if not crowded else 1, 4, (members, 2)),
        licences=rng.random((members, 2)) < 0.7,
        member_community=np.zeros(members, int),
        member_x=rng.uniform(0, 1000, members),
        member_y=rng.uniform(0, 1000, members),
        reach_minutes=rng.choice([8.0, 15.0, math.inf], members),
        recent_minutes=rng.uniform(0, 600, members),
        wishes=rng.random((members, 2)) < 0.3,
        guests=some_pairs(rng, members, 2, 0.3),
        busy_member=rng.integers(0, members, busy),
        busy_start=busy_start,
        busy_end=busy_start + 20,
        forbidden=some_pairs(rng, needs, members, 0.05),
        pinned=some_pairs(rng, needs, members, 0.02),
        familiar=some_pairs(rng, needs, members, 0.2),
        buffer_minutes=int(rng.choice([0, 5, 10])),
        whole=rng.random(needs) < rng.choice([0.0, 0.5]),
    )


def in_blocks(problem: Problem) -> Problem:
    """The same round with windows that are whole blocks of time, so that they nest or exclude."""
    block = np.argmax(problem.blocks, axis=1)
    own = np.zeros_like(problem.blocks)
    own[np.arange(len(block)), block] = True
    return replace(problem, start=block * 90, end=block * 90 + 80, blocks=own)


def some_pairs(rng: np.random.Generator, first: int, second: int, share: float) -> np.ndarray:
    """Each possible pair of rows with the given chance."""
    return np.argwhere(rng.random((first, second)) < share)


def street(
    rng: np.random.Generator,
    *,
    communities: int = 1,
    members: int = 120,
    needs: int = 40,
    irregular: bool = False,
    whole: float = 0.0,
) -> Problem:
    """Two weeks of a made-up sub-district; the counts are per community.

    Days have three blocks. Irregular windows are real half hours, every seventh of which crosses
    a border between blocks. `whole` is the share of needs that take all their helpers or none.
    """
    n, m, days = communities * needs, communities * members, 14
    side = math.ceil(math.sqrt(communities))
    home, place = (
        np.repeat(np.arange(communities), members),
        np.repeat(np.arange(communities), needs),
    )
    block = rng.integers(0, 3 * days, n)
    start = DAY * (block // 3) + 480 + BLOCK * (block % 3)
    end = start + BLOCK
    blocks = np.zeros((n, 3 * days), bool)
    blocks[np.arange(n), block] = True
    if irregular:
        start = start + 30 * rng.integers(0, 7, n)
        end = start + 30 * rng.integers(1, 5, n)
        later = (end > DAY * (block // 3) + 480 + BLOCK * (block % 3 + 1)) & (block % 3 < 2)
        blocks[np.flatnonzero(later), block[later] + 1] = True
    chance = rng.choice([0.15, 0.3, 0.6], m)[:, None]
    free = np.where(rng.random((m, 3 * days)) < chance, 2, 0)
    free[(free == 2) & (rng.random(free.shape) < 0.3)] = 1
    rarity = 1 / np.arange(1, 31)
    skills = np.where(rng.random((m, 30)) < rarity, rng.integers(1, 4, (m, 30)), 0)
    neighbours = [
        (row, other)
        for row in np.flatnonzero(rng.random(m) < 0.3).tolist()
        for other in (int(home[row]) - 1, int(home[row]) + 1)
        if 0 <= other < communities
    ]
    return Problem(
        start=start,
        end=end,
        blocks=blocks,
        headcount=rng.choice([1, 2, 3, 4, 5], n, p=[0.7, 0.16, 0.08, 0.04, 0.02]),
        urgency=rng.choice(4, n, p=[0.05, 0.15, 0.5, 0.3]),
        period=block // 21,
        skill=rng.choice(
            np.arange(-1, 30), n, p=np.r_[0.3, 0.7 * rarity**0.8 / (rarity**0.8).sum()]
        ),
        level=rng.choice([1, 2], n),
        community=place,
        x=600 * (place % side) + rng.normal(0, 200, n),
        y=600 * (place // side) + rng.normal(0, 200, n),
        waiting_hours=rng.exponential(48, n),
        kind=rng.integers(-1, 8, n),
        free=free,
        capacity=rng.choice([0, 1, 2, 3], (m, 2), p=[0.1, 0.5, 0.3, 0.1]),
        skills=skills,
        licences=rng.random((m, 30)) < 0.5,
        member_community=home,
        member_x=600 * (home % side) + rng.normal(0, 200, m),
        member_y=600 * (home // side) + rng.normal(0, 200, m),
        reach_minutes=rng.choice([10.0, 15.0, 25.0], m),
        recent_minutes=rng.exponential(150, m),
        wishes=rng.random((m, 8)) < 0.2,
        guests=np.array(neighbours or np.zeros((0, 2), int)),
        familiar=some_pairs(rng, n, m, 0.002) if n * m < 10**6 else None,
        buffer_minutes=15 if irregular else 0,
        whole=rng.random(n) < whole,
    )


def rows_of(problem: Problem, needs: Any, members: Any) -> Problem:
    """The same round with these rows only, in this order."""
    needs, members = np.asarray(needs, int), np.asarray(members, int)
    need_at = np.full(problem.need_count, -1)
    need_at[needs] = np.arange(len(needs))
    member_at = np.full(problem.member_count, -1)
    member_at[members] = np.arange(len(members))
    busy = np.flatnonzero(member_at[problem.busy_member] >= 0)

    def renumbered(pairs: np.ndarray) -> np.ndarray:
        both = np.stack([need_at[pairs[:, 0]], member_at[pairs[:, 1]]], axis=1)
        return both[(both >= 0).all(axis=1)]

    guests = problem.guests.copy()
    guests[:, 0] = member_at[guests[:, 0]]
    return replace(
        problem,
        **{name: getattr(problem, name)[needs] for name in NEED_COLUMNS},
        **{name: getattr(problem, name)[members] for name in MEMBER_COLUMNS},
        **{
            name: renumbered(getattr(problem, name)) for name in ("forbidden", "pinned", "familiar")
        },
        guests=guests[guests[:, 0] >= 0],
        busy_member=member_at[problem.busy_member[busy]],
        busy_start=problem.busy_start[busy],
        busy_end=problem.busy_end[busy],
    )


def crowded(rng: np.random.Generator) -> Problem:
    """Few members, many overlapping windows from minutes to hours: as tangled as it gets."""
    needs, members = int(rng.integers(8, 16)), int(rng.integers(2, 6))
    start = rng.integers(0, 40, needs) * 10
    return Problem(
        start=start,
        end=start + rng.choice([10, 20, 30, 60, 200], needs),
        blocks=np.ones((needs, 1), bool),
        headcount=rng.integers(1, 3, needs),
        urgency=rng.integers(0, 4, needs),
        x=rng.uniform(0, 1000, needs),
        y=rng.uniform(0, 1000, needs),
        free=np.full((members, 1), 2),
        capacity=rng.integers(1, 7, (members, 1)),
        member_x=rng.uniform(0, 1000, members),
        member_y=rng.uniform(0, 1000, members),
        recent_minutes=rng.uniform(0, 500, members),
        forbidden=some_pairs(rng, needs, members, 0.2),
        buffer_minutes=5,
    )
