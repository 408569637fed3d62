"""One part as an integer program, solved by HiGHS.

One unknown per candidate pair, and one for "somebody comes" per need with several places; where a
need takes all of its places or none, all come if somebody does. Rows keep places, limits and, for
every set of a member's windows that hold a common moment, at most one of them (the maximal cliques
of an interval graph, the strongest such rows). Rows that nothing could break are left out.

The linear program alone often has a whole-number answer; it is never rounded when it does not.
Its prices then tell which unknowns no better answer could change (reduced-cost fixing), and what is
left falls into pieces, of which only those are open in which the linear program is not whole.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import connected_components

from matching.openings import Part
from matching.problem import Flags, Floats, Ints
from matching.seats import desks, maximal_cliques
from matching.tiers import TIERS

NEARLY_WHOLE = 1e-6
# Gains are divided by this: HiGHS takes fewer steps then, and its tolerance of a ten millionth
# stays far below a point of suitability.
SCALE = 1_000.0
# Prices have rounding errors, and gains are whole numbers.
NO_COST, NO_STEP = 0.5, 0.75
# What an answer is first taken to miss at most of the linear program's worth: this share of the
# best score. More is slower; where it was too little, what the answer misses is allowed next.
FIRST_ALLOWED = 1 / 40


@dataclass(frozen=True, eq=False)
class Found:
    """The pairs chosen, None when nothing valid was found in time; and whether they are proved."""

    chosen: Ints | None = None
    proved: bool = False


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The linear program solved.

    gain   (U,) the objective it was asked with, over all unknowns
    keeps  the rows it kept
    x      (U,) its answer
    worth  its value, which no choice exceeds
    cost   (U,) by how much the value falls at least if an unknown is taken
    loss   (U,) by how much it falls at least if an unknown is not taken
    """

    gain: Floats
    keeps: LinearConstraint
    x: Floats
    worth: float
    cost: Floats
    loss: Floats


class Program:
    """The rows of one part, asked with different objectives."""

    def __init__(self, part: Part, deadline: float | None) -> None:
        self.part = part
        self.deadline = deadline
        self.pairs = len(part.need)
        self.could_come = np.bincount(part.need, minlength=len(part.places))
        several = (part.places > 1) & (self.could_come > 1)
        self.asked = np.flatnonzero((several & ~part.met) | ((part.places > 1) & part.whole))
        self.suitability = np.concatenate([part.score, np.zeros(len(self.asked))])
        self.rows, self.least, self.most = self._rows()
        self.tiers = self._tier_counts()

    def weighed(self, weights: Ints | Floats) -> Floats:
        """The objective that counts each tier with its weight."""
        return np.asarray(weights @ self.tiers, np.float64)

    def relax(
        self, gain: Floats, least: dict[int, int] | None = None, most: dict[int, int] | None = None
    ) -> Relaxed | None:
        """The linear program among choices that keep these counts of tiers; None if not in time."""
        keeps = self._limits(least or {}, most or {})
        upper, lower = keeps.ub < np.inf, keeps.lb > -np.inf
        rows = vstack([keeps.A[upper], -keeps.A[lower]], format="csc")
        limits = np.concatenate([keeps.ub[upper], -keeps.lb[lower]])
        options = self._options()
        if options is None:
            return None
        # HiGHS' presolve finds next to nothing in these rows, and takes as long as the rest.
        answer = linprog(
            -gain / SCALE,
            rows,
            limits,
            bounds=(0, 1),
            method="highs-ds",
            options=options | {"presolve": False},
        )
        if answer.status:
            return None
        cost, loss = answer.lower.marginals * SCALE, -answer.upper.marginals * SCALE
        return Relaxed(gain, keeps, answer.x, -answer.fun * SCALE, cost, loss)

    def best(self, relaxed: Relaxed | None, begun: Found | None = None) -> Found:
        """The choice with the highest gain, from the linear program and perhaps one `begun` with.

        What a choice misses of the program's value bounds what any better one may cost, so only
        unknowns within that are tried: first within a guess, or what is missing in `begun`.
        """
        if relaxed is None:
            return Found()
        chosen = self._read(relaxed.x)
        if chosen is not None:
            return Found(chosen, True)
        allowed = float(self.part.score.max()) * FIRST_ALLOWED
        best = begun.chosen if begun else None
        if best is not None:
            allowed = self._missing(relaxed, best)
            if allowed < NO_STEP:
                return Found(best, True)
        while True:
            found = self._whole(relaxed, allowed)
            best = best if found.chosen is None else found.chosen
            missing = np.inf
            if found.chosen is not None:
                missing = self._missing(relaxed, found.chosen)
            if not found.proved or missing <= allowed + NO_COST:
                return Found(best, found.proved)
            allowed = missing

    def _missing(self, relaxed: Relaxed, chosen: Ints) -> float:
        """By how much a choice stays below what the linear program allows."""
        return relaxed.worth - float(relaxed.gain @ self._filled(chosen))

    def _limits(self, least: dict[int, int], most: dict[int, int]) -> LinearConstraint:
        """All rows, and the counts of tiers to be reached and not to be exceeded."""
        rows = [self.rows, *(csr_array(self.tiers[[tier]]) for tier in (*least, *most))]
        low = np.concatenate([self.least, [*least.values(), *[-np.inf] * len(most)]])
        high = np.concatenate([self.most, [*[np.inf] * len(least), *most.values()]])
        return LinearConstraint(vstack(rows, format="csr"), low, high)

    def _whole(self, relaxed: Relaxed, allowed: float) -> Found:
        """The integer program over choices that miss no more than allowed.

        Found(None, True) when there are none.
        """
        options = self._options()
        if options is None:
            return Found()
        keeps, sure = relaxed.keeps, relaxed.loss > allowed + NO_COST
        x = np.where(sure, 1.0, 0.0)
        left, needed = keeps.ub - keeps.A @ x, keeps.lb - keeps.A @ x
        open_ = ~sure & (relaxed.cost <= allowed + NO_COST)
        broken = np.abs(relaxed.x - np.rint(relaxed.x)) > NEARLY_WHOLE
        rows, columns, calm = _pieces(keeps.A, left, needed, open_, broken)
        x[calm] = np.rint(relaxed.x[calm])
        kinds = np.ones(len(x))
        kinds[self.pairs :] = self.part.whole[self.asked]
        answer = milp(
            -relaxed.gain[columns] / SCALE,
            integrality=kinds[columns],
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(keeps.A[rows][:, columns], needed[rows], left[rows]),
            options=options | {"mip_rel_gap": 0.0},
        )
        if answer.x is None:
            return Found(None, bool(answer.status == 2 and allowed < np.inf))
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
        part, edges, asked = self.part, np.arange(self.pairs), self.asked
        count, size = len(asked), self.pairs + len(asked)
        whole = part.whole[asked]
        somebody = np.full(len(part.places), -1)
        somebody[asked] = np.arange(count)
        crowded = edges[(self.could_come > part.places)[part.need]]
        of_asked = edges[somebody[part.need] >= 0]
        desk, room = desks(part), part.room.ravel()
        busy = edges[(np.bincount(desk, minlength=len(room)) > room)[desk]]
        clique, holds = maximal_cliques(part)
        team = np.where(whole, part.places[asked], 1)
        blocks = [
            (part.need[crowded], crowded, np.ones(len(crowded)), part.places),
            (
                np.concatenate([somebody[part.need[of_asked]], np.arange(count)]),
                np.concatenate([of_asked, self.pairs + np.arange(count)]),
                np.concatenate([-np.ones(len(of_asked)), team]),
                np.zeros(count),
            ),
            (desk[busy], busy, np.ones(len(busy)), room),
            (clique, holds, np.ones(len(holds)), np.ones(clique.max(initial=-1) + 1)),
        ]
        made = []
        most: list[Floats] = []
        for row, column, sign, limit in blocks:
            present, line = np.unique(row, return_inverse=True)
            made.append(csr_array((sign, (line, column)), shape=(len(present), size)))
            most.append(limit[present].astype(np.float64))
        least = [np.full(len(limit), -np.inf) for limit in most]
        least[1][whole] = 0
        return vstack(made, format="csr"), np.concatenate(least), np.concatenate(most)

    def _tier_counts(self) -> Floats:
        """How many helpers of each tier a choice brings, as rows over the unknowns."""
        part = self.part
        counts = np.zeros((TIERS, self.pairs + len(self.asked)))
        alone = ~part.met
        alone[self.asked] = False
        counts[(2 * part.urgency + ~alone)[part.need], np.arange(self.pairs)] = 1
        unmet = np.flatnonzero(~part.met[self.asked])
        urgency = part.urgency[self.asked[unmet]]
        counts[2 * urgency, self.pairs + unmet] = 1
        counts[2 * urgency + 1, self.pairs + unmet] = -1
        return counts


def _pieces(
    rows: csr_array, left: Floats, needed: Floats, open_: Flags, broken: Flags
) -> tuple[Ints, Ints, Ints]:
    """Rows and unknowns of the pieces that are broken somewhere, and the unknowns of all others.

    `left` and `needed` are what the rows still allow and ask for, `open_` the unknowns that may be
    taken. Those that some row has no place left for are in none of the three.
    """
    filled = np.flatnonzero((left < NO_COST) & (needed == -np.inf))
    taking = rows[filled].maximum(0)
    gives = np.diff(rows[filled].minimum(0).tocsr().indptr) > 0
    shut = np.asarray(taking[~gives].sum(axis=0)).ravel() > 0
    columns = np.flatnonzero(open_ & ~shut)
    inside = rows[:, columns]
    most = np.asarray(inside.maximum(0).sum(axis=1)).ravel()
    binding = np.flatnonzero((most > left + NO_COST) | (needed > -np.inf))
    cells = inside[binding].tocoo()
    count, size = len(binding), len(binding) + len(columns)
    graph = csr_array((np.ones(cells.nnz), (cells.row, count + cells.col)), shape=(size, size))
    piece = connected_components(graph, directed=False)[1]
    hot = np.zeros(size, np.bool_)
    hot[piece[count:][broken[columns]]] = True
    of_rows, of_columns = hot[piece[:count]], hot[piece[count:]]
    return binding[of_rows], columns[of_columns], columns[~of_columns]
