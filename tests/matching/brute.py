"""The best plan by trying them all: slow, short, and sharing nothing with the solver."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from matching import Problem, Weights
from matching.check import broken_rule, score

# The nine numbers of a value as digits of one, most important first, so that values add up.
DIGITS = 10**6


def best_value(problem: Problem, weights: Weights) -> tuple[int, ...] | None:
    """Class vector and suitability of the best plan; None when no plan honours all pins."""
    teams = [_teams(problem, weights, need) for need in range(problem.need_count)]
    near = [
        sum(1 << other for other in range(problem.need_count) if _near(problem, need, other))
        for need in range(problem.need_count)
    ]
    same = [
        sum(1 << other for other, period in enumerate(problem.period) if period == own)
        for own in problem.period
    ]
    limit = problem.capacity[:, problem.period].T.tolist()

    def best_from(need: int, held: tuple[int, ...]) -> int | None:
        """The most that this need and those after it can add, given what members hold so far."""
        if need == len(teams):
            return 0
        totals = []
        for team, value in teams[need]:
            if all(
                not held[who] & near[need]
                and (held[who] & same[need]).bit_count() < limit[need][who]
                for who in team
            ):
                now_held = tuple(
                    tasks | 1 << need if who in team else tasks for who, tasks in enumerate(held)
                )
                rest = best_from(need + 1, now_held)
                if rest is not None:
                    totals.append(value + rest)
        return max(totals, default=None)

    best = best_from(0, (0,) * problem.member_count)
    return None if best is None else _digits(best)


def _teams(problem: Problem, weights: Weights, need: int) -> list[tuple[tuple[int, ...], int]]:
    """All who could serve a need together, pinned ones among them, and what that is worth."""
    points = {
        member: score(problem, weights, need, member)
        for member in range(problem.member_count)
        if not broken_rule(problem, need, member)
    }
    pinned = {member for row, member in problem.pinned.tolist() if row == need}
    first = 8 - 2 * int(problem.urgency[need])
    return [
        (team, bool(team) * DIGITS**first + max(size - 1, 0) * DIGITS ** (first - 1) + worth)
        for size in _sizes(problem, need, len(pinned))
        for team in combinations(points, size)
        if pinned <= set(team)
        for worth in [sum(points[member] for member in team)]
    ]


def _sizes(problem: Problem, need: int, pinned: int) -> Iterable[int]:
    """How many may come."""
    most = int(problem.headcount[need])
    return {pinned, most} if problem.whole[need] else range(most + 1)


def _near(problem: Problem, one: int, other: int) -> bool:
    """Whether nobody can do both needs."""
    return not (
        problem.start[one] - problem.end[other] >= problem.buffer_minutes
        or problem.start[other] - problem.end[one] >= problem.buffer_minutes
    )


def _digits(value: int) -> tuple[int, ...]:
    return tuple(value // DIGITS**place % DIGITS for place in range(8, -1, -1))
