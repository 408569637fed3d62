"""Who could do what: needs matched with members, exactly, from arrays to arrays."""

from matching.assign import solve
from matching.candidates import Rule, verdicts
from matching.check import check
from matching.explain import Stage, Terms, explain, explain_all, funnel
from matching.forced import WhyNot, why_not
from matching.openings import PinRefused
from matching.plan import Plan, Status
from matching.problem import Problem
from matching.weights import Weights

__all__ = [
    "PinRefused",
    "Plan",
    "Problem",
    "Rule",
    "Stage",
    "Status",
    "Terms",
    "Weights",
    "WhyNot",
    "check",
    "explain",
    "explain_all",
    "funnel",
    "solve",
    "verdicts",
    "why_not",
]
