"""Irregular windows: assignments, each tried without the clash the last one had.

The groups of an assignment know only some of the clashes, so its answer is an upper bound. While a
member clashes, that member's windows are grouped anew around the moment of the clash. Where this
does not help, either one pair of the clash is left out or the other, and the more promising half is
looked at first (branch and bound, Land & Doig 1960). An answer without clashes that no open half
could beat is the best plan, with whole numbers only and no tolerance.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass

import numpy as np

from matching.openings import Part
from matching.prices import assign
from matching.problem import Ints
from matching.seats import cliques, desks

# A part with fewer pairs, or more clashes left, is quicker to solve as an integer program.
PAIRS_TO_BRANCH = 2_000
CLASHES_TO_BRANCH = 8
MOST_BRANCHES = 30
# How often a member's windows are grouped anew before a half is cut.
REGROUPINGS = 5


@dataclass(frozen=True, eq=False)
class Untangled:
    """A choice of candidate pairs (indices), a value no plan exceeds, and whether it is reached.

    When it is not, the choice may still hold clashes.
    """

    choice: Ints
    bound: tuple[int, ...]
    proved: bool


@dataclass(frozen=True, eq=False)
class _Half:
    """The part with only some pairs allowed: its assignment, its bound, the clashes left in it."""

    pairs: Ints
    stabs: list[dict[int, int]]
    choice: Ints
    bound: tuple[int, ...]
    clashes: Ints


def untangle(part: Part, deadline: float | None, branches: int | None = None) -> Untangled:
    """The best choice, if few halvings and the deadline (`time.perf_counter`) allow.

    `branches` is how many halvings are tried: none in a small part unless told otherwise.
    """
    everything = _assigned(part, np.arange(len(part.need)), [], part.ceiling())
    whole = _regrouped(part, everything, deadline)
    if branches is None:
        simple = len(part.need) >= PAIRS_TO_BRANCH and len(whole.clashes) <= CLASHES_TO_BRANCH
        branches = MOST_BRANCHES if simple else 0
    halves = [(_promise(whole), 0, whole)]
    for turn in range(branches):
        half = halves[0][2]
        if _late(deadline) or not len(half.clashes):
            break
        heapq.heappop(halves)
        for side, pair in enumerate(half.clashes[0]):
            rest = _assigned(part, half.pairs[half.pairs != pair], half.stabs, half.bound)
            other = _regrouped(part, rest, deadline)
            heapq.heappush(halves, (_promise(other), 2 * turn + side + 1, other))
    best = halves[0][2]
    if len(best.clashes):
        # Not the bound of the half, which holds in the order of tiers only: gaps are measured in
        # another weight (`tiers.worth`), under which another half might promise more.
        return Untangled(best.choice, whole.bound, False)
    return Untangled(best.choice, best.bound, True)


def clashing(part: Part, choice: Ints) -> Ints:
    """Chosen pairs of one member, next to each other in time, that cannot both be kept: (C, 2)."""
    order = choice[np.lexsort((part.start[part.need[choice]], part.member[choice]))]
    both = np.stack([order[:-1], order[1:]], axis=1)
    first, second = part.need[both[:, 0]], part.need[both[:, 1]]
    overlap = part.start[second] < part.end[first] + part.buffer
    return np.asarray(both[overlap & (part.member[both[:, 0]] == part.member[both[:, 1]])])


def _regrouped(part: Part, half: _Half, deadline: float | None) -> _Half:
    """The same pairs assigned again, their windows grouped anew while that does not get worse."""
    for _ in range(REGROUPINGS):
        desk = desks(part)[half.clashes]
        if _late(deadline) or not len(desk) or (desk[:, 0] != desk[:, 1]).any():
            return half
        moment = part.end[part.need[half.clashes]].min(axis=1)
        turns = _turns(desk[:, 0].tolist(), moment.tolist())
        again = _assigned(part, half.pairs, turns + half.stabs, half.bound)
        if again.bound == half.bound and len(again.clashes) >= len(half.clashes):
            return half
        half = again
    return half


def _assigned(
    part: Part, pairs: Ints, stabs: list[dict[int, int]], bound: tuple[int, ...]
) -> _Half:
    """One assignment over these pairs."""
    some = part.only(pairs)
    choice = pairs[assign(some, cliques(some, stabs))] if len(pairs) else pairs
    return _Half(pairs, stabs, choice, min(part.value(choice), bound), clashing(part, choice))


def _late(deadline: float | None) -> bool:
    return deadline is not None and time.perf_counter() > deadline


def _promise(half: _Half) -> tuple[int, ...]:
    """What halves are sorted by: the best bound first, and the sound before the clashing."""
    return (*(-number for number in half.bound), len(half.clashes))


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
