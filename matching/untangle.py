"""Irregular windows: assignments, each tried without the clash the last one had.

The groups of an assignment know only some of the clashes, so its answer is an upper bound. While a
member clashes, that member's windows are grouped anew around the moment of the clash. An answer
without clashes is the best plan, with whole numbers only and no tolerance. Where some remain the
part goes to `matching.exact`, with the bound: halving it at one clash after the other was tried and
took longer at every size.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from matching.openings import Part
from matching.prices import assign
from matching.problem import Ints
from matching.seats import cliques, desks

# How often windows are grouped anew; in a part with many pairs another assignment takes longer
# than what a lower bound saves, and many clashes never all go away.
REGROUPINGS, FEW_REGROUPINGS = 5, 2
MANY_PAIRS, MANY_CLASHES = 2_000, 12


@dataclass(frozen=True, eq=False)
class Untangled:
    """A choice of candidate pairs (indices), a value no plan exceeds, and whether it is reached.

    When it is not, the choice may still hold clashes.
    """

    choice: Ints
    bound: tuple[int, ...]
    proved: bool


@dataclass(frozen=True, eq=False)
class _Assigned:
    """An assignment, its bound, and the clashes left in it."""

    stabs: list[dict[int, int]]
    choice: Ints
    bound: tuple[int, ...]
    clashes: Ints


def untangle(part: Part, deadline: float | None) -> Untangled:
    """The best choice, if grouping anew and the deadline (`time.perf_counter`) allow."""
    best = _assigned(part, [], part.ceiling())
    many = len(part.need) >= MANY_PAIRS
    for _ in range(FEW_REGROUPINGS if many else REGROUPINGS):
        desk = desks(part)[best.clashes]
        late = deadline is not None and time.perf_counter() > deadline
        hopeless = many and len(desk) > MANY_CLASHES
        if late or hopeless or not len(desk) or (desk[:, 0] != desk[:, 1]).any():
            break
        moment = part.end[part.need[best.clashes]].min(axis=1)
        turns = _turns(desk[:, 0].tolist(), moment.tolist())
        again = _assigned(part, turns + best.stabs, best.bound)
        if again.bound == best.bound and len(again.clashes) >= len(best.clashes):
            break
        best = again
    return Untangled(best.choice, best.bound, not len(best.clashes))


def clashing(part: Part, choice: Ints) -> Ints:
    """Chosen pairs of one member, next to each other in time, that cannot both be kept: (C, 2)."""
    order = choice[np.lexsort((part.start[part.need[choice]], part.member[choice]))]
    both = np.stack([order[:-1], order[1:]], axis=1)
    first, second = part.need[both[:, 0]], part.need[both[:, 1]]
    overlap = part.start[second] < part.end[first] + part.buffer
    return np.asarray(both[overlap & (part.member[both[:, 0]] == part.member[both[:, 1]])])


def _assigned(part: Part, stabs: list[dict[int, int]], bound: tuple[int, ...]) -> _Assigned:
    """One assignment over all pairs, with the moments that desks are grouped around first."""
    choice = assign(part, cliques(part, stabs))
    return _Assigned(stabs, choice, min(part.value(choice), bound), clashing(part, choice))


def _turns(desk: list[int], moment: list[int]) -> list[dict[int, int]]:
    """The moments by desk, in as many turns as the desk with the most of them needs."""
    turns: list[dict[int, int]] = []
    for at, point in zip(desk, moment, strict=True):
        free = next((turn for turn in turns if at not in turn), None)
        if free is None:
            turns.append({at: point})
        else:
            free[at] = point
    return turns
