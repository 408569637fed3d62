"""Why not this one: what is in the way, or who would lose what."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching import PinRefused, Rule, Weights, solve, why_not
from tests.matching.instances import in_blocks, mixed, plain


def test_a_hard_rule_is_the_whole_answer():
    problem = plain(1, 2, free=[[2], [0]])

    answer = why_not(problem, solve(problem), Weights(), 0, 1)

    assert answer.rule is Rule.FREE_TIME
    assert not answer.come.size


def test_insisting_shows_who_would_lose_what():
    problem = plain(2, 2, start=[0, 0], end=[60, 60], urgency=[0, 2], forbidden=[[0, 1]])
    plan = solve(problem)

    answer = why_not(problem, plan, Weights(), 1, 0)

    assert plan.pairs.tolist() == [[0, 0], [1, 1]]
    assert answer.class_change == (-1, 0, 0, 0, 0, 0, 0, 0)
    assert answer.gone.tolist() == [[0, 0], [1, 1]]
    assert answer.come.tolist() == [[1, 0]]
    assert answer.proved


def test_a_nearer_neighbour_is_a_matter_of_points():
    problem = plain(1, 2, member_x=[0, 700])
    plan = solve(problem)

    answer = why_not(problem, plan, Weights(), 0, 1)

    assert answer.class_change == (0,) * 8
    assert answer.suitability_change == -68
    assert (answer.gone.tolist(), answer.come.tolist()) == ([[0, 0]], [[0, 1]])


def test_between_equals_nothing_would_be_lost():
    problem = plain(1, 2)
    plan = solve(problem)
    other = 1 - plan.pairs[0, 1]

    answer = why_not(problem, plan, Weights(), 0, int(other))

    assert (answer.class_change, answer.suitability_change) == ((0,) * 8, 0)


def test_who_comes_anyway_needs_no_answer():
    problem = plain(1, 1)

    assert why_not(problem, solve(problem), Weights(), 0, 0).chosen


def test_pins_in_the_way_are_named():
    problem = plain(3, 2, start=[0, 30, 90], end=[60, 90, 150], pinned=[[0, 0], [2, 1]])
    problem = replace(problem, capacity=[[2], [1]])
    plan = solve(problem)

    assert why_not(problem, plan, Weights(), 1, 0).pins.tolist() == [[0, 0]]
    assert why_not(problem, plan, Weights(), 1, 1).pins.tolist() == [[2, 1]]
    assert why_not(problem, plan, Weights(), 2, 0).pins.tolist() == [[2, 1]]


def test_the_old_pairs_stay_where_they_may():
    problem = plain(30, 40, capacity=[[1]] * 40, forbidden=[(need, need) for need in range(30)])
    plan = solve(problem)
    idle = next(member for member in range(30, 40) if member not in plan.pairs[:, 1])

    answer = why_not(problem, plan, Weights(), 3, idle)

    assert answer.suitability_change == 0
    assert answer.come.tolist() == [[3, idle]]
    assert answer.gone.tolist() == plan.pairs[3:4].tolist()


def test_forcing_a_pair_is_pinning_it():
    compared = 0
    for seed in range(15):
        problem = mixed(np.random.default_rng(seed))
        problem = in_blocks(problem) if seed % 2 else problem
        try:
            plan = solve(problem)
        except PinRefused:
            continue
        for need, member in np.ndindex(problem.need_count, problem.member_count):
            compared += _agrees(problem, plan, need, member)
    assert compared > 30


def _agrees(problem, plan, need, member) -> bool:
    """The answer is the difference to the plan solved with the pair pinned."""
    answer = why_not(problem, plan, Weights(), need, member)
    try:
        forced = solve(replace(problem, pinned=[*problem.pinned.tolist(), [need, member]]))
    except PinRefused:
        assert answer.rule or len(answer.pins)
        return False
    if answer.chosen and problem.whole[need]:  # a pin sends one of a team whatever the rest do
        return False
    change = tuple(a - b for a, b in zip(forced.value, plan.value, strict=True))
    assert (*answer.class_change, answer.suitability_change) == change
    assert answer.chosen or [need, member] in answer.come.tolist()
    return True
