"""Why not this one: the pair is forced, its part of the round solved again, and compared."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields, replace

import numpy as np

from matching.again import again, among_pairs
from matching.candidates import Rule, Screen
from matching.openings import Openings, clash, component_of, open_places
from matching.plan import Plan
from matching.problem import Flags, Ints, Problem
from matching.weights import Weights


@dataclass(frozen=True, eq=False, kw_only=True)
class WhyNot:
    """What keeps a member from a need, or what it would cost to insist.

    rule                the hard rule in the way; FITS when none, and then:
    chosen              the pair is in the plan already; nothing would change
    pins                (X, 2) pins in the way; as long as they stand, nothing can be compared
    class_change        helpers per tier, with the pair forced minus in the plan
    suitability_change  the same for the suitability; all zero: as good, others were preferred by
                        chance
    gone, come          (., 2) pairs that would leave the plan, and those that would enter it
    proved              the comparison is with the best plan that holds the pair
    """

    rule: Rule
    chosen: bool
    pins: Ints
    class_change: tuple[int, ...]
    suitability_change: int
    gone: Ints
    come: Ints
    proved: bool


NO_PAIRS = np.zeros((0, 2), np.int64)
NO_CHANGE = WhyNot(
    rule=Rule.FITS,
    chosen=False,
    pins=NO_PAIRS,
    class_change=(0,) * 8,
    suitability_change=0,
    gone=NO_PAIRS,
    come=NO_PAIRS,
    proved=True,
)


def why_not(
    problem: Problem,
    plan: Plan,
    weights: Weights,
    need: int,
    member: int,
    time_limit: float | None = None,
) -> WhyNot:
    """Why this pair is not in the plan: the rule it breaks, or who would lose what by it.

    `plan` must be a plan of this problem and these weights. Where several second solutions are
    equally good, one that keeps the old pairs is shown. `time_limit` in seconds as in `solve`.
    """
    pair = np.array([[need, member]])
    rule = Rule(int(Screen(problem).verdict(pair[:, 0], pair[:, 1])[0]))
    if rule is not Rule.FITS:
        return replace(NO_CHANGE, rule=rule)
    if among_pairs(plan.pairs, pair).all():
        return replace(NO_CHANGE, chosen=True)
    openings = open_places(problem, weights)
    if not ((openings.need == need) & (openings.member == member)).any():
        return replace(NO_CHANGE, pins=_pins_in_the_way(openings, need, member))

    component = component_of(openings)
    around: Flags = component == component[need]
    deadline = None if time_limit is None else time.perf_counter() + time_limit
    found = again(openings, plan, weights, around, forced=pair, deadline=deadline)
    return replace(NO_CHANGE, **{field.name: getattr(found, field.name) for field in fields(found)})


def _pins_in_the_way(openings: Openings, need: int, member: int) -> Ints:
    """Pins that take the last place, the member's last task, or the time itself."""
    problem = openings.problem
    pinned_need, pinned_member = problem.pinned.T
    period = problem.period[need]
    full = (pinned_need == need) & (openings.places[need] < 1)
    spent = (problem.period[pinned_need] == period) & (openings.room[member, period] < 1)
    mine = (pinned_member == member) & (spent | clash(problem, need, pinned_need))
    return np.asarray(problem.pinned[full | mine])
