"""A standing plan: after every change as good as solved afresh."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from matching import PinRefused, Rule, Standing, Weights, check, solve
from tests.matching.happenings import KINDS, happen
from tests.matching.instances import crowded, in_blocks, mixed, plain, street


def blocks(rng):
    return in_blocks(mixed(rng))


def town(rng):
    return street(rng, members=30, needs=25, whole=0.3)


def tangled_town(rng):
    return street(rng, members=25, needs=25, irregular=True)


@pytest.mark.parametrize(
    ("make", "rounds", "length"),
    [(blocks, 8, 15), (mixed, 10, 15), (crowded, 3, 12), (town, 1, 60), (tangled_town, 1, 60)],
)
def test_after_any_change_the_plan_is_as_good_as_a_fresh_one(make, rounds, length, changes):
    happened: Counter[str] = Counter()
    for seed in range(rounds * changes):
        rng = np.random.default_rng(seed)
        standing = Standing(replace(make(rng), pinned=None))
        for _ in range(length):
            happened[happen(standing, make(rng), rng)] += 1
            problem, plan = standing.problem, standing.plan

            assert plan.value == solve(problem).value, (seed, happened)
            assert plan.gap == 0
            assert check(problem, plan, Weights()) == []
    assert len(happened) > len(KINDS) - 2


def test_a_new_need_moves_whoever_is_spared_most_easily():
    problem = plain(1, 2, start=[0], end=[60], skill=[-1], skills=[[3], [0]], capacity=[[1], [1]])
    standing = Standing(replace(problem, member_x=[0, 100]))

    assert standing.plan.pairs.tolist() == [[0, 0]]
    (row,) = standing.ask({"start": [0], "end": [60], "blocks": [[1]], "skill": [0]})

    assert row == 1
    assert standing.plan.pairs.tolist() == [[0, 1], [1, 0]]
    assert standing.plan.method == "kept"


def test_who_declines_is_replaced_and_never_asked_again():
    standing = Standing(plain(1, 2, member_x=[0, 100]))

    standing.decline(0, 0)
    assert standing.plan.pairs.tolist() == [[0, 1]]
    standing.decline(0, 1)
    assert standing.plan.pairs.tolist() == []
    assert standing.problem.forbidden.tolist() == [[0, 0], [0, 1]]


def test_what_was_accepted_stays_though_somebody_more_urgent_comes():
    standing = Standing(plain(1, 1, urgency=[3], capacity=[[1]]))

    standing.accept(0, 0)
    standing.ask({"start": [0], "end": [60], "blocks": [[1]], "urgency": [0]})

    assert standing.plan.pairs.tolist() == [[0, 0]]
    assert standing.problem.pinned.tolist() == [[0, 0]]


def test_anybody_who_may_can_accept_though_others_were_planned():
    standing = Standing(plain(1, 2, member_x=[0, 100]))

    standing.accept(0, 1)

    assert standing.plan.pairs.tolist() == [[0, 1]]


def test_a_need_withdrawn_sets_free_who_had_accepted():
    standing = Standing(plain(2, 1, urgency=[0, 1], capacity=[[1]]))

    standing.accept(0, 0)
    standing.withdraw(0)

    assert standing.plan.pairs.tolist() == [[1, 0]]


def test_a_new_member_takes_what_was_left():
    standing = Standing(plain(2, 1, urgency=[0, 1], capacity=[[1]]))

    assert standing.join({"free": [[2]]}).tolist() == [1]
    assert standing.plan.pairs.tolist() == [[0, 0], [1, 1]]


def test_who_leaves_keeps_what_they_accepted_and_no_more():
    standing = Standing(plain(3, 1))

    standing.accept(1, 0)
    standing.leave(0)

    assert standing.plan.pairs.tolist() == [[1, 0]]
    assert check(standing.problem, standing.plan, Weights()) == []


@pytest.mark.parametrize(
    ("rules", "rule"),
    [
        ({"forbidden": [[0, 0]]}, Rule.FORBIDDEN),
        ({"pinned": [[1, 0]], "capacity": [[1]]}, None),
        ({"pinned": [[0, 0]]}, None),
    ],
)
def test_what_cannot_be_is_not_accepted_and_nothing_changes(rules, rule):
    standing = Standing(plain(2, 1, **rules))
    before = standing.plan

    with pytest.raises(PinRefused) as refused:
        standing.accept(0, 0)

    assert (refused.value.need, refused.value.member, refused.value.rule) == (0, 0, rule)
    assert standing.plan is before


def test_a_change_that_does_not_fit_changes_nothing():
    standing = Standing(plain(1, 1))

    with pytest.raises(ValueError, match="end"):
        standing.ask({"start": [5], "end": [5], "blocks": [[1]]})
    for change in (standing.withdraw, standing.leave):
        with pytest.raises(IndexError, match="no row 7"):
            change(7)
    with pytest.raises(IndexError, match="no row -1"):
        standing.decline(0, -1)

    assert standing.plan.pairs.tolist() == [[0, 0]]


def test_without_time_the_plan_is_whole_and_honest():
    problem = crowded(np.random.default_rng(1))
    standing = Standing(problem, time_limit=0)

    plan = standing.plan

    assert check(problem, plan, Weights()) == []
    assert plan.gap > 0 or plan.value == solve(problem).value


def test_a_team_that_cannot_be_complete_holds_nobody():
    standing = Standing(plain(1, 2, headcount=[2], whole=[True], capacity=[[1], [1]]))
    assert standing.plan.filled.tolist() == [2]

    standing.decline(0, 0)
    assert standing.plan.filled.tolist() == [0]

    standing.join({"free": [[2]]})
    assert standing.plan.pairs.tolist() == [[0, 1], [0, 2]]
