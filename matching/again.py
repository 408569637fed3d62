"""A part of a round solved again under another condition, and what that changes in its plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.assign import in_order, settle
from matching.openings import Openings, honour, parts
from matching.plan import Plan
from matching.problem import Flags, Ints
from matching.score import scores
from matching.tiers import class_vector
from matching.weights import Weights

# Up to this many places a second solution keeps, among equally good ones, the old pairs.
PLACES_TO_KEEP = 400


@dataclass(frozen=True, eq=False, kw_only=True)
class Again:
    """Pairs (., 2) that leave the plan and enter it, what that changes, and whether it is proved.

    The changes are the new plan minus the old one: helpers per tier (8,), and the suitability.
    """

    gone: Ints
    come: Ints
    class_change: tuple[int, ...]
    suitability_change: int
    proved: bool


def again(
    openings: Openings,
    plan: Plan,
    weights: Weights,
    around: Flags,
    *,
    forced: Ints,
    deadline: float | None,
) -> Again:
    """The needs flagged in `around` (N,) solved again with these pairs (G, 2) forced.

    `plan` covers the same needs; `openings` may hold further members, but no pins beyond its own.
    Raises PinRefused when the forced pairs do not go together.
    """
    problem = openings.problem
    part = honour(_keeping(openings.only(around[openings.need]), plan), forced)
    settled = [settle(part, deadline) for part in parts(part, plan.seed)]
    old = plan.pairs[around[plan.pairs[:, 0]] & ~among_pairs(problem.pinned, plan.pairs)]
    new = in_order(np.concatenate([forced, *(part.pairs for part in settled)]))
    gone, come = old[~among_pairs(new, old)], new[~among_pairs(old, new)]
    size = problem.need_count
    filled = plan.filled - np.bincount(gone[:, 0], minlength=size)
    filled += np.bincount(come[:, 0], minlength=size)
    vector = class_vector(problem.urgency, filled)
    return Again(
        gone=gone,
        come=come,
        class_change=tuple(a - b for a, b in zip(vector, plan.class_vector, strict=True)),
        suitability_change=int(
            scores(problem, weights, come[:, 0], come[:, 1]).sum()
            - scores(problem, weights, gone[:, 0], gone[:, 1]).sum()
        ),
        proved=all(part.value == part.bound for part in settled),
    )


def among_pairs(pairs: Ints, asked: Ints) -> Flags:
    """Which of the asked pairs (., 2) are among the pairs."""
    known = set(map(tuple, pairs.tolist()))
    return np.array([tuple(pair) in known for pair in asked.tolist()], np.bool_)


def _keeping(openings: Openings, plan: Plan) -> Openings:
    """The same with scores that prefer the pairs of the plan, by less than any other difference."""
    places = int(openings.places[np.unique(openings.need)].sum())
    if places > PLACES_TO_KEEP:
        return openings
    kept = among_pairs(plan.pairs, np.stack([openings.need, openings.member], axis=1))
    return replace(openings, score=openings.score * (places + 1) + kept)
