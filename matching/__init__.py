"""Who could do what: needs matched with members, exactly, from arrays to arrays."""

from matching.plan import Plan, Status
from matching.problem import Problem
from matching.weights import Weights

__all__ = ["Plan", "Problem", "Status", "Weights"]
