"""Who could do what: needs matched with members, exactly, from arrays to arrays."""

from matching.assign import solve
from matching.candidates import Rule, verdicts
from matching.check import check
from matching.explain import Stage, funnel
from matching.openings import PinRefused
from matching.plan import Plan, Status
from matching.problem import Problem
from matching.weights import Weights

__all__ = [
    "PinRefused",
    "Plan",
    "Problem",
    "Rule",
    "Status",
    "Weights",
    "Stage",
    "check",
    "funnel",
    "solve",
    "verdicts",
]
