"""The assignment: places on one side, members' seats on the other, solved by scipy.

A member offers one *seat* per group of needs that exclude each other (per period), so that seats,
not rules, keep tasks apart. Whoever has more seats than tasks left in the period gets *blockers*:
rows of their own that must swallow the surplus seats. Limits and non-overlap are then both exact
in a plain assignment problem, and every place has a private dummy column, so that a full matching
always exists and is found at once (scipy's search for one, Hopcroft-Karp, can otherwise take
exponential time: scipy issue 26147).

Groups come from a clique partition of each member's candidate windows. When windows are whole
blocks of time the partition says everything; when they overlap irregularly it forbids only some of
the clashes. An answer without clashes is optimal either way, any answer is an upper bound.

Large parts are dealt with the likeliest pairs only, and the prices of places and seats (the dual
solution) then tell which of the others could still pay: exact, and several times faster, because
few members keep more seats than tasks (column generation; see `matching.prices`).

Solvers: R. Jonker & A. Volgenant 1987, dense (scipy `linear_sum_assignment`) and sparse (LAPJVsp,
scipy `min_weight_full_bipartite_matching`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.openings import Part
from matching.problem import Flags, Floats, Ints
from matching.tiers import TIERS, additive, weighable

# Up to here a dense table is faster to fill and solve than a sparse one.
DENSE_CELLS = 30_000
# How many times the step that order needs, so that prices can be read as tiers without doubt.
CLEAR = 2


def desks(part: Part) -> Ints:
    """The desk of each candidate pair (E,): a member in a period, numbered member * P + period."""
    return np.asarray(part.member * part.room.shape[1] + part.period[part.need])


def cliques(part: Part, stabs: list[dict[int, int]]) -> Ints:
    """A group number for each candidate pair (E,): pairs of one desk and group exclude each other.

    Windows that hold one moment, up to the buffer, form a group. The moments in `stabs`, by desk,
    are used first, turn by turn; then each desk goes on with the earliest end among the windows
    left, which gives the fewest groups (Gavril 1972).
    """
    desk, start, end = desks(part), part.start[part.need], part.end[part.need]
    never = np.iinfo(np.int64).max // 2
    group = np.full(len(desk), -1, np.int64)
    left = np.arange(len(desk))
    turn = 0
    while len(left):
        if turn < len(stabs):
            moment = np.full(part.room.size, -never)
            moment[list(stabs[turn])] = list(stabs[turn].values())
        else:
            moment = np.full(part.room.size, never)
            np.minimum.at(moment, desk[left], end[left])
        at = moment[desk[left]]
        holds = (start[left] < at + part.buffer) & (end[left] >= at)
        group[left[holds]] = turn
        left = left[~holds]
        turn += 1
    return group


def maximal_cliques(part: Part) -> tuple[Ints, Ints]:
    """Sets of two or more candidate pairs of one member that hold a common moment.

    The number of a set and a pair in it, (K,) each; without sets that a limit of one task says.
    """
    start, end = part.start[part.need], part.end[part.need] + part.buffer
    order = np.lexsort((start, part.member))
    who, since, till = part.member[order], start[order], end[order]
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = (np.diff(who) != 0) | (np.diff(since) != 0)
    moment = np.flatnonzero(fresh)
    first = np.searchsorted(who, who[moment])
    row, nth = repeated(np.append(moment[1:], len(order)) - first)
    pair = first[row] + nth
    holds = till[pair] > since[moment][row]
    row, pair = row[holds], pair[holds]
    # The set grows no further where one of its windows ends before the next begins.
    following = np.full(len(moment), np.iinfo(np.int64).max)
    more = np.flatnonzero(np.diff(who[moment]) == 0)
    following[more] = since[moment[more + 1]]
    full = np.zeros(len(moment), np.bool_)
    full[row[till[pair] <= following[row]]] = True
    desk = desks(part)[order]
    several = np.bincount(row, minlength=len(moment)) > 1
    limited = np.ones(len(moment), np.bool_)
    limited[row[desk[pair] != desk[first[row]]]] = False
    limited &= part.room.ravel()[desk[first]] == 1
    kept = (full & several & ~limited)[row]
    return row[kept], order[pair[kept]]


@dataclass(frozen=True, eq=False)
class Table:
    """Costs of rows (blockers, then places) against columns (seats, then dummies), all above 0.

    row, column, cost  (Z,) the cells that exist; every other cell is out of the question
    key                (seats,) the seat key each column stands for, ascending
    """

    row: Ints
    column: Ints
    cost: Floats
    blockers: int
    places: int
    key: Ints

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.blockers + self.places, len(self.key) + self.places

    def solve(self) -> Ints:
        """The column of each row in a cheapest full assignment."""
        rows, columns = self.shape
        if rows * columns <= DENSE_CELLS:
            dense = np.full(self.shape, np.inf)
            dense[self.row, self.column] = self.cost
            return np.asarray(linear_sum_assignment(dense)[1], np.int64)
        sparse = csr_array((self.cost, (self.row, self.column)), shape=self.shape)
        return np.asarray(min_weight_full_bipartite_matching(sparse)[1], np.int64)


class Deal:
    """What the assignments over one part and one grouping have in common.

    desk, key  (E,) the desk and the seat of each candidate pair. Somebody with one task left
               needs one seat only, whatever the groups.
    rows       (n,) places of each need that candidates could fill
    weight     (8,) what a helper in each tier is worth, 0 for tiers without places
    tier_of_need  (n, 2) the tier of the first place of each need, and of a further one
    gain       (E, 2) what a pair is worth in the first place of its need, and in a further one
    """

    def __init__(self, part: Part, group: Ints) -> None:
        self.part = part
        self.desk = desks(part)
        self.room = part.room.ravel()
        self.wide = int(group.max()) + 1
        self.key = self.desk * self.wide + np.where(self.room[self.desk] == 1, 0, group)
        self.rows = np.minimum(part.places, np.bincount(part.need, minlength=len(part.places)))
        self.tier_of_need = np.stack([2 * part.urgency + part.met, 2 * part.urgency + 1], axis=1)
        self.weight = self._weights()
        self.gain = self.weight[self.tier_of_need[part.need]] + part.score[:, None]
        self.nothing = int(self.gain.max()) + 1

    @staticmethod
    def fits(part: Part) -> bool:
        """Whether what pairs are worth can be said exactly, however the windows are grouped."""
        places = np.minimum(part.places, np.bincount(part.need, minlength=len(part.places)))
        return weighable(CLEAR * int(part.score.max()), int(places.sum()))

    def table(self, pairs: Ints) -> Table:
        """The table over some of the pairs (indices)."""
        key, seat = np.unique(self.key[pairs], return_inverse=True)
        surplus = self.surplus(key)
        blockers, places = int(surplus.sum()), int(self.rows.sum())
        blocked, nth = repeated(surplus[key // self.wide])
        blocker = (np.cumsum(surplus) - surplus)[key[blocked] // self.wide] + nth
        pair, nth = repeated(self.rows[self.part.need[pairs]])
        own = np.arange(places)
        costs = (
            np.ones(len(blocker)),
            self.nothing - self.gain[pairs[pair], np.minimum(nth, 1)],
            np.full(places, self.nothing),
        )
        return Table(
            row=np.concatenate([blocker, blockers + self.place(pairs[pair], nth), blockers + own]),
            column=np.concatenate([blocked, seat[pair], len(key) + own]),
            cost=np.concatenate(costs).astype(np.float64),
            blockers=blockers,
            places=places,
            key=key,
        )

    def surplus(self, key: Ints) -> Ints:
        """How many seats too many each desk has when it has these."""
        seats = np.bincount(key // self.wide, minlength=len(self.room))
        return np.where(seats > self.room, seats - self.room, 0)

    def place(self, pairs: Ints, nth: Ints) -> Ints:
        """The number of the nth place of the need of each pair."""
        return np.asarray((np.cumsum(self.rows) - self.rows)[self.part.need[pairs]] + nth)

    def chosen(self, pairs: Ints, table: Table, column: Ints) -> Ints:
        """Which of the pairs an answer of the table stands for; dummies stand for nobody."""
        need = np.repeat(np.arange(len(self.rows)), self.rows)
        column = column[table.blockers :]
        taken = column < len(table.key)
        cell = self._cell(need[taken], table.key[column[taken]])
        known = self._cell(self.part.need[pairs], self.key[pairs])
        order = np.argsort(known)
        return np.sort(pairs[order[np.searchsorted(known[order], cell)]])

    def _cell(self, need: Ints, key: Ints) -> Ints:
        return np.asarray(need * (len(self.room) * self.wide) + key)

    def _weights(self) -> Ints:
        first, further = self.tier_of_need.T
        tiers = np.concatenate([first, further[self.rows > 1]])
        present = np.bincount(tiers, minlength=TIERS) > 0
        return additive(present, CLEAR * int(self.part.score.max()), int(self.rows.sum()))

    def likeliest(self, some: int) -> Flags:
        """The best-scoring pairs of each need: `some`, and four more for each further place."""
        need = self.part.need
        order = np.lexsort((-self.part.score, need))
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order)) - np.searchsorted(need[order], need[order])
        return np.asarray(rank < some + 4 * (self.rows[need] - 1))


def repeated(times: Ints) -> tuple[Ints, Ints]:
    """Each index as often as asked, and the how-manieth repetition each is, from 0."""
    index = np.repeat(np.arange(len(times)), times)
    return index, np.arange(len(index)) - np.repeat(np.cumsum(times) - times, times)
