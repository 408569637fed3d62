"""Why a place stayed empty: how many members were left at each stage of the search."""

# Begun by the lead so that rounds can run; helper with matching/ owns it and may replace it whole.

from __future__ import annotations

from enum import IntEnum

import numpy as np

from matching.candidates import Rule, Screen
from matching.plan import Plan
from matching.problem import Problem


class Stage(IntEnum):
    """The stages of a funnel, each counting those left after it."""

    SCOPE = 1
    SKILL = 2
    FREE = 3
    REACH = 4
    AVAILABLE = 5
    LEFT = 6


LOST_BY = {
    Stage.SCOPE: (Rule.SCOPE,),
    Stage.SKILL: (Rule.SKILL, Rule.LICENCE),
    Stage.FREE: (Rule.FREE_TIME,),
    Stage.REACH: (Rule.REACH,),
    Stage.AVAILABLE: (Rule.LIMIT, Rule.CLASH, Rule.FORBIDDEN),
}


def funnel(problem: Problem, plan: Plan, need: int) -> tuple[tuple[Stage, int], ...]:
    """Members left for one need after each stage; LEFT are those not needed more elsewhere."""
    members = np.arange(problem.member_count)
    verdict = Screen(problem).verdict(np.full(len(members), need), members)
    left, counts = len(members), []
    for stage, rules in LOST_BY.items():
        left -= int(np.isin(verdict, rules).sum())
        counts.append((stage, left))
    used = plan.pairs[plan.pairs[:, 0] != need, 1]
    fits = members[verdict == Rule.FITS]
    return (*counts, (Stage.LEFT, int((~np.isin(fits, used)).sum())))
