"""A standing plan: a round that changes one thing at a time, and its best plan at every moment.

The assignment of the whole round is kept with its prices (`matching.chains`), so that a new need, a
decline, somebody leaving or coming costs one chain of people moving on instead of a new solution.
The groups of windows know only some of the clashes, and nothing of needs that take all or none. So
when the plan is asked for, the parts in which the assignment clashes, or sends half a team, are
solved exactly; all others are proved by the assignment.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from matching.assign import Settled, put_together, settle
from matching.candidates import Rule, Screen, members_of
from matching.kept import Kept
from matching.openings import Part, PinRefused, open_places, parts
from matching.plan import Plan
from matching.problem import Ints, Problem
from matching.variations import with_members, with_needs
from matching.weights import Weights


class Standing:
    """A round and its best plan, both as of now.

    Rows keep their numbers for good; new needs and members stand behind the others. After each
    change the plan is as good as the one `solve(standing.problem, standing.weights)` finds; among
    equally good plans it may be another one, for it moves only the people it must. What a change
    names must be there: IndexError otherwise.
    """

    def __init__(
        self,
        problem: Problem,
        weights: Weights | None = None,
        *,
        time_limit: float | None = None,
        seed: int = 0,
    ) -> None:
        """The round as it is; raises PinRefused as `solve` does.

        `time_limit` is how many seconds reading the plan may spend on parts with clashes or half
        teams, with the same consequences as in `solve`; None for no limit.
        """
        self.weights = weights or Weights()
        self.time_limit, self.seed = time_limit, seed
        self._kept = Kept(problem, self.weights)
        self._plan: Plan | None = None
        self._solved: dict[bytes, Settled] = {}
        self._changed()

    @property
    def problem(self) -> Problem:
        """The round as it is now, to be checked, explained or solved afresh."""
        kept = self._kept
        headcount, capacity = kept.base.headcount.copy(), kept.base.capacity.copy()
        headcount[list(kept.gone)] = 0
        left = list(kept.left)
        capacity[left] -= kept.room[left]
        pairs: dict[str, Any] = {"pinned": kept.pins(), "forbidden": sorted(kept.banned)}
        return replace(kept.base, headcount=headcount, capacity=capacity, **pairs)

    @property
    def plan(self) -> Plan:
        """The best plan as of now; parts with clashes or half teams are solved when it is read."""
        if self._plan is None:
            begun = time.perf_counter()
            problem = self.problem
            settled = self._settled(problem)
            self._plan = put_together(problem, settled, self.weights, seed=self.seed, begun=begun)
        return self._plan

    def ask(self, columns: Mapping[str, ArrayLike]) -> Ints:
        """New needs, a row for each in fields of `Problem`; returns the rows they got.

        Raises ValueError as `with_needs` does, and changes nothing then.
        """
        kept = self._kept
        before = kept.base.need_count
        kept.grown(with_needs(kept.base, columns))
        rows = np.arange(before, kept.base.need_count)
        for community in np.unique(kept.base.community[rows]).tolist():
            kept.consider(
                rows[kept.base.community[rows] == community], members_of(kept.base, community)
            )
        for need in rows.tolist():
            kept.review(need)
        self._changed()
        return rows

    def withdraw(self, need: int) -> None:
        """The need asks for nobody any more; whoever had accepted is free again."""
        kept = self._kept
        _row(need, kept.base.need_count)
        helpers = sorted(kept.taken.get(need, ()))
        kept.gone.add(need)
        kept.close(need)
        for member in helpers:
            kept.unpin(need, member)
        self._changed()

    def join(self, columns: Mapping[str, ArrayLike]) -> Ints:
        """New members, a row for each in fields of `Problem`; returns the rows they got.

        Raises ValueError as `with_members` does, and changes nothing then.
        """
        kept = self._kept
        before = kept.base.member_count
        kept.grown(with_members(kept.base, columns))
        rows = np.arange(before, kept.base.member_count)
        for member in rows.tolist():
            kept.renew(member)
        self._changed()
        return rows

    def leave(self, member: int) -> None:
        """The member takes no further task; what they accepted stays."""
        kept = self._kept
        _row(member, kept.base.member_count)
        kept.left.add(member)
        kept.clear(member)
        self._changed()

    def decline(self, need: int, member: int) -> None:
        """The two are not to meet; if that was settled, it is so no more."""
        kept = self._kept
        _row(need, kept.base.need_count)
        _row(member, kept.base.member_count)
        kept.banned.add((need, member))
        if member in kept.taken.get(need, ()):
            kept.unpin(need, member)
        elif kept.candidate(need, member):
            kept.chains.drop_pair(need, kept.desk(need, member))
        self._changed()

    def accept(self, need: int, member: int) -> None:
        """The pair is settled: it stays in the plan whatever comes, as if pinned.

        Raises PinRefused when the two cannot meet or all places of the need are settled.
        """
        kept = self._kept
        _row(need, kept.base.need_count)
        _row(member, kept.base.member_count)
        if not (kept.candidate(need, member) and kept.places_left(need)):
            verdict = Screen(self.problem).verdict(np.array([need]), np.array([member]))
            raise PinRefused(need, member, Rule(int(verdict[0])) or None, "cannot be settled")
        kept.pin(need, member)
        self._changed()

    def _changed(self) -> None:
        self._kept.look_after()
        self._plan = None

    def _settled(self, problem: Problem) -> list[Settled]:
        """All parts of the round: those the assignment settles as one, the others one by one."""
        kept = self._kept
        kept.untangle()
        pairs, halves = kept.pairs(), kept.halves()
        if not (kept.clashing or halves):
            return [Settled(pairs, "kept", (0,), (0,))] if len(pairs) else []
        found: list[Settled] = []
        limit = self.time_limit
        deadline = None if limit is None else time.perf_counter() + limit
        again = np.zeros(problem.need_count, np.bool_)
        solved: dict[bytes, Settled] = {}
        for part in parts(open_places(problem, self.weights), self.seed):
            if halves.intersection(part.need_row) or kept.clashing.intersection(part.member_row):
                key = _fingerprint(part)
                solved[key] = self._solved.get(key) or settle(part, deadline)
                found.append(solved[key])
                again[part.need_row] = True
        self._solved = {key: one for key, one in solved.items() if one.value == one.bound}
        rest = pairs[~again[pairs[:, 0]]]
        return [Settled(rest, "kept", (0,), (0,)), *found] if len(rest) else found


def _fingerprint(part: Part) -> bytes:
    """Equal for equal parts."""
    arrays = [getattr(part, field.name) for field in fields(part) if field.name != "buffer"]
    return b"|".join(np.ascontiguousarray(array).tobytes() for array in arrays)


def _row(row: int, size: int) -> None:
    if not 0 <= row < size:
        raise IndexError(f"there is no row {row}, only {size}")
