"""A proof convinces whoever adds up its prices, and nobody when it is wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching import PinRefused, Weights, check, check_proof, prove, solve
from tests.matching.instances import in_blocks, mixed, plain, street


@pytest.mark.parametrize("irregular", [False, True])
def test_the_plan_of_a_community_is_proved_best(irregular):
    for seed in range(3):
        rng = np.random.default_rng(seed)
        problem = street(rng, members=60, needs=40, irregular=irregular)

        assert check_proof(problem, solve(problem), Weights(), prove(problem)) == []


def test_tiny_rounds_with_pins_and_all_rules_are_proved():
    proved = 0
    for seed in range(60):
        problem = in_blocks(mixed(np.random.default_rng(seed)))
        problem = replace(problem, whole=None)
        try:
            plan = solve(problem)
        except PinRefused:
            continue
        told = check_proof(problem, plan, Weights(), prove(problem))

        # A clash across two periods is more than prices know; they leave a gap, and nothing else.
        assert not told or told[0].startswith("the prices leave open")
        proved += not told
    assert proved > 40


def test_prices_bound_what_they_cannot_prove():
    for seed in range(40):
        problem = replace(mixed(np.random.default_rng(seed)), pinned=None)

        told = check_proof(problem, solve(problem), Weights(), prove(problem))

        assert all("leave open" in words and " -" not in words for words in told)


@pytest.fixture
def problem():
    return plain(3, 2, start=[0, 30, 90], end=[60, 90, 150], urgency=[0, 1, 2], capacity=[[1], [2]])


def test_a_lesser_plan_is_not_proved(problem):
    best, lesser = solve(problem), solve(replace(problem, forbidden=[[2, 0], [2, 1]]))

    assert check_proof(problem, best, Weights(), prove(problem)) == []
    assert check(problem, lesser, Weights()) == []
    assert "leave open" in check_proof(problem, lesser, Weights(), prove(problem))[0]


def test_a_proof_that_cheats_is_noticed(problem):
    plan, proof = solve(problem), prove(problem)
    nothing = np.zeros_like(proof.place_price)
    one_seat = proof.seats * [1, 1, 0]

    def told(**cheat):
        return " ".join(check_proof(problem, plan, Weights(), replace(proof, **cheat)))

    assert "worth more than its prices" in told(place_price=nothing)
    assert "below 0" in told(task_price=proof.task_price - 1)
    assert "has no seat" in told(seats=proof.seats[1:])
    assert "could do some of needs" in told(seats=one_seat)
    assert "too small" in told(step=1000)
