"""Proves a plan against its problem from the raw numbers, sharing no code with the solver.

Plain Python, one pair at a time, so that each rule can be read aloud. It is the second opinion:
what it repeats from `matching.candidates` and `matching.score` it repeats on purpose.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np

from matching.plan import Plan, Status
from matching.problem import Ints, Problem
from matching.weights import Weights

Pair = tuple[int, int]


def check(problem: Problem, plan: Plan, weights: Weights | None = None) -> list[str]:
    """Everything that is wrong with the plan, in words; an empty list proves it valid.

    Valid means: every rule of the problem is kept, every pin is honoured, and the numbers the plan
    states about itself are true; the suitability only when the weights are given. It does not show
    that the plan is the best one.
    """
    pairs: list[Pair] = [(int(need), int(member)) for need, member in plan.pairs]
    wrong = _misplaced(problem, pairs)
    if wrong:
        return wrong
    wrong += [
        f"need {need} with member {member}: {broken}"
        for need, member in pairs
        if (broken := broken_rule(problem, need, member))
    ]
    wrong += _overfull(problem, pairs)
    wrong += _by_half(problem, pairs)
    wrong += _twice_at_once(problem, pairs)
    wrong += [
        f"pinned need {need} with member {member} is missing"
        for need, member in sorted({(n, m) for n, m in problem.pinned.tolist()} - set(pairs))
    ]
    wrong += _false_statements(problem, plan, pairs)
    if weights is not None:
        suitability = sum(score(problem, weights, need, member) for need, member in pairs)
        if suitability != plan.suitability:
            wrong.append(f"suitability is {suitability}, not {plan.suitability}")
    return wrong


def broken_rule(problem: Problem, need: int, member: int) -> str:
    """The first rule this pair breaks by itself, in words; empty when it breaks none."""
    skill, level = int(problem.skill[need]), int(problem.level[need])
    community = int(problem.community[need])
    at_home = community == problem.member_community[member]
    if not at_home and not _listed(problem.guests, member, community):
        return "does not serve that community"
    if skill >= 0 and problem.skills[member, skill] < level:
        return f"lacks skill {skill} at level {level}"
    if problem.licence[need] and not problem.licences[member, skill]:
        return f"has no licence for skill {skill}"
    for block, touched in enumerate(problem.blocks[need].tolist()):
        if touched and problem.free[member, block] == 0:
            return f"is not free in block {block}"
    if walk(problem, need, member) > problem.reach_minutes[member] + 1e-6:
        return "is too far away"
    if problem.capacity[member, problem.period[need]] < 1:
        return "has no task left in that period"
    window = (int(problem.start[need]), int(problem.end[need]))
    for task in np.flatnonzero(problem.busy_member == member):
        held = (int(problem.busy_start[task]), int(problem.busy_end[task]))
        if _too_close(window, held, problem.buffer_minutes):
            return "holds another task at that time"
    if _listed(problem.forbidden, need, member):
        return "is forbidden"
    return ""


def walk(problem: Problem, need: int, member: int) -> float:
    """Minutes on foot, 70 metres each, at least one."""
    across = float(problem.x[need] - problem.member_x[member])
    along = float(problem.y[need] - problem.member_y[member])
    return max(1.0, math.hypot(across, along) / 70.0)


def score(problem: Problem, weights: Weights, need: int, member: int) -> int:
    """The score of one pair, term by term as `matching.score` defines it."""
    skill, kind = int(problem.skill[need]), int(problem.kind[need])
    free = [
        int(grade)
        for grade, touched in zip(problem.free[member], problem.blocks[need], strict=True)
        if touched
    ]
    waiting = float(problem.waiting_hours[need])
    terms = (
        1 / 3 if skill < 0 else int(problem.skills[member, skill]) / 3,
        15.0 / (15.0 + walk(problem, need, member)),
        1.0 if min(free) == 2 else 0.0,
        120.0 / (120.0 + float(problem.recent_minutes[member])),
        waiting / (48.0 + waiting),
        float(_listed(problem.familiar, need, member)),
        float(kind >= 0 and bool(problem.wishes[member, kind])),
    )
    return sum(round(points * term) for points, term in zip(weights.points, terms, strict=True))


def _listed(pairs: Ints, first: int, second: int) -> bool:
    """Whether the two stand in one row of the pairs."""
    return bool(((pairs[:, 0] == first) & (pairs[:, 1] == second)).any())


def _misplaced(problem: Problem, pairs: list[Pair]) -> list[str]:
    """Pairs that are no pairs of this problem, or not in ascending order."""
    wrong = [
        f"there is no pair of need {need} and member {member}"
        for need, member in pairs
        if not (0 <= need < problem.need_count and 0 <= member < problem.member_count)
    ]
    wrong += [
        f"pair {list(later)} does not come after {list(earlier)}"
        for earlier, later in pairwise(pairs)
        if later <= earlier
    ]
    return wrong


def _overfull(problem: Problem, pairs: list[Pair]) -> list[str]:
    """Needs with more helpers than places, members with more tasks than their limit."""
    helpers = Counter(need for need, _ in pairs)
    tasks = Counter((member, int(problem.period[need])) for need, member in pairs)
    return [
        f"need {need} has {count} helpers for {problem.headcount[need]} places"
        for need, count in helpers.items()
        if count > problem.headcount[need]
    ] + [
        f"member {member} has {count} tasks in period {period}, limit {problem.capacity[at]}"
        for at, count in tasks.items()
        for member, period in [at]
        if count > problem.capacity[at]
    ]


def _by_half(problem: Problem, pairs: list[Pair]) -> list[str]:
    """All-or-nothing needs with more helpers than are pinned, but not all."""
    helpers = Counter(need for need, _ in pairs)
    pinned = Counter(need for need, _ in problem.pinned.tolist())
    return [
        f"need {need} takes all or none, and has {helpers[need]} of {problem.headcount[need]}"
        for need in np.flatnonzero(problem.whole).tolist()
        if helpers[need] not in (pinned[need], problem.headcount[need])
    ]


def _twice_at_once(problem: Problem, pairs: list[Pair]) -> list[str]:
    """Members who would have to be in two places, or on the way, at the same time."""
    tasks: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for need, member in pairs:
        tasks[member].append((int(problem.start[need]), int(problem.end[need]), need))
    return [
        f"member {member} cannot do needs {one[2]} and {other[2]} both"
        for member, held in tasks.items()
        for at, one in enumerate(held)
        for other in held[at + 1 :]
        if _too_close(one[:2], other[:2], problem.buffer_minutes)
    ]


def _too_close(one: tuple[int, int], other: tuple[int, int], buffer: int) -> bool:
    """Whether less than the buffer lies between two windows."""
    earlier, later = sorted([one, other])
    return later[0] - earlier[1] < buffer


def _false_statements(problem: Problem, plan: Plan, pairs: list[Pair]) -> list[str]:
    """Numbers of the plan that its pairs do not bear out."""
    counted = Counter(need for need, _ in pairs)
    helpers = [counted[row] for row in range(problem.need_count)]
    vector = [0] * 8
    for row, count in enumerate(helpers):
        vector[2 * int(problem.urgency[row])] += count > 0
        vector[2 * int(problem.urgency[row]) + 1] += max(count - 1, 0)
    wrong = []
    if plan.filled.tolist() != helpers:
        wrong.append(f"filled is {helpers}, not {plan.filled.tolist()}")
    if list(plan.class_vector) != vector:
        wrong.append(f"class_vector is {vector}, not {list(plan.class_vector)}")
    if not 0 <= plan.gap <= 1 or (plan.gap == 0) != (plan.status is Status.OPTIMAL):
        wrong.append(f"gap {plan.gap} and status {plan.status} contradict each other")
    return wrong
