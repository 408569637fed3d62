"""Prices: the dual solution of an assignment, which proves it and finds pairs left out wrongly.

In a cheapest assignment every row has a price u and every column a price v <= 0 with
cost >= u + v in every cell, and equality in the cells used (linear programming duality, Kuhn 1955).
A pair that was left out can improve the answer only where its cost is below the prices of its place
and its seat, so pairs are let in until there is none (Ford & Fulkerson 1958, Gilmore & Gomory
1961).

All costs are whole numbers below 2 ** 53, so the sums and comparisons here are exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from matching.openings import Part
from matching.problem import Floats, Ints
from matching.seats import Deal, Table, cliques, repeated
from matching.tiers import TIERS

# Stands where no tier is meant; the tiers are 0..7.
NO_TIER = TIERS
# Below this many pairs, or pairs per place, it is not worth leaving any out; nor where people are
# so few for the places that the dear pairs are needed in the end, and let in time after time.
FEW_PAIRS = 4_000
PAIRS_PER_PLACE = 10
PLACES_PER_MEMBER = 0.7
# Pairs a need starts with. More is slower, fewer must be mended more often.
FIRST_PAIRS = 20


def assign(part: Part, group: Ints, begin_with: int | None = None) -> Ints:
    """The best choice of candidate pairs (indices) that takes at most one of each desk and group.

    Limits are kept; clashes only as far as the groups know them. Ties are broken by the order of
    the rows of the part. `begin_with` is how many pairs per need are dealt at first, all of them in
    a small part unless told otherwise; it changes the time, and which of several best is found.
    """
    return _dealt(part, group, begin_with).chosen


def hands_wanted(part: Part) -> Ints:
    """The tier in which one more helper, free for one task, would fill a place: (n,).

    For each need, whoever takes a place there sets others free who move on; the price of the place
    knows where the chain ends. NO_TIER where nothing would be filled. Exact when windows are blocks
    of time; otherwise clashes are known only as far as the groups tell, and it is an estimate.
    """
    dealt = _dealt(part, cliques(part, []), None)
    deal, weight = dealt.deal, dealt.deal.weight
    row_price, _ = prices(dealt.table, dealt.column)
    need, nth = repeated(deal.rows)
    gain = row_price[dealt.table.blockers :] - deal.nothing
    gain += weight[deal.tier_of_need[need, np.minimum(nth, 1)]]
    best = np.maximum.reduceat(gain, np.cumsum(deal.rows) - deal.rows)
    # Weights fall by equal steps over the tiers present, each more than twice what suitability
    # can make up for, so the nearest number of steps tells which tier it is.
    present = np.flatnonzero(weight)
    step = int(weight[present[-1]])
    steps = np.clip(np.rint(best / step), 0, len(present)).astype(np.int64)
    wanted = np.r_[NO_TIER, present[::-1]][steps]
    # A place for which there are no candidates left has no row, and is simply empty.
    lacking = deal.rows < part.places
    return np.asarray(np.where(lacking, np.minimum(wanted, deal.tier_of_need[:, 1]), wanted))


@dataclass(frozen=True, eq=False)
class _Dealt:
    """An assignment solved: the pairs chosen, and what their prices are read from."""

    chosen: Ints
    deal: Deal
    table: Table
    column: Ints


def _dealt(part: Part, group: Ints, begin_with: int | None) -> _Dealt:
    """The assignment, with pairs let in until none of those left out could pay."""
    deal = Deal(part, group)
    if begin_with is None:
        begin_with = FIRST_PAIRS if _plenty(part, int(deal.rows.sum())) else len(part.need)
    kept = deal.likeliest(begin_with)
    while True:
        pairs, left_out = np.flatnonzero(kept), np.flatnonzero(~kept)
        table = deal.table(pairs)
        column = table.solve()
        paying = _paying(deal, table, column, left_out) if len(left_out) else left_out
        if not len(paying):
            return _Dealt(deal.chosen(pairs, table, column), deal, table, column)
        kept[paying] = True


def _plenty(part: Part, places: int) -> bool:
    """Whether there are many more pairs, and people, than the places need."""
    fewest = max(FEW_PAIRS, PAIRS_PER_PLACE * places)
    return len(part.need) > fewest and places < PLACES_PER_MEMBER * len(part.room)


def prices(table: Table, column: Ints) -> tuple[Floats, Floats]:
    """The prices of rows and columns that prove the answer cheapest.

    Shortest paths from the unused columns, all cells at once until nothing moves (Bellman-Ford);
    the sum of all prices equals the cost of the answer.
    """
    cells = csr_array((table.cost, (table.row, table.column)), shape=table.shape)
    paid = np.asarray(cells[np.arange(len(column)), column])
    by_column = cells.tocsc()
    used = np.flatnonzero(np.diff(by_column.indptr))
    price = np.zeros(table.shape[1])
    while True:
        row_price = paid - price[column]
        slack = by_column.data - row_price[by_column.indices]
        lowest = np.minimum.reduceat(slack, by_column.indptr[used])
        if (lowest >= price[used]).all():
            return row_price, price
        price[used] = np.minimum(lowest, price[used])


def _paying(deal: Deal, table: Table, column: Ints, left_out: Ints) -> Ints:
    """The pairs left out that cost less than the prices of their place and their seat."""
    row_price, column_price = prices(table, column)
    seat_price = column_price[: len(table.key)]
    desk = table.key // deal.wide
    # A seat not yet there: free while the desk has tasks left; otherwise it comes with one more
    # blocker, and so costs what the dearest of the others would be let go for.
    new_seat = np.full(len(deal.room), -np.inf)
    np.maximum.at(new_seat, desk, seat_price)
    seats = np.bincount(desk, minlength=len(deal.room))
    new_seat[seats < deal.room] = 0.0

    key = deal.key[left_out]
    at = np.minimum(np.searchsorted(table.key, key), len(table.key) - 1)
    price = np.where(table.key[at] == key, seat_price[at], new_seat[deal.desk[left_out]])

    pair, nth = repeated(deal.rows[deal.part.need[left_out]])
    cost = deal.nothing - deal.gain[left_out[pair], np.minimum(nth, 1)]
    place = row_price[table.blockers + deal.place(left_out[pair], nth)]
    return left_out[np.unique(pair[cost < place + price[pair]])]
