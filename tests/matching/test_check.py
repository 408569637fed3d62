"""The second opinion notices every way in which a plan can be wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching import Plan, Status, Weights, check, solve
from tests.matching.instances import mixed, plain


@pytest.fixture
def problem():
    return plain(
        3,
        3,
        headcount=[2, 1, 1],
        urgency=[0, 2, 2],
        start=[0, 60, 120],
        end=[60, 120, 180],
        capacity=[[2], [2], [1]],
        forbidden=[[2, 2]],
        pinned=[[1, 0]],
        buffer_minutes=0,
    )


@pytest.fixture
def plan(problem):
    return solve(problem)


def with_pairs(problem, plan, pairs) -> Plan:
    """The plan with other pairs, telling the truth about them."""
    pairs = np.array(sorted(pairs))
    filled = np.bincount(pairs[:, 0], minlength=problem.need_count)
    vector = [0] * 8
    for urgency, count in zip(problem.urgency, filled, strict=True):
        vector[2 * urgency] += min(count, 1)
        vector[2 * urgency + 1] += max(count - 1, 0)
    return replace(plan, pairs=pairs, filled=filled, class_vector=tuple(vector))


def test_a_sound_plan_passes(problem, plan):
    assert check(problem, plan, Weights()) == []


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([(0, 1), (1, 0), (2, 2)], "is forbidden"),
        ([(0, 1), (2, 1)], "pinned need 1 with member 0 is missing"),
        ([(0, 0), (0, 1), (0, 2), (1, 0)], "need 0 has 3 helpers for 2 places"),
        ([(0, 0), (1, 0), (2, 0)], "member 0 has 3 tasks in period 0, limit 2"),
        ([(0, 1), (1, 0), (3, 1)], "no pair of need 3"),
        ([(0, 1), (1, 0), (2, -1)], "no pair of need 2 and member -1"),
    ],
)
def test_a_broken_rule_is_named(problem, plan, pairs, told):
    pairs = np.array(sorted(pairs))
    filled = np.bincount(pairs[:, 0], minlength=3)
    wrong = check(problem, replace(plan, pairs=pairs, filled=filled))

    assert any(told in words for words in wrong), wrong


def test_two_tasks_at_once_are_noticed(problem, plan):
    closer = replace(problem, buffer_minutes=1)
    both = with_pairs(problem, plan, [(0, 0), (1, 0)])

    assert check(problem, both) == []
    assert check(closer, both) == ["member 0 cannot do needs 0 and 1 both"]


@pytest.mark.parametrize("pinned", [[], [[0, 2]]])
def test_half_a_team_is_noticed(problem, plan, pinned):
    team = replace(problem, headcount=[3, 1, 1], whole=[True, False, False], pinned=pinned)
    alone, half, all_three = [(0, 2)], [(0, 1), (0, 2)], [(0, 0), (0, 1), (0, 2)]

    assert check(team, with_pairs(team, plan, all_three)) == []
    assert check(team, with_pairs(team, plan, half)) == ["need 0 takes all or none, and has 2 of 3"]
    assert bool(check(team, with_pairs(team, plan, alone))) != bool(pinned)


def test_pairs_out_of_order_or_double_are_noticed(problem, plan):
    for pairs in ([[1, 0], [0, 1]], [[0, 1], [0, 1], [1, 0]]):
        assert "does not come after" in check(problem, replace(plan, pairs=np.array(pairs)))[0]


@pytest.mark.parametrize(
    ("lie", "told"),
    [
        ({"filled": np.array([0, 1, 1])}, "filled"),
        ({"class_vector": (1, 0, 0, 0, 2, 0, 0, 0)}, "class_vector"),
        ({"suitability": 1}, "suitability"),
        ({"gap": 0.1}, "gap"),
        ({"gap": -0.1, "status": Status.STOPPED}, "gap"),
        ({"gap": 0.0, "status": Status.STOPPED}, "gap"),
    ],
)
def test_a_plan_that_lies_about_itself_is_noticed(problem, plan, lie, told):
    wrong = check(problem, replace(plan, **lie), Weights())

    assert len(wrong) == 1
    assert told in wrong[0]


def test_any_pair_that_breaks_a_rule_is_noticed():
    noticed = 0
    for seed in range(10):
        problem = replace(mixed(np.random.default_rng(seed)), pinned=None, whole=None)
        plan = solve(problem)
        for pair in np.ndindex(problem.need_count, problem.member_count):
            alone = with_pairs(problem, plan, [pair])
            fits = not check(problem, alone)
            pinnable = solves(replace(problem, pinned=[pair]))
            assert fits == pinnable
            noticed += not fits
    assert noticed > 30


def solves(problem) -> bool:
    try:
        return bool(solve(problem).pairs.size)
    except ValueError:
        return False
