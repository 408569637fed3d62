"""One part as an integer program, solved by HiGHS.

One unknown per candidate pair, one per need for "somebody comes"; where a need takes all of its
places or none, all come if somebody does. Rows keep places, limits and, for every set of a
member's windows that hold a common moment, at most one of them (the maximal cliques of an interval
graph, the strongest such rows).

The linear program alone often has a whole-number answer; it is never rounded when it does not.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from matching.openings import Part
from matching.problem import Flags, Floats, Ints
from matching.seats import desks
from matching.tiers import TIERS

NEARLY_WHOLE = 1e-6
# Gains are divided by this: HiGHS takes fewer steps then, and its tolerance of a ten millionth
# stays far below a point of suitability.
SCALE = 1_000.0
# Prices have rounding errors, and gains are whole numbers.
NO_COST, NO_STEP = 0.5, 0.75


@dataclass(frozen=True, eq=False)
class Found:
    """The pairs chosen, None when nothing valid was found in time; and whether they are proved."""

    chosen: Ints | None = None
    proved: bool = False


@dataclass(frozen=True, eq=False)
class _Relaxed:
    """The linear program solved: its answer if that is whole, its worth, what each unknown costs.

    `cost` is by how much the worth would fall at least if the unknown were taken; None when the
    program could not be solved in time.
    """

    found: Found = Found()
    worth: float = np.inf
    cost: Floats | None = None


class Program:
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

    def best(
        self, gain: Floats, fixed: tuple[tuple[Floats, int], ...], begun: Found | None = None
    ) -> Found:
        """The choice with the highest gain among those that keep every fixed count.

        Where the linear program is not whole, the pairs that cost nothing by its prices give a
        choice, unless one was `begun` with; what that misses of the program's value bounds what any
        better one may cost in a pair, so only such pairs are tried then.
        """
        keeps = self._limits(fixed)
        relaxed = self._relaxed(gain, keeps)
        if relaxed.found.proved or relaxed.cost is None:
            return relaxed.found
        some = begun or self._whole(gain, keeps, relaxed.cost <= NO_COST)
        if some.chosen is None:
            return self._whole(gain, keeps, relaxed.cost < np.inf)
        missing = relaxed.worth - gain @ self._filled(some.chosen)
        if missing < NO_STEP:
            return Found(some.chosen, True)
        better = self._whole(gain, keeps, relaxed.cost <= missing + NO_COST)
        return better if better.chosen is not None else Found(some.chosen)

    def _limits(self, fixed: tuple[tuple[Floats, int], ...]) -> LinearConstraint:
        """All rows, and the counts that must be reached."""
        rows, low, most = self.rows, self.least, self.most
        if fixed:
            rows = vstack([rows, csr_array(np.stack([row for row, _ in fixed]))], format="csr")
            low = np.concatenate([low, [count for _, count in fixed]])
            most = np.concatenate([most, np.full(len(fixed), np.inf)])
        return LinearConstraint(rows.tocsc(), low, most)

    def _relaxed(self, gain: Floats, keeps: LinearConstraint) -> _Relaxed:
        """The linear program; its answer is found and proved if it happens to be whole."""
        upper, lower = keeps.ub < np.inf, keeps.lb > -np.inf
        rows = vstack([keeps.A[upper], -keeps.A[lower]], format="csc")
        most = np.concatenate([keeps.ub[upper], -keeps.lb[lower]])
        options = self._options()
        if options is None:
            return _Relaxed()
        answer = linprog(
            -gain / SCALE, rows, most, bounds=(0, 1), method="highs-ds", options=options
        )
        if answer.status:
            return _Relaxed()
        chosen = self._read(answer.x)
        found = Found() if chosen is None else Found(chosen, True)
        return _Relaxed(found, -answer.fun * SCALE, answer.lower.marginals * SCALE)

    def _whole(self, gain: Floats, keeps: LinearConstraint, allowed: Flags) -> Found:
        """The integer program over the unknowns allowed."""
        options = self._options()
        if options is None:
            return Found()
        kinds = np.ones(len(gain))
        kinds[self.pairs :] = self.part.whole[self.asked]
        columns = np.flatnonzero(allowed)
        answer = milp(
            -gain[columns] / SCALE,
            integrality=kinds[columns],
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(keeps.A[:, columns], keeps.lb, keeps.ub),
            options=options | {"mip_rel_gap": 0.0},
        )
        if answer.x is None:
            return Found()
        x = np.zeros(len(gain))
        x[columns] = answer.x
        chosen = self._read(x)
        return Found() if chosen is None else Found(chosen, bool(answer.status == 0))

    def _options(self) -> dict[str, float] | None:
        """How long HiGHS may take; None when the time is over."""
        if self.deadline is None:
            return {}
        left = self.deadline - time.perf_counter()
        return {"time_limit": left} if left > 0 else None

    def _read(self, x: Floats) -> Ints | None:
        """The pairs chosen, if they are whole and keep every row, counted in whole numbers."""
        share = x[: self.pairs]
        chosen = np.flatnonzero(share > 0.5)
        if np.abs(share - np.rint(share)).max() > NEARLY_WHOLE:
            return None
        reached = self.rows @ self._filled(chosen)
        holds = bool(((self.least <= reached) & (reached <= self.most)).all())
        return chosen if holds else None

    def _filled(self, chosen: Ints) -> Floats:
        """All unknowns when these pairs are chosen."""
        x = np.zeros(self.rows.shape[1])
        x[chosen] = 1
        x[self.pairs :] = self.part.filled(chosen)[self.asked] > 0
        return x

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
