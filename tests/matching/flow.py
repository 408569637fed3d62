"""A peer for larger rounds: the classic network flow, as a linear program over the raw rules.

Holds where windows are whole blocks of time and no need takes all or none. Then every corner of
the program is whole, so its value is the best there is. Shares nothing with the solver's
assignment but the possible pairs and their scores, which other tests check.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from matching import Problem, Weights, verdicts
from matching.score import scores


def best_value(problem: Problem, weights: Weights) -> tuple[int, ...]:
    """Class vector and suitability of the best plan of a round without pins."""
    need, member = np.nonzero(verdicts(problem) == 0)
    pairs, needs = len(need), problem.need_count
    of_member = member * problem.period_count + problem.period[need]
    _, moment = np.unique(problem.start[need], return_inverse=True)
    at_once = member * (moment.max() + 1) + moment
    coming = csr_array((np.ones(pairs), (need, np.arange(pairs))), shape=(needs, pairs + needs))
    somebody = csr_array((np.ones(needs), (np.arange(needs), pairs + np.arange(needs))))
    rows = [
        (coming, problem.headcount),
        (somebody - coming, np.zeros(needs)),
        (_sums(of_member, pairs + needs), problem.capacity.ravel()[: of_member.max() + 1]),
        (_sums(at_once, pairs + needs), np.ones(at_once.max() + 1)),
    ]
    left = vstack([row for row, _ in rows], format="csr")
    most = np.concatenate([most for _, most in rows])
    goals = _goals(problem, need)
    goals.append(np.concatenate([scores(problem, weights, need, member), np.zeros(needs)]))
    reached: list[int] = []
    for goal in goals:
        found = linprog(-goal, A_ub=left, b_ub=most, bounds=(0, 1), method="highs-ds")
        assert found.status == 0, found.message
        reached.append(round(-found.fun))
        left = vstack([left, csr_array(-goal[None, :])], format="csr")
        most = np.append(most, -reached[-1] + 1e-6)
    return tuple(reached)


def _goals(problem: Problem, need: np.ndarray) -> list[np.ndarray]:
    """First and further helpers by class, over pairs and "somebody comes"."""
    goals = []
    for urgency in range(4):
        first = np.concatenate([np.zeros(len(need)), problem.urgency == urgency])
        coming = np.concatenate([problem.urgency[need] == urgency, np.zeros(problem.need_count)])
        goals += [first, coming - first]
    return goals


def _sums(row: np.ndarray, width: int) -> csr_array:
    """A row for each number that occurs or not, adding up its pairs."""
    shape = (int(row.max()) + 1, width)
    return csr_array((np.ones(len(row)), (row, np.arange(len(row)))), shape=shape)
