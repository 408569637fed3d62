"""All or nothing: needs that take all of their helpers, or none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching import Status, Weights, check, solve
from matching.exact import exact
from matching.greedy import greedy
from matching.openings import open_places, parts
from matching.teams import teams
from tests.matching.instances import mixed, plain, street
from tests.matching.reference import best_value


def pairs(problem, **wishes):
    plan = solve(problem, **wishes)
    assert check(problem, plan, Weights()) == []
    return plan.pairs.tolist()


def test_a_sofa_is_carried_by_two_or_stays():
    assert pairs(plain(1, 1, headcount=[2], whole=[True])) == []
    assert pairs(plain(1, 2, headcount=[2], whole=[True])) == [[0, 0], [0, 1]]


def test_where_two_are_lacking_the_one_helps_elsewhere():
    problem = plain(2, 1, headcount=[2, 1], whole=[True, False], urgency=[0, 3], capacity=[[1]])

    assert pairs(problem) == [[1, 0]]


def test_an_urgent_team_comes_before_two_lesser_needs():
    rules = {"headcount": [2, 1, 1], "urgency": [0, 1, 1], "capacity": [[1], [1]]}

    assert pairs(plain(3, 2, whole=[1, 0, 0], **rules)) == [[0, 0], [0, 1]]


def test_two_teams_never_share_what_is_enough_for_one():
    problem = plain(
        2, 3, start=[0, 0], end=[60, 60], headcount=[2, 2], whole=[1, 1], urgency=[1, 1]
    )

    plan = solve(problem)

    assert sorted(plan.filled.tolist()) == [0, 2]
    assert (plan.status, plan.gap) == (Status.OPTIMAL, 0.0)


def test_a_pin_sends_its_person_and_the_rest_are_all_or_none():
    rules = {"headcount": [3], "whole": [True], "pinned": [[0, 0]]}

    assert pairs(plain(1, 2, **rules)) == [[0, 0]]
    assert pairs(plain(1, 3, **rules)) == [[0, 0], [0, 1], [0, 2]]


def test_a_place_too_many_to_fill_is_no_reason_to_send_anybody():
    problem = plain(1, 3, headcount=[3], whole=[True], start=[0], forbidden=[[0, 2]])

    assert pairs(problem) == []


@pytest.mark.parametrize("irregular", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_a_community_with_teams_is_solved_as_the_textbook_does(seed, irregular):
    rng = np.random.default_rng(seed)
    problem = street(rng, members=40, needs=40, irregular=irregular, whole=0.7)

    plan = solve(problem)

    assert plan.value == best_value(problem, Weights())
    assert check(problem, plan, Weights()) == []


def test_greedy_never_sends_half_a_team():
    teams = 0
    for seed in range(40):
        problem = mixed(np.random.default_rng(seed))
        problem = replace(problem, whole=problem.headcount > 1, pinned=None)
        for part in parts(open_places(problem, Weights()), 0):
            some = np.arange(0, len(part.need), 2)
            for keep in (some[:0], some):
                chosen = greedy(part, keep)
                assert not len(part.halves(chosen))
                teams += int((part.whole & (part.filled(chosen) > 1)).sum())
    assert teams > 10


@pytest.mark.parametrize("limit", [0, 0.02, 0.2])
def test_whatever_the_time_limit_no_team_is_sent_by_half(limit):
    rng = np.random.default_rng(4)
    problem = street(rng, communities=8, members=60, needs=60, irregular=True, whole=0.8)

    plan = solve(problem, time_limit=limit)

    assert check(problem, plan, Weights()) == []
    assert (plan.gap == 0) == (plan.status is Status.OPTIMAL)


def test_branching_on_teams_finds_the_best_as_the_integer_program_does():
    proved = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        problem = street(rng, members=20, needs=30, whole=1.0)
        for part in parts(open_places(problem, Weights()), seed):
            branched = teams(part, part.ceiling(), None)
            best = exact(part, part.ceiling(), None)

            assert best.proved
            if branched.proved:
                assert part.value(branched.chosen) == part.value(best.chosen)
                proved += int(part.whole.any())
    assert proved > 10


def test_branching_on_teams_stops_when_told():
    problem = street(np.random.default_rng(0), members=20, needs=30, whole=1.0)
    for part in parts(open_places(problem, Weights()), 0):
        found = teams(part, part.ceiling(), 0.0)

        assert not found.proved
        assert found.chosen is None
