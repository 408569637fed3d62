"""Irregular windows: mixed-integer programming by HiGHS, with the priorities proved.

One unknown per candidate pair, one per need for "somebody comes"; where a need takes all of its
places or none, all come if somebody does. Rows keep places, limits and, for every set of a
member's windows that hold a common moment, at most one of them (the maximal cliques of an interval
graph, the strongest such rows).

First everything in one go under geometric weights. If the class vector found reaches the bound
known from the assignment, it is proved best, and so is the suitability under it. Otherwise the
tiers are solved one after the other, each fixed before the next, and the suitability last: slower,
but the definition itself. The linear program alone often has a whole-number answer; it is never
rounded when it does not.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from matching.openings import Part
from matching.problem import Floats, Ints
from matching.seats import desks
from matching.tiers import TIERS, geometric

NEARLY_WHOLE = 1e-6
# Tiers solved together may be weighed up to this, far below where HiGHS would lose digits.
CALM_WEIGHTS = 10_000


@dataclass(frozen=True, eq=False)
class Found:
    """The pairs chosen, None when nothing valid was found in time; and whether they are proved."""

    chosen: Ints | None = None
    proved: bool = False


def exact(part: Part, bound: tuple[int, ...], deadline: float | None) -> Found:
    """The best choice of candidate pairs, proved best unless the deadline came first.

    `bound` is a value no plan exceeds; `deadline` a moment of `time.perf_counter`.
    """
    model = _Model(part, deadline)
    at_once = model.best(model.weighed(_tier_weights(part)) + model.suitability, ())
    if at_once.proved and _vector(part, at_once) == bound[:-1]:
        return at_once
    by_tier = model.tier_by_tier()
    if by_tier.proved or at_once.chosen is None:
        return by_tier
    return Found(at_once.chosen)


class _Model:
    """The rows of one part, asked with different objectives."""

    def __init__(self, part: Part, deadline: float | None) -> None:
        self.part = part
        self.deadline = deadline
        self.pairs = len(part.need)
        self.asked = np.flatnonzero(~part.met | part.whole)
        self.suitability = np.concatenate([part.score, np.zeros(len(self.asked))])
        self.rows, self.least, self.most = self._rows()
        self.tiers = self._tier_counts()

    def weighed(self, weights: Ints | Floats) -> Floats:
        """The objective that counts each tier with its weight."""
        return np.asarray(weights @ self.tiers, np.float64)

    def best(self, gain: Floats, fixed: tuple[tuple[Floats, int], ...]) -> Found:
        """The choice with the highest gain among those that keep every fixed count."""
        rows, low, most = self.rows, self.least, self.most
        if fixed:
            rows = vstack([rows, csr_array(np.stack([row for row, _ in fixed]))], format="csr")
            low = np.concatenate([low, [count for _, count in fixed]])
            most = np.concatenate([most, np.full(len(fixed), np.inf)])
        keeps = LinearConstraint(rows, low, most)
        relaxed = self._ask(gain, keeps, whole=False)
        if relaxed.proved:
            return relaxed
        return self._ask(gain, keeps, whole=True)

    def tier_by_tier(self) -> Found:
        """The lexicographic best by its definition: a tier at a time, the suitability last."""
        fixed: tuple[tuple[Floats, int], ...] = ()
        reached: tuple[int, ...] = ()
        for chunk in self._chunks():
            weights = np.zeros(TIERS)
            weights[list(chunk)] = list(chunk.values())
            found = self.best(self.weighed(weights), fixed)
            if not found.proved:
                return Found(found.chosen)
            reached = _vector(self.part, found)
            fixed += tuple((self.tiers[tier], reached[tier]) for tier in chunk)
        last = self.best(self.suitability, fixed)
        return last if _vector(self.part, last) == reached else Found(last.chosen)

    def _ask(self, gain: Floats, keeps: LinearConstraint, *, whole: bool) -> Found:
        """One call of HiGHS; without `whole` an answer counts only if it happens to be whole."""
        options = {"mip_rel_gap": 0.0}
        if self.deadline is not None:
            left = self.deadline - time.perf_counter()
            if left <= 0:
                return Found()
            options["time_limit"] = left
        kinds = np.zeros(len(gain))
        kinds[: self.pairs] = whole
        kinds[self.pairs :] = whole & self.part.whole[self.asked]
        answer = milp(
            -gain, integrality=kinds, bounds=Bounds(0, 1), constraints=keeps, options=options
        )
        if answer.x is None:
            return Found()
        share = answer.x[: self.pairs]
        chosen = np.flatnonzero(share > 0.5)
        if np.abs(share - np.rint(share)).max() > NEARLY_WHOLE or not self._holds(chosen):
            return Found()
        return Found(chosen, bool(answer.status == 0))

    def _holds(self, chosen: Ints) -> bool:
        """Whether these pairs keep every row, counted in whole numbers."""
        x = np.zeros(self.rows.shape[1])
        x[chosen] = 1
        x[self.pairs :] = self.part.filled(chosen)[self.asked] > 0
        reached = self.rows @ x
        return bool(((self.least <= reached) & (reached <= self.most)).all())

    def _rows(self) -> tuple[csr_array, Floats, Floats]:
        """Left sides and limits on both sides: places, "somebody comes", limits, cliques."""
        part, edges = self.part, np.arange(self.pairs)
        size, count = self.pairs + len(self.asked), len(self.asked)
        whole = part.whole[self.asked]
        somebody = np.full(len(part.places), -1)
        somebody[self.asked] = np.arange(count)
        of_asked = edges[somebody[part.need] >= 0]
        groups = _maximal_cliques(part)
        blocks = [
            (part.need, edges, np.ones(self.pairs), part.places),
            (
                np.concatenate([somebody[part.need[of_asked]], np.arange(count)]),
                np.concatenate([of_asked, self.pairs + np.arange(count)]),
                np.concatenate(
                    [-np.ones(len(of_asked)), np.where(whole, part.places[self.asked], 1)]
                ),
                np.zeros(count),
            ),
            (desks(part), edges, np.ones(self.pairs), part.room.ravel()),
            (
                np.repeat(np.arange(len(groups)), [len(group) for group in groups]),
                np.concatenate([*groups, np.zeros(0)]).astype(np.int64),
                np.ones(sum(map(len, groups))),
                np.ones(len(groups)),
            ),
        ]
        made = [
            csr_array((sign, (row, column)), shape=(len(most), size))
            for row, column, sign, most in blocks
        ]
        most = np.concatenate([block[3] for block in blocks])
        least = np.full(len(most), -np.inf)
        least[len(part.places) : len(part.places) + count][whole] = 0
        return vstack(made, format="csr"), least, most

    def _tier_counts(self) -> Floats:
        """How many helpers of each tier a choice brings, as rows over the unknowns."""
        part = self.part
        counts = np.zeros((TIERS, self.pairs + len(self.asked)))
        counts[2 * part.urgency[part.need] + 1, np.arange(self.pairs)] = 1
        unmet = np.flatnonzero(~part.met[self.asked])
        urgency = part.urgency[self.asked[unmet]]
        counts[2 * urgency, self.pairs + unmet] = 1
        counts[2 * urgency + 1, self.pairs + unmet] = -1
        return counts

    def _chunks(self) -> list[dict[int, int]]:
        """The tiers in order, as many together as calm weights allow: tier -> weight."""
        most = self.part.ceiling()
        chunks: list[dict[int, int]] = []
        for tier in range(TIERS - 1, -1, -1):
            below = chunks[-1] if chunks else {}
            weight = 1 + sum(most[lower] * its_weight for lower, its_weight in below.items())
            if most[tier] and chunks and weight * most[tier] <= CALM_WEIGHTS:
                chunks[-1][tier] = weight
            elif most[tier]:
                chunks.append({tier: 1})
        return chunks[::-1]


def _vector(part: Part, found: Found) -> tuple[int, ...]:
    """The class vector of what was found; empty when nothing was."""
    return () if found.chosen is None else part.value(found.chosen)[:-1]


def _tier_weights(part: Part) -> Ints:
    """Geometric weights over the tiers this part can fill at all."""
    most = np.array(part.ceiling()[:-1])
    return geometric(most > 0, int(part.score.max()), int(most.sum()))


def _maximal_cliques(part: Part) -> list[Ints]:
    """Sets of two or more candidate pairs of one member that hold a common moment."""
    start, end = part.start[part.need], part.end[part.need] + part.buffer
    order = np.lexsort((start, part.member))
    rows = zip(
        order.tolist(),
        part.member[order].tolist(),
        start[order].tolist(),
        end[order].tolist(),
        strict=True,
    )
    found: list[list[int]] = []
    active: list[tuple[int, int, int]] = []
    for edge, member, begins, ends in rows:
        stay = [one for one in active if one[1] == member and one[2] > begins]
        if len(stay) < len(active):
            found.append([one[0] for one in active])
        active = [*stay, (edge, member, ends)]
    found.append([one[0] for one in active])
    return [np.array(group) for group in found if len(group) > 1]
