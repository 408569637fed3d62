"""The best value by a plain integer program, one tier after the other: the textbook way.

Reads the raw problem and shares nothing with the solver but scipy.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from matching import Problem, Weights
from matching.check import broken_rule, score

Row = dict[int, float]


def best_value(problem: Problem, weights: Weights) -> tuple[int, ...]:
    """Class vector and suitability of the best plan of a round without pins."""
    pairs = [
        (need, member)
        for need in range(problem.need_count)
        for member in range(problem.member_count)
        if not broken_rule(problem, need, member)
    ]
    rows, most = _rules(problem, pairs)
    reached: list[int] = []
    for goal in _goals(problem, pairs, weights):
        cost = np.zeros(len(pairs) + problem.need_count)
        cost[list(goal)] = [-worth for worth in goal.values()]
        found = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(_matrix(rows, len(cost)), -np.inf, most),
            options={"mip_rel_gap": 0.0},
        )
        assert found.status == 0, found.message
        reached.append(round(-found.fun))
        rows.append({at: -worth for at, worth in goal.items()})
        most.append(-reached[-1])
    return tuple(reached)


def _rules(problem: Problem, pairs: list[tuple[int, int]]) -> tuple[list[Row], list[int]]:
    """Places, limits, no two tasks at once, and "somebody comes" only where somebody does."""
    first = len(pairs)
    rows: list[Row] = []
    most: list[int] = []
    for need in range(problem.need_count):
        coming = [at for at, pair in enumerate(pairs) if pair[0] == need]
        rows += [dict.fromkeys(coming, 1), {first + need: 1} | dict.fromkeys(coming, -1)]
        most += [int(problem.headcount[need]), 0]
        if problem.whole[need]:
            team = {first + need: int(problem.headcount[need])} | dict.fromkeys(coming, -1)
            rows += [team, {at: -sign for at, sign in team.items()}]
            most += [0, 0]
    for member in range(problem.member_count):
        tasks = [(at, need) for at, (need, who) in enumerate(pairs) if who == member]
        for period in range(problem.period_count):
            rows.append({at: 1 for at, need in tasks if problem.period[need] == period})
            most.append(int(problem.capacity[member, period]))
        for at, one in tasks:
            for other_at, other in tasks:
                near = problem.start[other] < problem.end[one] + problem.buffer_minutes
                if at != other_at and near and problem.start[other] >= problem.start[one]:
                    rows.append({at: 1, other_at: 1})
                    most.append(1)
    return rows, most


def _goals(problem: Problem, pairs: list[tuple[int, int]], weights: Weights) -> list[Row]:
    """What is to be made as large as possible, in order: eight tiers, then the suitability."""
    goals: list[Row] = []
    for urgency in range(4):
        asked = np.flatnonzero(problem.urgency == urgency).tolist()
        firsts: Row = {len(pairs) + need: 1 for need in asked}
        coming: Row = {at: 1 for at, (need, _) in enumerate(pairs) if need in asked}
        goals += [firsts, coming | dict.fromkeys(firsts, -1)]
    goals.append({at: score(problem, weights, *pair) for at, pair in enumerate(pairs)})
    return goals


def _matrix(rows: list[Row], width: int) -> csr_array:
    cells = [(at, column, value) for at, row in enumerate(rows) for column, value in row.items()]
    row, column, value = zip(*cells, strict=True)
    return csr_array((value, (row, column)), shape=(len(rows), width))
