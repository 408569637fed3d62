"""Tiers: what comes first, as one vector to compare plans by and as weights for the solvers.

A round has eight tiers, most important first: for each class of urgency 0..3 the *first* helpers
(somebody comes) and then the *further* ones (everybody comes). Plans are compared tier by tier,
and by suitability only when all tiers are equal.

A solver adds numbers up, so a helper in tier t must be worth more than anything later tiers and
suitability could make up for:

* `additive`, (T - t) * D with D above the total suitability. Enough where the places that can be
  filled together form a matroid, as in any assignment with private seats: there the greedy set is
  the best one under every decreasing weight (Rado, Edmonds), hence the lexicographic one.
* `strict`, each more than all later tiers together, for places alone. For windows that overlap
  irregularly there is no matroid and no small ratio is always enough (one long task against ten
  short ones); `matching.exact` proves the tiers by these, a few at a time.

All are whole numbers and stay below 2 ** 53 in sum, where floats are exact. Parts too large for
that are known beforehand (`weighable`).
"""

from __future__ import annotations

import numpy as np

from matching.problem import URGENCY_CLASSES, Flags, Ints
from matching.weights import FULL_SCORE

TIERS = 2 * URGENCY_CLASSES
RATIO = 4
EXACT_FLOATS = 2**53
# A value up to this is known to a fraction of one when a linear program is solved in floats.
NEARLY_EXACT = 10**13


def class_vector(urgency: Ints, filled: Ints, met: Flags | None = None) -> tuple[int, ...]:
    """Helpers per tier, (8,), from the class and the helpers of each need, both (N,).

    Needs flagged in `met` already have their first helper from elsewhere.
    """
    first = (filled > 0) & ~met if met is not None else filled > 0
    firsts = np.bincount(urgency, first, URGENCY_CLASSES)
    further = np.bincount(urgency, filled - first, URGENCY_CLASSES)
    return tuple(int(count) for pair in zip(firsts, further, strict=True) for count in pair)


def additive(present: Flags, top_score: int, places: int) -> Ints:
    """Weights (8,) that decrease by equal steps over the tiers present; 0 for the others.

    Raises ValueError where sums of them would not be exact.
    """
    if not weighable(top_score, places):
        raise ValueError(f"{places} places in one part are too many to be weighed exactly")
    steps = np.where(present, present.sum() - np.cumsum(present) + 1, 0)
    return steps * _step(top_score, places)


def weighable(top_score: int, places: int) -> bool:
    """Whether additive weights over so many places are exact in floating point, even in sum."""
    heaviest = TIERS * _step(top_score, places) + top_score + 1
    return heaviest * max(places, 1) < EXACT_FLOATS


def strict(most: tuple[int, ...], first: int, outweigh: int = 1) -> Ints:
    """Weights (8,) by which tiers from `first` on `outweigh` so many times what later ones bring.

    Tiers before `first` decrease fourfold. Nothing is left for the last tier and for suitability,
    nor for tiers that floats could not tell apart from all others. Where a linear program may fill
    a half more than any plan can, outweighing by more than two keeps its value telling.

    `most` is the highest count of each tier that could be; tiers without any have weight 0.
    """
    present = [tier for tier in range(TIERS) if most[tier]]
    weights = [0] * TIERS
    for last in range(len(present) - 1, 0, -1):
        weights = [0] * TIERS
        heaviest, below = 0, 1
        for tier in present[:last][::-1]:
            before = tier < first and heaviest
            heaviest = RATIO * heaviest if before else outweigh * below
            weights[tier] = heaviest
            below += most[tier] * heaviest
        if below < NEARLY_EXACT or present[last - 1] <= first:
            break
    return np.array(weights, np.int64)


def worth(value: tuple[int, ...], places: int) -> int:
    """A plan's value (vector, then suitability) as one number under geometric weights, any size.

    Upper bounds of independent parts may be added up in it; the gap of a plan is measured in it.
    The value of an assignment is an upper bound here too: what is best in a matroid is best under
    all decreasing weights.
    """
    step = _step(FULL_SCORE, places)
    total = 0
    for count in value[:-1]:
        total = total * RATIO + count
    return total * step + value[-1]


def _step(top_score: int, places: int) -> int:
    """More than the suitability of all places together."""
    return top_score * places + 1
