"""What if: the same round with something changed, solved again, and how the two plans differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from numpy.typing import ArrayLike

from matching.again import among_pairs
from matching.assign import solve
from matching.plan import Plan
from matching.problem import Ints, Problem
from matching.score import scores
from matching.variations import with_members, with_needs, without_members, without_needs
from matching.weights import Weights


@dataclass(frozen=True, eq=False, kw_only=True)
class Difference:
    """From one plan to another of the same rows; the later one may have more of them.

    gained, lost        (., 2) [need row, member row], ascending: only in the later plan, only in
                        the earlier one
    filled_change       (N,) helpers more or less for each need of the later plan
    class_change        helpers more or less per tier, most important first
    suitability_change  the same for the suitability, each plan's as it states it
    """

    gained: Ints
    lost: Ints
    filled_change: Ints
    class_change: tuple[int, ...]
    suitability_change: int

    @property
    def places(self) -> int:
        """Places filled more, or less when below 0."""
        return sum(self.class_change)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is imagined to be different; everything may be left out.

    ask      needs posted besides: fields of `Problem` that describe needs, with a row for each
    join     members who join: fields of `Problem` that describe members, with a row for each
    drop     rows of needs that ask for nobody any more
    leave    rows of members who take no task any more
    weights  other weights
    """

    ask: Mapping[str, ArrayLike] = field(default_factory=dict)
    join: Mapping[str, ArrayLike] = field(default_factory=dict)
    drop: Sequence[int] = ()
    leave: Sequence[int] = ()
    weights: Weights | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class WhatIf:
    """The imagined round, its plan, and how that differs from the plan there was."""

    problem: Problem
    weights: Weights
    plan: Plan
    difference: Difference


def what_if(
    problem: Problem,
    plan: Plan,
    weights: Weights,
    change: Change,
    *,
    time_limit: float | None = None,
) -> WhatIf:
    """The round solved again with the change; nothing that was given is touched.

    `plan` must be a plan of this problem and these weights. All rows keep their numbers, and those
    who come in stand behind them. Under other weights the old plan's suitability is measured anew,
    so that the difference compares like with like. Any other change is `dataclasses.replace` on the
    problem, `solve` and `difference`. `time_limit` in seconds, and errors, as in `solve`; a change
    that does not fit the problem raises ValueError naming the field.
    """
    other = without_members(without_needs(problem, change.drop), change.leave)
    other = with_needs(other, change.ask) if change.ask else other
    other = with_members(other, change.join) if change.join else other
    weights = change.weights or weights
    new = solve(other, weights, time_limit=time_limit, seed=plan.seed)
    old = replace(plan, suitability=_suitability(problem, weights, plan))
    return WhatIf(problem=other, weights=weights, plan=new, difference=difference(old, new))


def difference(before: Plan, after: Plan) -> Difference:
    """What changes from one plan to the other; the rows of both must mean the same.

    `after` may have further needs and members behind the common ones. Suitabilities are compared as
    the plans state them: under different weights they are no common measure (`what_if` makes one).
    """
    filled = after.filled.copy()
    filled[: len(before.filled)] -= before.filled
    return Difference(
        gained=after.pairs[~among_pairs(before.pairs, after.pairs)],
        lost=before.pairs[~among_pairs(after.pairs, before.pairs)],
        filled_change=filled,
        class_change=tuple(
            new - old for new, old in zip(after.class_vector, before.class_vector, strict=True)
        ),
        suitability_change=after.suitability - before.suitability,
    )


def _suitability(problem: Problem, weights: Weights, plan: Plan) -> int:
    """What the pairs of the plan score under these weights."""
    return int(scores(problem, weights, plan.pairs[:, 0], plan.pairs[:, 1]).sum())
