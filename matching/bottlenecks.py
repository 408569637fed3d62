"""Bottlenecks: where one more person would fill the most places.

The prices of an assignment tell for every need at once in which tier one more helper there would
fill a place, were it by a chain of others moving on (`matching.prices.hands_wanted`). From them
come the kinds of newcomer worth looking at. Each of these then joins, and the part of the round
they touch is solved again, so that what is told holds for a whole person with several tasks.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from matching.again import again
from matching.openings import Openings, component_of, open_places, parts
from matching.plan import Plan
from matching.prices import NO_TIER, hands_wanted
from matching.problem import MEMBER_COLUMNS, TOP_LEVEL, Ints, Problem
from matching.tiers import RATIO, TIERS
from matching.variations import PAIRS, with_members
from matching.weights import Weights

NOBODY = np.zeros((0, 2), np.int64)


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """The person imagined: how many tasks they take in each period, and which times go together.

    groups  (B,) a number for each free-time block, such as weekday and half-day; blocks of one
            number are one time to be free. None: each block is a time of its own.
    """

    tasks: int = 3
    groups: ArrayLike | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Bottleneck:
    """What one more person of a kind would bring.

    skill, group, community  of the person: a column of `skills` or -1, a number of
                        `Newcomer.groups` (that of the first block a window touches), a community
    needs               rows of the needs of just this kind in which one more helper, were it by
                        others moving on, would fill a place
    class_change        places filled more per tier, most important first
    suitability_change  the same for the suitability
    gone, come          (., 2) pairs that would leave the plan, and enter it; the newcomer's row is
                        the number of members
    proved              the round was solved again with that person and both plans are the best. If
                        not, the numbers are an estimate; without `come` it is from prices alone,
                        and clashes of the newcomer's own tasks were not looked at
    """

    skill: int
    group: int
    community: int
    needs: Ints
    class_change: tuple[int, ...]
    suitability_change: int
    gone: Ints
    come: Ints
    proved: bool

    @property
    def places(self) -> int:
        """Places filled more, in all tiers together."""
        return sum(self.class_change)


def bottlenecks(
    problem: Problem,
    plan: Plan,
    weights: Weights,
    newcomer: Newcomer | None = None,
    *,
    most: int = 5,
    time_limit: float | None = None,
) -> tuple[Bottleneck, ...]:
    """The kinds of person (skill, time, community) that are lacked most, at most `most` of them.

    The best first, by places per tier. The newcomer imagined has the skill at the top level with a
    licence, says yes to those times, lives amid these needs and minds no walk. `plan` must be a
    plan of this problem and these weights. With a `time_limit` in seconds those not solved by then
    are estimated. Raises ValueError when `groups` do not fit the blocks.
    """
    newcomer = newcomer or Newcomer()
    deadline = None if time_limit is None else time.perf_counter() + time_limit
    openings = open_places(problem, weights)
    tier = _tier_wanted(openings, plan.seed)
    kinds = _Kinds(problem, tier, newcomer)
    order = np.argsort([-_promise(hope) for hope in kinds.hopes], kind="stable")[:most]
    if not len(order):
        return ()
    members = problem.member_count
    everybody = open_places(with_members(problem, kinds.columns(order)), weights)
    found = []
    for row, kind in enumerate(order.tolist(), start=members):
        here = everybody.only((everybody.member < members) | (everybody.member == row))
        estimate = kinds.estimate(kind)
        late = deadline is not None and time.perf_counter() > deadline
        found.append(
            estimate if late else _solved(estimate, here, plan, weights, members, deadline)
        )
    paying = [one for one in found if one.class_change > (0,) * TIERS]
    return tuple(sorted(paying, key=lambda one: one.class_change, reverse=True))


class _Kinds:
    """All kinds of newcomer somebody might wait for, and what prices promise of each.

    hopes  for each kind the tiers in which its likeliest tasks would fill a place
    """

    def __init__(self, problem: Problem, tier: Ints, newcomer: Newcomer) -> None:
        self.problem = problem
        self.tasks = newcomer.tasks
        groups = newcomer.groups
        width = problem.blocks.shape[1]
        self.group = np.arange(width) if groups is None else np.asarray(groups, np.int64)
        if self.group.shape != (width,):
            raise ValueError(f"groups must have {width} rows, not {self.group.shape}")
        self.wanted = np.flatnonzero(tier < NO_TIER)
        first = self.group[np.argmax(problem.blocks[self.wanted], axis=1)]
        keys = np.stack([problem.skill[self.wanted], first, problem.community[self.wanted]], axis=1)
        self.kinds, kind_of = np.unique(keys, axis=0, return_inverse=True)
        self.needs = [self.wanted[kind_of == kind] for kind in range(len(self.kinds))]
        self.hopes = self._hopes(tier)

    def columns(self, kinds: Ints) -> Mapping[str, Any]:
        """The newcomers of these kinds as members."""
        problem, size = self.problem, len(kinds)
        free = np.zeros((size, problem.blocks.shape[1]), np.int8)
        skills = np.zeros((size, problem.skills.shape[1]), np.int8)
        for row, kind in enumerate(kinds.tolist()):
            free[row] = 2 * problem.blocks[self.needs[kind]].any(axis=0)
            if self.kinds[kind, 0] >= 0:
                skills[row, self.kinds[kind, 0]] = TOP_LEVEL
        return {
            "free": free,
            "capacity": np.full((size, problem.period_count), self.tasks),
            "skills": skills,
            "licences": skills > 0,
            "wishes": np.zeros((size, problem.wishes.shape[1])),
            "member_community": self.kinds[kinds, 2],
            "member_x": [problem.x[self.needs[kind]].mean() for kind in kinds],
            "member_y": [problem.y[self.needs[kind]].mean() for kind in kinds],
        }

    def estimate(self, kind: int) -> Bottleneck:
        """What the prices alone say about this kind."""
        skill, group, community = self.kinds[kind].tolist()
        return Bottleneck(
            skill=skill,
            group=group,
            community=community,
            needs=self.needs[kind],
            class_change=tuple(np.bincount(self.hopes[kind], minlength=TIERS).tolist()),
            suitability_change=0,
            gone=NOBODY,
            come=NOBODY,
            proved=False,
        )

    def _hopes(self, tier: Ints) -> list[Ints]:
        """For each kind the tiers of the best tasks they could take, as many as they take."""
        alone: dict[str, Any] = dict.fromkeys([*MEMBER_COLUMNS, *PAIRS])
        alone |= self.columns(np.arange(len(self.kinds)))
        crowd = open_places(replace(self.problem, **alone), Weights())
        useful = crowd.only(tier[crowd.need] < NO_TIER)
        order = np.lexsort((tier[useful.need], useful.member))
        cuts = np.searchsorted(useful.member[order], np.arange(1, len(self.kinds)))
        return [
            tier[useful.need[some]][: self.tasks * self.problem.period_count]
            for some in np.split(order, cuts)
        ][: len(self.kinds)]


def _tier_wanted(openings: Openings, seed: int) -> Ints:
    """The tier in which one more helper for each need would fill a place: (N,), NO_TIER if none."""
    first = 2 * openings.problem.urgency + openings.met
    tier = np.where(openings.places > 0, first, NO_TIER)
    for part in parts(openings, seed):
        tier[part.need_row] = hands_wanted(part)
    return tier


def _promise(tiers: Ints) -> int:
    """One number to sort hopes by."""
    return sum(RATIO ** (TIERS - tier) for tier in tiers.tolist())


def _solved(
    estimate: Bottleneck,
    everybody: Openings,
    plan: Plan,
    weights: Weights,
    members: int,
    deadline: float | None,
) -> Bottleneck:
    """The estimate made sure: the one with a row beyond the members joins, and it is solved."""
    beyond = everybody.member >= members
    row, theirs = everybody.member[beyond].max(), everybody.need[beyond]
    component = component_of(everybody)
    around = np.isin(component, component[theirs])
    found = again(everybody, plan, weights, around, forced=NOBODY, deadline=deadline)
    come = found.come.copy()
    come[come[:, 1] == row, 1] = members
    return replace(
        estimate,
        class_change=found.class_change,
        suitability_change=found.suitability_change,
        gone=found.gone,
        come=come,
        proved=found.proved and plan.gap == 0,
    )
