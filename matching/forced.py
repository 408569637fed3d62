"""Why not this one: the pair is forced, its part of the round solved again, and compared."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from matching.assign import in_order, settle
from matching.candidates import Rule, Screen
from matching.openings import Openings, clash, component_of, honour, open_places, parts
from matching.plan import Plan
from matching.problem import Ints, Problem
from matching.score import scores
from matching.tiers import class_vector
from matching.weights import Weights

# Up to this many places a second solution keeps, among equally good ones, the old pairs.
PLACES_TO_KEEP = 400


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
    if _has(plan.pairs, pair).all():
        return replace(NO_CHANGE, chosen=True)
    openings = open_places(problem, weights)
    if not ((openings.need == need) & (openings.member == member)).any():
        return replace(NO_CHANGE, pins=_pins_in_the_way(openings, need, member))

    component = component_of(openings)
    around = component == component[need]
    forced = honour(_keeping(openings.only(around[openings.need]), plan), pair)
    deadline = None if time_limit is None else time.perf_counter() + time_limit
    settled = [settle(part, deadline) for part in parts(forced, plan.seed)]
    old = plan.pairs[around[plan.pairs[:, 0]] & ~_has(problem.pinned, plan.pairs)]
    new = in_order(np.concatenate([pair, *(part.pairs for part in settled)]))
    proved = all(part.value == part.bound for part in settled)
    return replace(_compared(problem, plan, weights, old, new), proved=proved)


def _compared(problem: Problem, plan: Plan, weights: Weights, old: Ints, new: Ints) -> WhyNot:
    """What changes when these pairs of the plan give way to others."""
    gone, come = old[~_has(new, old)], new[~_has(old, new)]
    size = problem.need_count
    filled = plan.filled - np.bincount(gone[:, 0], minlength=size)
    filled += np.bincount(come[:, 0], minlength=size)
    vector = class_vector(problem.urgency, filled)
    return replace(
        NO_CHANGE,
        class_change=tuple(a - b for a, b in zip(vector, plan.class_vector, strict=True)),
        suitability_change=int(
            scores(problem, weights, come[:, 0], come[:, 1]).sum()
            - scores(problem, weights, gone[:, 0], gone[:, 1]).sum()
        ),
        gone=gone,
        come=come,
    )


def _keeping(openings: Openings, plan: Plan) -> Openings:
    """The same with scores that prefer the pairs of the plan, by less than any other difference."""
    places = int(openings.places[np.unique(openings.need)].sum())
    if places > PLACES_TO_KEEP:
        return openings
    kept = _has(plan.pairs, np.stack([openings.need, openings.member], axis=1))
    return replace(openings, score=openings.score * (places + 1) + kept)


def _pins_in_the_way(openings: Openings, need: int, member: int) -> Ints:
    """Pins that take the last place, the member's last task, or the time itself."""
    problem = openings.problem
    pinned_need, pinned_member = problem.pinned.T
    period = problem.period[need]
    full = (pinned_need == need) & (openings.places[need] < 1)
    spent = (problem.period[pinned_need] == period) & (openings.room[member, period] < 1)
    mine = (pinned_member == member) & (spent | clash(problem, need, pinned_need))
    return np.asarray(problem.pinned[full | mine])


def _has(pairs: Ints, asked: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of the asked pairs are among the pairs."""
    known = set(map(tuple, pairs.tolist()))
    return np.array([tuple(pair) in known for pair in asked.tolist()], np.bool_)
