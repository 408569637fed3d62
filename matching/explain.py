"""Why this pair: the terms of its score as numbers. Why an empty place: where members were lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from types import MappingProxyType

import numpy as np

from matching.candidates import Rule, Screen, level_held, members_of, walk_minutes
from matching.openings import clash
from matching.plan import Plan
from matching.problem import Flags, Ints, Problem
from matching.score import familiar, free_grade, points, wished
from matching.weights import Weights


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What speaks for a pair, and what each of it adds to the score.

    rule            the first hard rule the pair breaks, FITS when none
    level_held      the member's level in the skill asked, 0..3
    level_asked     0 when the need asks for no skill
    walk_minutes    on foot, at least 1
    free_grade      0 no, 1 rather not, 2 yes: the lowest over the blocks the window touches
    recent_minutes  the member served lately
    waiting_hours   since the need was posted
    familiar        the two know each other from earlier service
    wished          the member asked for needs of this kind
    points          what each term adds, by the names of the fields of Weights
    """

    rule: Rule
    level_held: int
    level_asked: int
    walk_minutes: float
    free_grade: int
    recent_minutes: float
    waiting_hours: float
    familiar: bool
    wished: bool
    points: Mapping[str, int]

    @property
    def score(self) -> int:
        """The points together, 0..1000."""
        return sum(self.points.values())


class Stage(IntEnum):
    """The stages of a funnel; each counts the members still there after it."""

    SCOPE = 1  # serve the need's community
    SKILL = 2  # have the skill at the level asked, and the licence
    FREE = 3  # are free at that time
    REACH = 4  # are near enough
    AVAILABLE = 5  # are under their limit, hold no other task at that time, are not forbidden
    LEFT = 6  # are not needed more elsewhere in this plan


LOST_AT = {
    Stage.SCOPE: (Rule.SCOPE,),
    Stage.SKILL: (Rule.SKILL, Rule.LICENCE),
    Stage.FREE: (Rule.FREE_TIME,),
    Stage.REACH: (Rule.REACH,),
    Stage.AVAILABLE: (Rule.LIMIT, Rule.CLASH, Rule.FORBIDDEN),
}


def explain(problem: Problem, weights: Weights, need: int, member: int) -> Terms:
    """The terms of one pair, whether it is in a plan or not."""
    return explain_all(problem, weights, np.array([[need, member]]))[0]


def explain_all(problem: Problem, weights: Weights, pairs: Ints) -> tuple[Terms, ...]:
    """The terms of each [need row, member row] of `pairs`, (K, 2), in that order."""
    pairs = np.asarray(pairs, np.int64).reshape(-1, 2)
    need, member = pairs[:, 0], pairs[:, 1]
    names = [field.name for field in fields(Weights)]
    columns = zip(
        Screen(problem).verdict(need, member).tolist(),
        level_held(problem, need, member).tolist(),
        np.where(problem.skill[need] < 0, 0, problem.level[need]).tolist(),
        walk_minutes(problem, need, member).tolist(),
        free_grade(problem, need, member).tolist(),
        problem.recent_minutes[member].tolist(),
        problem.waiting_hours[need].tolist(),
        familiar(problem, need, member).tolist(),
        wished(problem, need, member).tolist(),
        points(problem, weights, need, member).T.tolist(),
        strict=True,
    )
    return tuple(
        Terms(
            rule=Rule(rule),
            level_held=held,
            level_asked=asked,
            walk_minutes=walk,
            free_grade=grade,
            recent_minutes=recent,
            waiting_hours=waiting,
            familiar=known,
            wished=wish,
            points=MappingProxyType(dict(zip(names, worth, strict=True))),
        )
        for rule, held, asked, walk, grade, recent, waiting, known, wish, worth in columns
    )


def funnel(problem: Problem, plan: Plan, need: int) -> tuple[tuple[Stage, int], ...]:
    """How many members are left for this need after each stage, in order.

    Those who come anyway are among the last; in an optimal plan nobody else is, as long as the need
    still has an empty place. Only a need that takes all of its helpers or none may have some left:
    too few.
    """
    return funnels(problem, plan, np.array([need]))[0]


def funnels(problem: Problem, plan: Plan, needs: Ints) -> tuple[tuple[tuple[Stage, int], ...], ...]:
    """The funnel of each of these needs (rows, (K,)), in that order.

    Looks only at members who serve the community of a need: the others are lost at the first stage.
    """
    screen = Screen(problem)
    serving = {
        community: members_of(problem, community)
        for community in np.unique(problem.community[needs]).tolist()
    }
    found = []
    for need in np.asarray(needs, np.int64).tolist():
        members = serving[int(problem.community[need])]
        verdict = screen.verdict(np.full(len(members), need), members)
        lost = np.bincount(verdict, minlength=len(Rule))
        left, counts = len(members), []
        for stage, rules in LOST_AT.items():
            left -= int(lost[list(rules)].sum())
            counts.append((stage, left))
        fitting = members[verdict == Rule.FITS]
        spared = int((~_needed_elsewhere(problem, plan, need, fitting)).sum())
        found.append((*counts, (Stage.LEFT, spared)))
    return tuple(found)


def _needed_elsewhere(problem: Problem, plan: Plan, need: int, members: Ints) -> Flags:
    """Which of the members other tasks of the plan leave no time or no task for this need."""
    here = np.isin(plan.pairs[:, 1], members) & (plan.pairs[:, 0] != need)
    need_of, member_of = plan.pairs[here].T
    period = problem.period[need]
    tasks = np.bincount(
        member_of[problem.period[need_of] == period], minlength=problem.member_count
    )
    taken: Flags = tasks >= problem.capacity[:, period]
    taken[member_of[clash(problem, need, need_of)]] = True
    return taken[members]
