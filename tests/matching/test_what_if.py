"""What if: the round imagined differently, solved again, and what that changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching import (
    Change,
    PinRefused,
    Weights,
    check,
    difference,
    solve,
    what_if,
    with_members,
    with_needs,
    without_members,
    without_needs,
)
from matching.problem import MEMBER_COLUMNS, NEED_COLUMNS
from tests.matching.instances import mixed, plain, rows_of, street


def imagined(problem, **change):
    return what_if(problem, solve(problem), Weights(), Change(**change))


def test_one_more_member_fills_the_empty_place():
    problem = plain(2, 1, capacity=[[1]], urgency=[0, 1])

    answer = imagined(problem, join={"free": [[2]]})

    assert answer.difference.gained.tolist() == [[1, 1]]
    assert answer.difference.lost.tolist() == []
    assert answer.difference.class_change == (0, 0, 1, 0, 0, 0, 0, 0)
    assert answer.difference.filled_change.tolist() == [0, 1]
    assert answer.difference.places == 1


def test_a_need_dropped_sets_its_helper_free_for_another():
    answer = imagined(plain(2, 1, capacity=[[1]], urgency=[0, 1]), drop=[0])

    assert answer.difference.gained.tolist() == [[1, 0]]
    assert answer.difference.lost.tolist() == [[0, 0]]
    assert answer.difference.class_change == (-1, 0, 1, 0, 0, 0, 0, 0)
    assert answer.difference.places == 0


def test_a_member_who_leaves_is_replaced_where_somebody_can():
    problem = plain(1, 2, pinned=[[0, 0]])

    answer = imagined(problem, leave=[0])

    assert answer.plan.pairs.tolist() == [[0, 1]]
    assert problem.pinned.tolist() == [[0, 0]]


def test_a_need_posted_besides_stands_behind_the_others():
    problem = plain(1, 1, capacity=[[2]])

    answer = imagined(problem, ask={"start": [90], "end": [120], "blocks": [[1]]})

    assert answer.plan.pairs.tolist() == [[0, 0], [1, 0]]
    assert answer.difference.filled_change.tolist() == [0, 1]


def test_other_weights_are_compared_by_one_measure():
    problem = plain(1, 2, member_x=[0, 7000], recent_minutes=[600, 0])
    walk_only = Weights(skill_fit=0, free_time=0, fairness=0, waiting=0, continuity=0, wish=0)

    answer = what_if(problem, solve(problem, Weights(walk=0)), Weights(walk=0), Change())
    assert answer.difference.suitability_change == 0

    answer = what_if(
        problem, solve(problem, Weights(walk=0)), Weights(walk=0), Change(weights=walk_only)
    )
    assert answer.difference.gained.tolist() == [[0, 0]]
    assert answer.difference.suitability_change == round(15000 / 16) - round(15000 / 115)


def test_nothing_changed_is_no_difference():
    problem = street(np.random.default_rng(0), members=30, needs=20)
    plan = solve(problem, seed=3)

    answer = what_if(problem, plan, Weights(), Change())

    assert not answer.difference.gained.size
    assert not answer.difference.lost.size
    assert answer.difference.class_change == (0,) * 8


def test_rows_added_by_columns_are_the_rows_there_were():
    for seed in range(30):
        whole = replace(
            mixed(np.random.default_rng(seed)),
            **dict.fromkeys(("pinned", "forbidden", "familiar", "guests")),
            **dict.fromkeys(("busy_member", "busy_start", "busy_end")),
        )
        needs, members = range(whole.need_count), range(whole.member_count)
        fewer = rows_of(whole, needs[:-1], members[:-1])

        again = with_needs(fewer, {name: getattr(whole, name)[-1:] for name in NEED_COLUMNS})
        again = with_members(again, {name: getattr(whole, name)[-1:] for name in MEMBER_COLUMNS})

        for name in (*NEED_COLUMNS, *MEMBER_COLUMNS):
            assert getattr(again, name).tolist() == getattr(whole, name).tolist()


def test_rows_taken_away_are_as_if_they_had_never_been():
    for seed in range(30):
        problem = replace(mixed(np.random.default_rng(seed)), pinned=None)
        rest = rows_of(problem, range(1, problem.need_count), range(1, problem.member_count))

        fewer = without_members(without_needs(problem, [0]), [0])

        assert solve(fewer).value == solve(rest).value
        assert check(fewer, solve(fewer), Weights()) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"join": {"skills": [[1]]}}, "free is missing"),
        ({"join": {"free": [[2]], "start": [5]}}, "start is no column"),
        ({"join": {"free": [[2]], "capacity": [[1, 1]]}}, "capacity must have 1 columns, not 2"),
        ({"join": {"free": [[2, 2]]}}, "free must have 1 columns, not 2"),
        ({"ask": {"start": [1], "end": [2]}}, "blocks is missing"),
        ({"ask": {"start": [1], "end": [1], "blocks": [[1]]}}, r"end\[0\] = 1 does not lie"),
        ({"drop": [1]}, r"needs must be rows below 1, not \[1\]"),
        ({"leave": [-1]}, r"members must be rows below 1, not \[-1\]"),
    ],
)
def test_a_change_that_does_not_fit_is_refused_by_name(change, told):
    with pytest.raises(ValueError, match=told):
        imagined(plain(1, 1), **change)


def test_a_difference_leads_from_one_plan_to_the_other():
    for seed in range(30):
        problem = mixed(np.random.default_rng(seed))
        try:
            before, after = solve(problem), solve(problem, Weights(walk=0, fairness=90))
        except PinRefused:
            continue
        change = difference(before, after)

        lost = set(map(tuple, change.lost.tolist()))
        kept = [pair for pair in before.pairs.tolist() if tuple(pair) not in lost]
        assert sorted(kept + change.gained.tolist()) == after.pairs.tolist()
        assert (before.filled + change.filled_change).tolist() == after.filled.tolist()
