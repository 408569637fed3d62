"""Reasons in numbers: terms that add up, funnels that end in the truth."""

from __future__ import annotations

import numpy as np
import pytest

from matching import PinRefused, Rule, Stage, Weights, explain, explain_all, funnel, solve
from matching.check import score
from tests.matching.instances import mixed, plain, street


def test_the_terms_of_a_pair_are_told_as_numbers():
    problem = plain(
        1,
        1,
        blocks=[[1, 1]],
        free=[[2, 1]],
        skill=[0],
        level=[2],
        skills=[[3]],
        x=[420.0],
        waiting_hours=[48.0],
        recent_minutes=[120.0],
        familiar=[[0, 0]],
        kind=[1],
        wishes=[[0, 1]],
    )

    terms = explain(problem, Weights(), 0, 0)

    assert (terms.rule, terms.level_held, terms.level_asked) == (Rule.FITS, 3, 2)
    assert (terms.walk_minutes, terms.free_grade) == (6.0, 1)
    assert (terms.recent_minutes, terms.waiting_hours) == (120.0, 48.0)
    assert (terms.familiar, terms.wished) == (True, True)
    assert dict(terms.points) == {
        "skill_fit": 250,
        "walk": 143,
        "free_time": 0,
        "fairness": 100,
        "waiting": 25,
        "continuity": 100,
        "wish": 50,
    }
    assert terms.score == 668


def test_a_pair_that_breaks_a_rule_is_explained_too():
    terms = explain(plain(1, 1, free=[[0]]), Weights(), 0, 0)

    assert (terms.rule, terms.free_grade, terms.points["free_time"]) == (Rule.FREE_TIME, 0, 0)


def test_the_terms_of_a_plan_add_up_to_its_suitability():
    problem = street(np.random.default_rng(5))
    weights = Weights(wish=40)
    plan = solve(problem, weights)

    terms = explain_all(problem, weights, plan.pairs)

    assert sum(one.score for one in terms) == plan.suitability
    assert [one.score for one in terms] == [score(problem, weights, *pair) for pair in plan.pairs]
    assert all(0 <= one.score <= 1000 and one.rule is Rule.FITS for one in terms)


def test_a_funnel_counts_who_is_left_at_each_stage():
    problem = plain(
        2,
        7,
        start=[0, 0],
        end=[60, 60],
        urgency=[3, 0],
        skill=[0, -1],
        member_community=[1, 0, 0, 0, 0, 0, 0],
        skills=[[1], [0], [1], [1], [1], [1], [1]],
        free=[[2], [2], [0], [2], [2], [2], [2]],
        member_x=[0, 0, 0, 9000, 0, 0, 0],
        reach_minutes=[30] * 7,
        capacity=[[1]] * 5 + [[0], [1]],
        forbidden=[[1, 1], [0, 4]],
    )
    plan = solve(problem)

    assert plan.pairs.tolist() in ([[0, 6], [1, 4]], [[0, 6], [1, 2]])
    assert funnel(problem, plan, 0) == (
        (Stage.SCOPE, 6),
        (Stage.SKILL, 5),
        (Stage.FREE, 4),
        (Stage.REACH, 3),
        (Stage.AVAILABLE, 1),
        (Stage.LEFT, 1),
    )


def test_a_member_needed_more_elsewhere_is_not_left():
    problem = plain(2, 1, urgency=[3, 0], start=[0, 30], end=[60, 90])

    counts = dict(funnel(problem, solve(problem), 0))

    assert (counts[Stage.AVAILABLE], counts[Stage.LEFT]) == (1, 0)


def test_an_empty_place_has_nobody_left_but_those_who_come():
    empty = 0
    for seed in range(60):
        problem = mixed(np.random.default_rng(seed))
        try:
            plan = solve(problem)
        except PinRefused:
            continue
        lacking = (plan.filled < problem.headcount) & ~problem.whole
        for need in np.flatnonzero(lacking).tolist():
            counts = [left for _, left in funnel(problem, plan, need)]
            assert counts == sorted(counts, reverse=True)
            assert counts[-1] == plan.filled[need]
            empty += 1
    assert empty > 40


@pytest.mark.parametrize("need", [0, 39])
def test_a_funnel_starts_with_those_in_scope(need):
    problem = street(np.random.default_rng(6), communities=2, members=30, needs=20)
    community = problem.community[need]
    guests = (problem.guests[:, 1] == community).sum()

    assert funnel(problem, solve(problem), need)[0] == (Stage.SCOPE, 30 + guests)
