"""Bottlenecks: the person who is lacked most, and what they would bring."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching import Change, Newcomer, Weights, bottlenecks, solve, what_if
from matching.openings import open_places, parts
from matching.prices import NO_TIER, hands_wanted
from tests.matching.instances import in_blocks, mixed, plain, street


def lacked(problem, newcomer=None, **wishes):
    return bottlenecks(problem, solve(problem), Weights(), newcomer, **wishes)


SATURDAY = {
    "start": [0, 60, 120, 300],
    "end": [60, 120, 180, 360],
    "blocks": [[1, 0], [1, 0], [1, 0], [0, 1]],
    "free": [[2, 2]],
    "skills": [[0, 3]],
    "skill": [0, 0, 0, 1],
}


def test_one_more_electrician_on_saturday_morning_would_fill_three_needs():
    (only,) = lacked(plain(4, 1, **SATURDAY))

    assert (only.skill, only.group, only.community) == (0, 0, 0)
    assert only.needs.tolist() == [0, 1, 2]
    assert (only.places, only.class_change) == (3, (0, 0, 0, 0, 3, 0, 0, 0))
    assert only.come.tolist() == [[0, 1], [1, 1], [2, 1]]
    assert only.proved


def test_a_newcomer_takes_no_more_tasks_than_they_would():
    (only,) = lacked(plain(4, 1, **SATURDAY), Newcomer(tasks=1))

    assert only.places == 1


def test_a_newcomer_cannot_be_in_two_places_at_once():
    together = SATURDAY | {"start": [0, 30, 120, 300]}

    (only,) = lacked(plain(4, 1, **together))

    assert only.places == 2


def test_whoever_frees_the_one_who_is_lacked_helps_too():
    problem = plain(
        2,
        1,
        start=[0, 0],
        end=[60, 60],
        blocks=[[1, 0], [1, 0]],
        skill=[0, -1],
        urgency=[3, 0],
        free=[[2, 2]],
        skills=[[3]],
    )

    kinds = {one.skill: one for one in lacked(problem)}

    assert solve(problem).pairs.tolist() == [[1, 0]]
    assert set(kinds) == {-1, 0}
    assert kinds[-1].come.tolist() == [[0, 0], [1, 1]]
    assert kinds[-1].gone.tolist() == [[1, 0]]
    assert kinds[-1].class_change == kinds[0].class_change == (0, 0, 0, 0, 0, 0, 1, 0)


def test_nobody_is_lacked_where_all_places_are_filled():
    assert lacked(plain(2, 2)) == ()
    assert lacked(plain(0, 2)) == ()


def test_the_more_urgent_comes_first_and_no_more_than_asked_for():
    problem = plain(3, 1, skill=[0, 1, 2], urgency=[2, 0, 1], skills=[[0, 0, 0]])

    assert [one.skill for one in lacked(problem)] == [1, 2, 0]
    assert [one.skill for one in lacked(problem, most=2)] == [1, 2]


def test_blocks_of_one_group_are_one_time_to_be_free():
    weekly = SATURDAY | {"blocks": [[1, 0], [0, 1], [1, 0], [0, 1]], "skill": [0, 0, 0, 0]}

    (only,) = lacked(plain(4, 1, **weekly), Newcomer(groups=[7, 7]))

    assert (only.group, only.places) == (7, 3)
    with pytest.raises(ValueError, match="groups must have 2 rows"):
        lacked(plain(4, 1, **weekly), Newcomer(groups=[7]))


def test_without_time_the_prices_alone_are_told_as_an_estimate():
    (only,) = lacked(plain(4, 1, **SATURDAY), time_limit=0)

    assert only.places == 3
    assert not only.proved
    assert not only.come.size


@pytest.mark.parametrize("irregular", [False, True])
def test_what_is_told_is_what_happens_when_they_join(irregular):
    problem = street(np.random.default_rng(2), communities=2, members=30, irregular=irregular)
    plan = solve(problem)

    found = bottlenecks(problem, plan, Weights(), Newcomer(tasks=2), most=4)

    assert len(found) == 4
    for one in found:
        blocks = problem.blocks[one.needs].any(axis=0)
        skills = np.zeros((1, problem.skills.shape[1]), int)
        skills[0, one.skill] = 3 if one.skill >= 0 else 0
        join = {
            "free": [2 * blocks],
            "skills": skills,
            "licences": skills > 0,
            "capacity": [[2, 2]],
            "member_community": [one.community],
            "member_x": [problem.x[one.needs].mean()],
            "member_y": [problem.y[one.needs].mean()],
        }
        change = what_if(problem, plan, Weights(), Change(join=join)).difference
        assert one.class_change == change.class_change
        assert one.suitability_change == change.suitability_change


def test_the_prices_know_what_one_more_pair_of_hands_would_fill():
    told = 0
    for seed in range(40):
        problem = in_blocks(mixed(np.random.default_rng(seed)))
        problem = replace(problem, pinned=None, period=None, whole=None)
        openings = open_places(problem, Weights())
        before = np.array(solve(problem).class_vector)
        for part in parts(openings, 0):
            for need, tier in zip(part.need_row, hands_wanted(part), strict=True):
                change = _with_one_more_for(problem, need) - before
                expected = np.zeros(8, int)
                if tier < NO_TIER:
                    expected[tier] = 1
                assert change.tolist() == expected.tolist(), seed
                told += tier < NO_TIER
    assert told > 30


def _with_one_more_for(problem, need):
    """The class vector when somebody joins who can do this need and nothing else."""
    others = [[row, problem.member_count] for row in range(problem.need_count) if row != need]
    join = {
        "free": [[2] * problem.free.shape[1]],
        "skills": [[3] * problem.skills.shape[1]],
        "licences": [[1] * problem.skills.shape[1]],
        "capacity": [[1] * problem.period_count],
        "member_community": [problem.community[need]],
    }
    joined = what_if(problem, solve(problem), Weights(), Change(join=join)).problem
    alone = replace(joined, forbidden=[*joined.forbidden.tolist(), *others])
    return np.array(solve(alone).class_vector)
