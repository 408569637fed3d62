"""solve(): split the round into independent parts, choose the method for each, put together."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from matching.exact import exact
from matching.greedy import greedy
from matching.openings import Part, open_places, parts
from matching.plan import Plan, Status
from matching.problem import Ints, Problem
from matching.score import scores
from matching.seats import Deal
from matching.teams import teams
from matching.tiers import class_vector, worth
from matching.untangle import untangle
from matching.weights import Weights

VERSION = "1"
# What the assignment is taken to need at most per cell of its table, when there is a time limit.
SECONDS_PER_CELL = 2e-9
# What filling a part greedily is taken to need at most per candidate pair.
SECONDS_PER_PAIR = 8e-6


@dataclass(frozen=True, eq=False)
class Settled:
    """One part, decided: [need row, member row] (K, 2), how, its value and the best conceivable."""

    pairs: Ints
    method: str
    value: tuple[int, ...]
    bound: tuple[int, ...]


def solve(
    problem: Problem,
    weights: Weights | None = None,
    *,
    time_limit: float | None = None,
    seed: int = 0,
) -> Plan:
    """The best plan: places filled tier by tier (see `matching.tiers`), then the best suitability.

    Exact, unless `time_limit` (seconds, None for no limit) stops it: what is left then is filled
    greedily, and the plan says so in `status` and `gap`. Equal problem, weights and seed give an
    equal plan when no time limit interferes. Among equally good plans the choice follows an order
    of needs and members shuffled by `seed`, so nobody is favoured for their row.

    Raises PinRefused (a ValueError) when a pinned pair cannot be; ValueError for a time limit
    below 0. Methods after J. Edmonds (greedy on matroids) and Jonker & Volgenant, by scipy; see
    `matching.seats` and `matching.exact`.
    """
    begun = time.perf_counter()
    if time_limit is not None and not time_limit >= 0:
        raise ValueError(f"time_limit must be 0 or more seconds, not {time_limit}")
    deadline = None if time_limit is None else begun + time_limit
    weights = weights or Weights()
    openings = open_places(problem, weights)
    settled = [settle(*turn) for turn in in_turn(list(parts(openings, seed)), deadline)]
    return put_together(problem, settled, weights, seed=seed, begun=begun)


def in_turn(found: list[Part], deadline: float | None) -> Iterator[tuple[Part, float | None]]:
    """The parts, each with the moment (`time.perf_counter`) at which it should be done.

    Small ones first; each may take its share by pairs of the time there is when its turn comes,
    less what filling all that are left greedily may need. Without a deadline in any order.
    """
    if deadline is None:
        yield from ((part, None) for part in found)
        return
    left = sum(len(part.need) for part in found)
    for part in sorted(found, key=lambda part: len(part.need)):
        now = time.perf_counter()
        spare = max(deadline - SECONDS_PER_PAIR * left - now, 0.0)
        yield part, now + spare * len(part.need) / left
        left -= len(part.need)


def settle(part: Part, deadline: float | None) -> Settled:
    """One part of a round, decided as well as the deadline allows, and exact numbers."""
    if len(part.places) == 1:
        best = np.sort(np.argsort(-part.score, kind="stable")[: int(part.places[0])])
        return _settled(part, best, "assignment", part.value(best))
    nobody = np.zeros(0, np.int64)
    late = deadline is not None and time.perf_counter() + _seconds(part) > deadline
    if late or not Deal.fits(part):
        return _settled(part, greedy(part, nobody), "greedy", part.ceiling())
    loose = untangle(part, deadline)
    if loose.proved and not len(part.halves(loose.choice)):
        return _settled(part, loose.choice, "assignment", loose.bound)
    begun = [loose.choice]
    for method, search in (("teams", teams), ("highs", exact)):
        found = search(part, loose.bound, deadline)
        if found.chosen is not None and found.proved:
            return _settled(part, found.chosen, method, part.value(found.chosen))
        begun += [] if found.chosen is None else [found.chosen]
    filled_up = [greedy(part, keep) for keep in begun]
    return _settled(part, max(filled_up, key=part.value), "greedy", loose.bound)


def _seconds(part: Part) -> float:
    """What the assignment of this part may take."""
    places = int(np.minimum(part.places, len(part.room)).sum())
    return SECONDS_PER_CELL * places * (places + len(part.need))


def _settled(part: Part, chosen: Ints, method: str, bound: tuple[int, ...]) -> Settled:
    """The choice in rows of the problem."""
    pairs = np.stack([part.need_row[part.need[chosen]], part.member_row[part.member[chosen]]], 1)
    return Settled(pairs, method, part.value(chosen), bound)


def put_together(
    problem: Problem, settled: list[Settled], weights: Weights, *, seed: int, begun: float
) -> Plan:
    """One plan out of the pins and all parts."""
    pairs = in_order(np.concatenate([problem.pinned, *(part.pairs for part in settled)]))
    filled = np.bincount(pairs[:, 0], minlength=problem.need_count)
    pairs.setflags(write=False)
    filled.setflags(write=False)
    vector = class_vector(problem.urgency, filled)
    suitability = int(scores(problem, weights, pairs[:, 0], pairs[:, 1]).sum())
    gap = _gap((*vector, suitability), settled, int(problem.headcount.sum()))
    return Plan(
        pairs=pairs,
        filled=filled,
        class_vector=vector,
        suitability=suitability,
        gap=gap,
        status=Status.STOPPED if gap else Status.OPTIMAL,
        solved_by=tuple(sorted(Counter(part.method for part in settled).items())),
        seconds=time.perf_counter() - begun,
        seed=seed,
        version=VERSION,
    )


def in_order(pairs: Ints) -> Ints:
    """The pairs by need row, then member row."""
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def _gap(value: tuple[int, ...], settled: list[Settled], places: int) -> float:
    """The largest share of the best value that may be missing."""
    missing = sum(worth(part.bound, places) - worth(part.value, places) for part in settled)
    return float(Fraction(missing, worth(value, places) + missing)) if missing else 0.0
