"""Weights: how much each wish counts among plans that fill the same places."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

FULL_SCORE = 1000


@dataclass(frozen=True, kw_only=True)
class Weights:
    """How much each term of the suitability counts; only the proportions matter.

    Weights never change how many places are filled in which class of urgency: that comes first.
    They are shared out as whole points, 1000 in all (see `points`), so the terms shown for a pair
    add up to its score exactly. What each term measures, always within 0..1, stands in
    `matching.score`.

    Raises ValueError for a weight that is negative, not finite or no number, or if all are 0.

    >>> Weights().points
    (250, 200, 150, 200, 50, 100, 50)
    >>> Weights(walk=0, fairness=60).points
    (208, 0, 125, 500, 42, 83, 42)
    """

    skill_fit: float = 25
    walk: float = 20
    free_time: float = 15
    fairness: float = 20
    waiting: float = 5
    continuity: float = 10
    wish: float = 5

    def __post_init__(self) -> None:
        for field in fields(self):
            weight = getattr(self, field.name)
            if isinstance(weight, bool) or not isinstance(weight, int | float):
                raise ValueError(f"weight {field.name} must be a number, not {weight!r}")
            if not (math.isfinite(weight) and weight >= 0):
                raise ValueError(f"weight {field.name} must be 0 or more, not {weight}")
        if not any(self._in_order()):
            raise ValueError("at least one weight must be above 0")

    @property
    def points(self) -> tuple[int, ...]:
        """What each term is worth, in the order of the fields: whole numbers adding up to 1000.

        Shares are rounded down and the points left over go to the largest remainders (Hamilton's
        method), the earlier field winning a tie.
        """
        # Scaled by the largest first, so that neither tiny nor huge weights are lost.
        weights = self._in_order()
        scaled = [weight / max(weights) for weight in weights]
        # Rounding hides the last bits, in which a weight and three times that weight may differ.
        exact = [round(FULL_SCORE * part / math.fsum(scaled), 6) for part in scaled]
        shares = [int(part) for part in exact]
        by_remainder = sorted(range(len(exact)), key=lambda term: shares[term] - exact[term])
        for term in by_remainder[: FULL_SCORE - sum(shares)]:
            shares[term] += 1
        return tuple(shares)

    def _in_order(self) -> list[float]:
        return [getattr(self, field.name) for field in fields(self)]
