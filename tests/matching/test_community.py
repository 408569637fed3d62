"""Rounds of the real size: a community against the textbook, a sub-district against the clock."""

from __future__ import annotations

import time

import numpy as np
import pytest

from matching import Status, Weights, check, solve
from tests.matching import flow
from tests.matching.instances import crowded, street
from tests.matching.reference import best_value


@pytest.mark.parametrize("irregular", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_a_community_is_solved_as_the_textbook_does(seed, irregular):
    problem = street(np.random.default_rng(seed), irregular=irregular)

    plan = solve(problem, seed=seed)

    assert plan.value == best_value(problem, Weights())
    assert check(problem, plan, Weights()) == []


@pytest.mark.parametrize("members", [60, 20])
def test_a_district_is_solved_as_a_network_flow(members):
    problem = street(np.random.default_rng(members), communities=6, members=members, needs=40)

    assert solve(problem).value == flow.best_value(problem, Weights())


@pytest.mark.parametrize("seed", range(2))
def test_a_surge_is_solved_as_the_textbook_does(seed):
    problem = street(np.random.default_rng(seed), members=40, needs=60, irregular=True)

    assert solve(problem, seed=seed).value == best_value(problem, Weights())


def test_tangled_windows_are_solved_as_the_textbook_does():
    methods = set()
    for seed in range(6):
        problem = crowded(np.random.default_rng(seed))
        plan = solve(problem)
        methods.add(plan.method)

        assert plan.status is Status.OPTIMAL
        assert plan.value == best_value(problem, Weights()), seed
    assert {"assignment", "highs"} <= methods


@pytest.mark.parametrize("irregular", [False, True])
def test_a_sub_district_is_a_matter_of_seconds(irregular):
    rng = np.random.default_rng(1)
    problem = street(rng, communities=20, members=120, needs=40, irregular=irregular)

    begun = time.process_time()
    plan = solve(problem)
    seconds = time.process_time() - begun

    assert plan.status is Status.OPTIMAL
    assert check(problem, plan, Weights()) == []
    assert seconds < 5


@pytest.mark.parametrize("limit", [0, 0.02, 0.1])
def test_whatever_the_time_limit_the_plan_is_whole(limit):
    rng = np.random.default_rng(2)
    problem = street(rng, communities=10, members=120, needs=60, irregular=True)
    best = solve(problem)

    plan = solve(problem, time_limit=limit)

    assert check(problem, plan, Weights()) == []
    assert plan.value <= best.value
    assert (plan.gap == 0) == (plan.status is Status.OPTIMAL)
    assert plan.gap < 0.3
    if plan.status is Status.OPTIMAL:
        assert plan.value == best.value


def test_a_negative_time_limit_is_refused():
    with pytest.raises(ValueError, match="time_limit"):
        solve(street(np.random.default_rng(0)), time_limit=-1)
