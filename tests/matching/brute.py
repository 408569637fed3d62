"""The best plan by trying them all: slow, short, and sharing nothing with the solver."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations

from matching import Problem, Weights
from matching.check import broken_rule, score

Value = tuple[int, ...]


def best_value(problem: Problem, weights: Weights) -> Value | None:
    """Class vector and suitability of the best plan; None when no plan honours all pins."""
    values = [_value(problem, weights, plan) for plan in every_plan(problem)]
    return max(values, default=None)


def every_plan(problem: Problem) -> Iterator[list[tuple[int, int]]]:
    """Every set of pairs that keeps all rules and honours all pins."""
    fits = [
        [member for member in range(problem.member_count) if not broken_rule(problem, need, member)]
        for need in range(problem.need_count)
    ]
    pins: list[set[int]] = [set() for _ in fits]
    for need, member in problem.pinned.tolist():
        pins[need].add(member)

    def onwards(need: int, plan: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
        if need == len(fits):
            yield plan
            return
        able = [member for member in fits[need] if _can(problem, plan, need, member)]
        for size in range(int(problem.headcount[need]) + 1):
            for team in combinations(able, size):
                if pins[need] <= set(team):
                    yield from onwards(need + 1, plan + [(need, member) for member in team])

    return onwards(0, [])


def _can(problem: Problem, plan: list[tuple[int, int]], need: int, member: int) -> bool:
    """Whether the member can do this on top of what the plan already asks of them."""
    held = [other for other, who in plan if who == member]
    same = sum(problem.period[other] == problem.period[need] for other in held)
    apart = all(
        problem.start[need] - problem.end[other] >= problem.buffer_minutes
        or problem.start[other] - problem.end[need] >= problem.buffer_minutes
        for other in held
    )
    return apart and same < problem.capacity[member, problem.period[need]]


def _value(problem: Problem, weights: Weights, plan: list[tuple[int, int]]) -> Value:
    vector = [0] * 8
    for need, urgency in enumerate(problem.urgency.tolist()):
        helpers = sum(row == need for row, _ in plan)
        vector[2 * urgency] += min(helpers, 1)
        vector[2 * urgency + 1] += max(helpers - 1, 0)
    points = cache(lambda need, member: score(problem, weights, need, member))
    return (*vector, sum(points(need, member) for need, member in plan))
