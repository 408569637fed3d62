"""Tiers: what comes first, as one vector to compare plans by and as weights for the solvers.

A round has eight tiers, most important first: for each class of urgency 0..3 the *first* helpers
(somebody comes) and then the *further* ones (everybody comes). Plans are compared tier by tier,
and by suitability only when all tiers are equal.

A solver adds numbers up, so a helper in tier t must be worth more than anything later tiers and
suitability could make up for:

* `additive`, (T - t) * D with D above the total suitability. Enough where the places that can be
  filled together form a matroid, as in any assignment with private seats: there the greedy set is
  the best one under every decreasing weight (Rado, Edmonds), hence the lexicographic one.
* `geometric`, D * 4 ** (T - 1 - t). For windows that overlap irregularly there is no matroid and
  no small ratio is always enough (one long task against ten short ones); four is nearly always,
  and `matching.exact` proves the result or goes tier by tier.

Both are whole numbers and stay below 2 ** 53 in sum, where floats are exact, or are refused.
"""

from __future__ import annotations

import numpy as np

from matching.problem import URGENCY_CLASSES, Flags, Ints
from matching.weights import FULL_SCORE

TIERS = 2 * URGENCY_CLASSES
RATIO = 4
EXACT_FLOATS = 2**53


def class_vector(urgency: Ints, filled: Ints, met: Flags | None = None) -> tuple[int, ...]:
    """Helpers per tier, (8,), from the class and the helpers of each need, both (N,).

    Needs flagged in `met` already have their first helper from elsewhere.
    """
    first = (filled > 0) & ~met if met is not None else filled > 0
    firsts = np.bincount(urgency, first, URGENCY_CLASSES)
    further = np.bincount(urgency, filled - first, URGENCY_CLASSES)
    return tuple(int(count) for pair in zip(firsts, further, strict=True) for count in pair)


def additive(present: Flags, top_score: int, places: int) -> Ints:
    """Weights (8,) that decrease by equal steps over the tiers present; 0 for the others."""
    steps = np.where(present, present.sum() - np.cumsum(present) + 1, 0)
    return _exact(steps * _step(top_score, places), top_score, places)


def geometric(present: Flags, top_score: int, places: int) -> Ints:
    """Weights (8,) that decrease fourfold over the tiers present; 0 for the others."""
    powers = RATIO ** (present.sum() - np.cumsum(present))
    return _exact(np.where(present, powers, 0) * _step(top_score, places), top_score, places)


def strict(most: tuple[int, ...], first: int) -> Ints | None:
    """Weights (8,) that from the tier `first` on outweigh all that later tiers could lose, with
    nothing left for suitability; before it they decrease fourfold. None where not exact.

    `most` is the highest count of each tier that could be; tiers without any have weight 0.
    """
    weights = [0] * TIERS
    heaviest, below = 0, 1
    for tier in range(TIERS - 1, -1, -1):
        if most[tier]:
            heaviest = below if tier >= first or not heaviest else RATIO * heaviest
            weights[tier] = heaviest
            below += most[tier] * heaviest
    exact = (heaviest + 1) * max(sum(most), 1) < EXACT_FLOATS
    return np.array(weights, np.int64) if exact else None


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


def _exact(weights: Ints, top_score: int, places: int) -> Ints:
    """The weights, once sums of them are known to be exact in floating point."""
    if (int(weights.max(initial=0)) + top_score + 1) * max(places, 1) >= EXACT_FLOATS:
        raise ValueError(f"{places} places in one part are too many to be weighed exactly")
    return weights
