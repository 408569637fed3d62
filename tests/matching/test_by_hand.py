"""Rounds small enough to solve with a pencil."""

from __future__ import annotations

import numpy as np
import pytest

from matching import PinRefused, Rule, Status, Weights, check, solve
from tests.matching.instances import plain


def pairs(problem, **wishes):
    plan = solve(problem, **wishes)
    assert check(problem, plan, Weights()) == []
    assert plan.status is Status.OPTIMAL
    return plan.pairs.tolist()


def test_the_more_urgent_need_gets_the_only_member():
    assert pairs(plain(2, 1, urgency=[1, 0], capacity=[[1]])) == [[1, 0]]


def test_somebody_everywhere_comes_before_everybody_somewhere():
    problem = plain(2, 2, headcount=[2, 1], capacity=[[1], [1]], x=[0, 900])

    assert solve(problem).filled.tolist() == [1, 1]


def test_further_helpers_of_an_urgent_need_come_before_the_first_of_a_lesser_one():
    problem = plain(2, 2, urgency=[0, 1], headcount=[2, 1], capacity=[[1], [1]])

    assert pairs(problem) == [[0, 0], [0, 1]]


def test_a_place_is_never_given_up_for_suitability():
    near, far = 0.0, 5000.0
    problem = plain(
        2, 2, capacity=[[1], [1]], x=[near, near], member_x=[near, far], forbidden=[[1, 1]]
    )

    assert pairs(problem) == [[0, 1], [1, 0]]


def test_among_equal_places_the_better_fit_wins():
    problem = plain(2, 2, capacity=[[1], [1]], x=[0, 2000], member_x=[2000, 0])

    assert pairs(problem) == [[0, 1], [1, 0]]


def test_nobody_helps_the_same_need_twice():
    assert pairs(plain(1, 1, headcount=[3], capacity=[[3]])) == [[0, 0]]


def test_limits_count_by_period():
    problem = plain(4, 1, period=[0, 0, 1, 1], capacity=[[1, 2]], waiting_hours=[0, 9, 0, 0])

    assert pairs(problem) == [[1, 0], [2, 0], [3, 0]]


def test_tasks_keep_their_distance():
    times = {"start": [0, 65, 130], "end": [60, 125, 190]}

    assert len(pairs(plain(3, 1, **times, buffer_minutes=5))) == 3
    assert pairs(plain(3, 1, **times, buffer_minutes=6)) == [[0, 0], [2, 0]]


def test_one_urgent_long_task_outweighs_ten_short_ones():
    start = np.r_[0, np.arange(10) * 60]
    end = np.r_[600, np.arange(10) * 60 + 50]
    problem = plain(11, 1, start=start, end=end, urgency=[0] + [1] * 10)

    assert pairs(problem) == [[0, 0]]


def test_a_clash_across_two_periods_is_seen():
    problem = plain(2, 1, start=[0, 30], end=[60, 90], period=[0, 1], capacity=[[1, 1]])

    assert len(pairs(problem)) == 1


def test_a_chain_of_overlaps_is_no_clique():
    problem = plain(3, 1, start=[0, 50, 100], end=[60, 110, 160])

    assert pairs(problem) == [[0, 0], [2, 0]]


def test_a_pin_is_honoured_at_any_price():
    problem = plain(2, 1, urgency=[0, 3], capacity=[[1]], pinned=[[1, 0]])

    assert pairs(problem) == [[1, 0]]


def test_a_pinned_first_helper_leaves_further_places_to_fill():
    problem = plain(2, 2, headcount=[2, 1], capacity=[[1], [1]], pinned=[[0, 0]])

    assert pairs(problem) == [[0, 0], [1, 1]]


@pytest.mark.parametrize(
    ("rules", "pair", "rule"),
    [
        ({"pinned": [[1, 1]], "forbidden": [[1, 1]]}, (1, 1), Rule.FORBIDDEN),
        ({"pinned": [[0, 1], [1, 1]], "capacity": [[2], [1]]}, (1, 1), Rule.LIMIT),
        ({"pinned": [[0, 0], [1, 0]], "start": [0, 30]}, (1, 0), Rule.CLASH),
        ({"pinned": [[0, 0], [0, 1]]}, (0, 1), None),
    ],
)
def test_a_pin_that_cannot_be_is_refused_by_name(rules, pair, rule):
    problem = plain(2, 2, **({"start": [0, 60], "end": [60, 120]} | rules))

    with pytest.raises(PinRefused) as refused:
        solve(problem)

    assert (refused.value.need, refused.value.member) == pair
    assert refused.value.rule == rule
    assert str(list(pair)) in str(refused.value)


def test_an_empty_round_has_an_empty_plan():
    for needs, members in ((0, 3), (3, 0), (0, 0)):
        plan = solve(plain(needs, members))

        assert plan.pairs.shape == (0, 2)
        assert (plan.value, plan.gap, plan.method) == ((0,) * 9, 0.0, "none")
        assert check(plain(needs, members), plan, Weights()) == []


def test_only_wishes_that_count_decide():
    problem = plain(1, 2, member_x=[0, 500], recent_minutes=[300, 0])
    walk_only = Weights(skill_fit=0, free_time=0, fairness=0, waiting=0, continuity=0, wish=0)

    assert solve(problem, walk_only).pairs.tolist() == [[0, 0]]
    assert solve(problem, Weights(walk=0)).pairs.tolist() == [[0, 1]]


def test_the_plan_says_how_it_was_made():
    plan = solve(plain(2, 2), seed=7)

    assert plan.method == "assignment"
    assert plan.solved_by == (("assignment", 1),)
    assert (plan.seed, plan.gap, plan.status) == (7, 0.0, "optimal")
    assert plan.seconds > 0
    with pytest.raises(ValueError, match="read-only"):
        plan.pairs[0, 0] = 1
