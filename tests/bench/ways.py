"""Ours and what it is compared with: each makes a whole plan out of one problem.

All begin with the same candidate pairs and scores and the same independent parts, so that only the
solvers differ. Those marked exact for whole blocks say the priorities by the same additive weights;
the integer program by geometric ones where windows overlap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import csr_array, vstack

from matching import Problem, Weights, solve
from matching.candidates import walk_minutes
from matching.greedy import greedy
from matching.openings import Openings, Part, open_places, parts
from matching.seats import Deal, Table, cliques, desks, repeated
from matching.tiers import RATIO, TIERS, additive

# A dense table with more cells would not fit beside its copies in the memory allowed.
MOST_CELLS = 120_000_000
Chosen = np.ndarray


class TooLarge(Exception):
    """The way would need more memory than it may have."""


class NotDone(Exception):
    """The way gave no proven answer in its time."""


@dataclass(frozen=True, eq=False)
class Made:
    """The pairs of a plan (K, 2), how many parts were solved by what, and the gap stated."""

    pairs: np.ndarray
    solved_by: dict[str, int]
    gap: float


@dataclass(frozen=True)
class Way:
    """How to make a plan, and what it understands beside windows that are blocks of time.

    overlaps  windows that overlap irregularly
    teams     also needs that take all of their helpers or none
    """

    make: Callable[[Problem], Made]
    overlaps: bool = True
    exact: bool = True
    teams: bool = True

    def can(self, windows: str) -> bool:
        """Whether it understands rounds of this kind."""
        return {"blocks": True, "irregular": self.overlaps, "together": self.teams}[windows]


def ours(problem: Problem) -> Made:
    plan = solve(problem)
    return Made(plan.pairs, dict(plan.solved_by), plan.gap)


def floor(problem: Problem) -> Made:
    """No plan at all: only what everybody must do first."""
    count = sum(1 for _ in parts(open_places(problem, Weights()), 0))
    return Made(np.zeros((0, 2), np.int64), {"nothing": count}, 1.0)


def by_part(choose: Callable[[Part, Problem], Chosen]) -> Callable[[Problem], Made]:
    """A way that chooses among the candidate pairs of one independent part after the other."""

    def make(problem: Problem) -> Made:
        found = [np.zeros((0, 2), np.int64)]
        for part in parts(_openings(problem), 0):
            chosen = choose(part, problem)
            rows = part.need_row[part.need[chosen]], part.member_row[part.member[chosen]]
            found.append(np.stack(rows, axis=1))
        pairs = np.concatenate(found)
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        return Made(pairs, {"part": len(found) - 1}, 0.0)

    return make


def _openings(problem: Problem) -> Openings:
    return open_places(problem, Weights())


def urgent_first(part: Part, _problem: Problem) -> Chosen:
    """Greedy: the most urgent and scarcest needs choose first."""
    return greedy(part, np.zeros(0, np.int64))


def task_hall(part: Part, problem: Problem) -> Chosen:
    """Members look in one after the other, in no order, and take what is nearest to them."""
    turn = np.random.default_rng(0).permutation(len(part.member_row))
    walk = walk_minutes(problem, part.need_row[part.need], part.member_row[part.member])
    left, room = part.places.tolist(), part.room.tolist()
    taken: dict[int, list[tuple[int, int]]] = {}
    chosen = []
    for edge in np.lexsort((walk, turn[part.member])).tolist():
        need, member = int(part.need[edge]), int(part.member[edge])
        start, end = int(part.start[need]), int(part.end[need])
        period, held = int(part.period[need]), taken.setdefault(member, [])
        if not left[need] or not room[member][period]:
            continue
        if all(start >= till + part.buffer or since >= end + part.buffer for since, till in held):
            chosen.append(edge)
            held.append((start, end))
            left[need] -= 1
            room[member][period] -= 1
    return np.array(chosen, np.int64)


def dense(part: Part, _problem: Problem) -> Chosen:
    """Our table of places and seats, filled in and given to scipy's dense solver."""

    def solved(table: Table) -> np.ndarray:
        return np.asarray(linear_sum_assignment(filled_in(table, np.inf))[1])

    return by_table(part, solved)


def by_table(part: Part, solved: Callable[[Table], np.ndarray]) -> Chosen:
    """The choice a solver of the whole table makes, no pair left out."""
    every = np.arange(len(part.need))
    deal = Deal(part, cliques(part, []))
    table = deal.table(every)
    return deal.chosen(every, table, solved(table))


def filled_in(table: Table, elsewhere: float) -> np.ndarray:
    rows, columns = table.shape
    if rows * columns > MOST_CELLS:
        raise TooLarge(f"{rows} x {columns} cells")
    cells = np.full(table.shape, elsewhere)
    cells[table.row, table.column] = table.cost
    return cells


def tier_gains(part: Part, weigh: Callable[..., np.ndarray]) -> np.ndarray:
    """What a first and what a further helper is worth, beside suitability: (n, 2)."""
    places = np.minimum(part.places, np.bincount(part.need, minlength=len(part.places)))
    tier = np.stack([2 * part.urgency + part.met, 2 * part.urgency + 1], axis=1)
    present = np.zeros(TIERS, np.bool_)
    present[tier[:, 0]] = True
    present[tier[places > 1, 1]] = True
    return np.asarray(weigh(present, int(part.score.max()), int(places.sum()))[tier])


def integer_program(part: Part, _problem: Problem) -> Chosen:
    """One binary per pair and per need that gets anybody, all at once, gap 0, by HiGHS."""
    moment, edge = _moments(part)
    gain = tier_gains(part, geometric if len(moment) > len(part.need) else additive)
    pairs, needs = len(part.need), len(part.places)
    every, own = np.arange(pairs), np.arange(needs)
    team = np.where(part.whole, part.places, 1)
    signs = np.concatenate([-np.ones(pairs), team])
    somebody = (np.concatenate([part.need, own]), np.concatenate([every, pairs + own]))
    sides = [
        (np.ones(pairs), (part.need, every), part.places),
        (np.ones(pairs), (desks(part), every), part.room.ravel()),
        (np.ones(len(edge)), (moment, edge), np.ones(moment.max() + 1)),
        (signs, somebody, np.zeros(needs)),
    ]
    rows = [
        csr_array((sign, cells), shape=(len(most), pairs + needs)) for sign, cells, most in sides
    ]
    most = np.concatenate([side[2] for side in sides])
    least = np.full(len(most), -np.inf)
    least[len(most) - needs :][part.whole] = 0
    worth = np.concatenate([gain[part.need, 1] + part.score, gain[:, 0] - gain[:, 1]])
    found = milp(
        -worth.astype(np.float64),
        integrality=np.ones(pairs + needs),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(vstack(rows), least, most),
        options={"mip_rel_gap": 0.0},
    )
    if found.status != 0:
        raise NotDone(found.message)
    return np.flatnonzero(found.x[:pairs] > 0.5)


def geometric(present: np.ndarray, top_score: int, places: int) -> np.ndarray:
    """Weights (8,) that decrease fourfold over the tiers present; 0 for the others."""
    powers = RATIO ** (present.sum() - np.cumsum(present))
    return np.asarray(np.where(present, powers, 0) * (top_score * places + 1))


def _moments(part: Part) -> tuple[np.ndarray, np.ndarray]:
    """Moments, each the start of a candidate's window, and the member's pairs that hold it.

    Row number of the moment and number of the pair; each pair stands in one row when all windows
    are whole blocks.
    """
    start, end = part.start[part.need], part.end[part.need] + part.buffer
    member, moment = np.unique(np.stack([part.member, start]), axis=1)
    order = np.argsort(part.member, kind="stable")
    many = np.bincount(part.member)
    row, nth = repeated(many[member])
    edge = order[(np.cumsum(many) - many)[member][row] + nth]
    holds = (start[edge] <= moment[row]) & (moment[row] < end[edge])
    return row[holds], edge[holds]


WAYS = {
    "ours": Way(ours),
    "floor": Way(floor, exact=False),
    "greedy": Way(by_part(urgent_first), exact=False),
    "task hall": Way(by_part(task_hall), exact=False, teams=False),
    "dense LSA": Way(by_part(dense), overlaps=False, teams=False),
    "HiGHS milp": Way(by_part(integer_program)),
}
