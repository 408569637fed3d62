"""A proof that no plan is better: prices under which every possible pair is paid for in full.

Take tiers as weights that fall by equal steps, each worth more than all suitability together. Give
every place, every seat (a group of a member's windows that exclude each other) and every task a
member may take a price, so that no possible pair is worth more than its place, its seat and its
task cost. Then no plan is worth more than all prices together (weak duality, Kuhn 1955), and a plan
worth just that is the best; falling weights then decide tier by tier, as `matching.tiers` explains.

`matching.check_proof` verifies it pair by pair without trusting the solver.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.kept import STEP, Kept
from matching.problem import Ints, Problem
from matching.weights import Weights


@dataclass(frozen=True, eq=False, kw_only=True)
class Proof:
    """Prices that bound every plan of a problem, pins apart.

    step         what one tier is worth more than the next, in points of suitability
    place_price  (N, 2) of the first place of each need, and of each further one
    seats        (E, 3) [need row, member row, group] of all possible pairs
    extras       (X, 4) [member row, period, group, price] of seats with a price of their own
    task_price   (M, P) of each task a member may take
    """

    step: int
    place_price: Ints
    seats: Ints
    extras: Ints
    task_price: Ints


def prove(problem: Problem, weights: Weights | None = None) -> Proof:
    """Prices as low as the assignment allows; a plan as dear as they are is proved to be best.

    Where windows are blocks of time, or clash little, that is the plan of `solve`. Where it had to
    be found by the integer program, prices alone may leave a gap. Raises PinRefused as `solve`.
    """
    kept = Kept(problem, weights or Weights())
    kept.look_after()
    kept.untangle()
    board, periods = kept.chains, problem.period_count
    place_price = np.zeros((problem.need_count, 2), np.int64)
    for need, places in board.places.items():
        met = bool(kept.taken.get(need))
        for nth, place in enumerate(sorted(places, key=lambda place: -place.weight)):
            place_price[need, min(nth + met, 1)] = place.price
    task_price = np.zeros((problem.member_count, periods), np.int64)
    for desk, price in board.price.items():
        task_price[divmod(desk, periods)] = price
    seats = [
        (need, desk // periods, group)
        for need, desks in board.pairs.items()
        for desk, (group, _) in desks.items()
    ]
    extras = [
        (*divmod(desk, periods), group, place.extra)
        for desk, seated in board.seated.items()
        for group, place in seated.items()
        if place.extra
    ]
    return Proof(
        step=STEP,
        place_price=place_price,
        seats=np.array(sorted(seats), np.int64).reshape(-1, 3),
        extras=np.array(sorted(extras), np.int64).reshape(-1, 4),
        task_price=task_price,
    )
