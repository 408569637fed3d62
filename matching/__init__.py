"""Who could do what: needs matched with members, exactly, from arrays to arrays.

Two needs on a Saturday morning (minutes of the day; blocks: morning, afternoon), three members.
The first need asks for an electrician, the second for two people, the more urgent of the two.

>>> problem = Problem(
...     start=[540, 570], end=[600, 690], blocks=[[1, 0], [1, 0]],
...     headcount=[1, 2], urgency=[2, 1], skill=[0, -1], x=[0, 300],
...     free=[[2, 2], [1, 0], [2, 0]], skills=[[3], [0], [2]], member_x=[50, 350, 400],
... )
>>> plan = solve(problem)
>>> plan.pairs.tolist(), plan.filled.tolist(), plan.gap
([[0, 0], [1, 1], [1, 2]], [1, 2], 0.0)
>>> check(problem, plan, Weights())
[]
>>> dict(explain(problem, Weights(), 0, 0).points)["walk"]
188
>>> why_not(problem, plan, Weights(), 0, 2).come.tolist()  # she could; then they swap
[[0, 2], [1, 0]]
"""

from matching.assign import solve
from matching.bottlenecks import Bottleneck, Newcomer, bottlenecks
from matching.candidates import Rule, verdicts
from matching.check import check
from matching.check_proof import check_proof
from matching.explain import Stage, Terms, explain, explain_all, funnel, funnels
from matching.forced import WhyNot, why_not
from matching.openings import PinRefused
from matching.plan import Plan, Status
from matching.problem import Problem
from matching.proof import Proof, prove
from matching.standing import Standing
from matching.variations import with_members, with_needs, without_members, without_needs
from matching.weights import Weights
from matching.what_if import Change, Difference, WhatIf, difference, what_if

__all__ = [
    "Bottleneck",
    "Change",
    "Difference",
    "Newcomer",
    "PinRefused",
    "Plan",
    "Problem",
    "Proof",
    "Rule",
    "Stage",
    "Standing",
    "Status",
    "Terms",
    "Weights",
    "WhatIf",
    "WhyNot",
    "bottlenecks",
    "check",
    "check_proof",
    "difference",
    "explain",
    "explain_all",
    "funnel",
    "funnels",
    "prove",
    "solve",
    "verdicts",
    "what_if",
    "why_not",
    "with_members",
    "with_needs",
    "without_members",
    "without_needs",
]
