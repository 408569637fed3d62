"""Hard rules: first broken rule per pair, told the same by the second opinion in check."""

from __future__ import annotations

import numpy as np
import pytest

from matching import Rule, verdicts
from matching.candidates import Screen, candidates, walk_minutes
from matching.check import broken_rule, walk
from tests.matching.instances import mixed, plain, street

ONE_BREAKS = {
    Rule.SCOPE: {"member_community": [1, 0]},
    Rule.SKILL: {"skill": [0], "level": [2], "skills": [[1], [2]]},
    Rule.LICENCE: {"skill": [0], "skills": [[1], [1]], "licence": [1], "licences": [[0], [1]]},
    Rule.FREE_TIME: {"blocks": [[1, 1]], "free": [[2, 0], [2, 1]]},
    Rule.REACH: {"x": [701], "reach_minutes": [10, 11]},
    Rule.LIMIT: {"capacity": [[0], [1]]},
    Rule.CLASH: {
        "busy_member": [0, 1],
        "busy_start": [69, 70],
        "busy_end": [100, 100],
        "buffer_minutes": 10,
    },
    Rule.FORBIDDEN: {"forbidden": [[0, 0]]},
}


@pytest.mark.parametrize("rule", ONE_BREAKS)
def test_each_rule_keeps_one_away_and_lets_the_other_come(rule):
    problem = plain(1, 2, **ONE_BREAKS[rule])

    assert verdicts(problem).tolist() == [[rule, Rule.FITS]]


def test_the_first_rule_of_the_funnel_is_told():
    everything = {"capacity": [[0]], "free": [[0]], "member_community": [1], "forbidden": [[0, 0]]}

    assert verdicts(plain(1, 1, **everything)).tolist() == [[Rule.SCOPE]]
    del everything["member_community"]
    assert verdicts(plain(1, 1, **everything)).tolist() == [[Rule.FREE_TIME]]


def test_a_guest_serves_the_other_community_too():
    problem = plain(1, 2, community=[3], guests=[[1, 3], [0, 2]])

    assert verdicts(problem).tolist() == [[Rule.SCOPE, Rule.FITS]]


def test_the_buffer_counts_on_both_sides_of_a_task_already_held():
    held = {"busy_member": [0, 1], "busy_start": [0, 0], "busy_end": [51, 50]}
    problem = plain(1, 2, start=[60], end=[90], buffer_minutes=10, **held)

    assert verdicts(problem).tolist() == [[Rule.CLASH, Rule.FITS]]


def test_next_door_is_a_minute_away():
    problem = plain(1, 2, member_x=[3.0, 700.0])

    assert walk_minutes(problem, np.array([0, 0]), np.array([0, 1])).tolist() == [1.0, 10.0]


def test_more_than_64_blocks_are_all_looked_at():
    blocks, free = np.zeros((1, 130), bool), np.full((2, 130), 2)
    blocks[0, [3, 129]], free[0, 129] = True, 0

    assert verdicts(plain(1, 2, blocks=blocks, free=free)).tolist() == [[Rule.FREE_TIME, 0]]


def test_the_second_opinion_agrees_on_every_pair():
    told = {Rule.FITS: ""}
    for seed in range(100):
        problem = mixed(np.random.default_rng(seed))
        for (need, member), rule in np.ndenumerate(verdicts(problem)):
            words = broken_rule(problem, need, member).split(" in block")[0].split(" skill")[0]
            assert told.setdefault(Rule(int(rule)), words) == words
    assert len(told) == len(Rule)


def test_candidates_are_the_pairs_that_fit():
    for seed in range(5):
        problem = street(np.random.default_rng(seed), communities=3, members=20, needs=10)

        need, member = candidates(Screen(problem))

        assert np.argwhere(verdicts(problem) == Rule.FITS).tolist() == [
            list(pair) for pair in zip(need.tolist(), member.tolist(), strict=True)
        ]
        assert walk(problem, 0, 0) == pytest.approx(walk_minutes(problem, [0], [0])[0])
