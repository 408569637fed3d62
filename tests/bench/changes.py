"""The cost of one change: a standing plan that takes it in, against solving the round again."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np

from matching import Problem, Standing, solve
from matching.problem import NEED_COLUMNS
from tests.bench.instances import Size, city

# A sub-district as a city has many, and one as large as they come.
STREETS = (Size(1, 20, 2_353, 294), Size(1, 20, 3_000, 1_500))
# Reading a plan with irregular windows solves their parts again, so there are fewer of those.
EVENTS = {"blocks": 300, "irregular": 40}
SOLUTIONS = 3
Row = dict[str, Any]


def changes(say: Callable[[str], object]) -> list[Row]:
    """A row for each sub-district and kind of windows."""
    rows = []
    for size in STREETS:
        for windows, events in EVENTS.items():
            row = {"needs": size.needs, "members": size.members, "windows": windows}
            rows.append(row | one_after_the_other(size, windows == "irregular", events))
            say(f"changes {rows[-1]}")
    return rows


def one_after_the_other(size: Size, irregular: bool, events: int) -> Row:
    """Medians over events, new needs and declines in turn: the change itself, reading the whole
    plan after it, and solving the round again; and whether both ended with equal value."""
    standing = Standing(city(size, "base", irregular=irregular))
    more = city(size, "base", irregular=irregular, seed=1)
    chance = np.random.default_rng(0)
    asked, declined, read = [], [], []
    for event in range(events):
        if event % 2:
            pairs = standing.plan.pairs
            need, member = pairs[chance.integers(len(pairs))].tolist()
            declined.append(_took(lambda pair=(need, member): standing.decline(*pair)))
        else:
            row = _need(more, int(chance.integers(more.need_count)))
            asked.append(_took(lambda row=row: standing.ask(row)))
        read.append(_took(lambda: standing.plan))
    problem = standing.problem
    again = median(_took(lambda: solve(problem)) for _ in range(SOLUTIONS))
    return {
        "new_need_seconds": median(asked),
        "decline_seconds": median(declined),
        "read_seconds": median(read),
        "solve_seconds": again,
        "events": events,
        "equal": standing.plan.value == solve(problem).value,
    }


def _need(problem: Problem, row: int) -> dict[str, np.ndarray]:
    return {name: getattr(problem, name)[row : row + 1] for name in NEED_COLUMNS}


def _took(do: Callable[[], object]) -> float:
    begun = time.process_time()
    do()
    return time.process_time() - begun
