"""Which pairs are possible at all: hard rules, each said once, asked of any set of pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from matching.problem import Flags, Floats, Grades, Ints, Problem

METRES_PER_MINUTE = 70.0
# Pairs looked at in one go, so that memory stays bounded however large the round.
CELLS_AT_ONCE = 4_000_000
PAIRS_AT_ONCE = 200_000


class Rule(IntEnum):
    """What keeps a member from a need, in the order of the funnel; FITS when nothing does."""

    FITS = 0
    SCOPE = 1  # neither at home nor a guest in the need's community
    SKILL = 2  # the skill is not held, or not at the level asked
    LICENCE = 3  # no verified licence for the skill
    FREE_TIME = 4  # not free in some block the window touches
    REACH = 5  # further than the member wants to walk
    LIMIT = 6  # no task left in that period
    CLASH = 7  # holds a task at that time, or within the buffer around it
    FORBIDDEN = 8  # the two must not meet


class Screen:
    """The rules of one problem, ready to be asked about pairs.

    Every question takes need rows and member rows as integer arrays of any shapes that broadcast
    against each other: `screen.verdict(needs[:, None], members[None, :])` gives a table,
    `screen.verdict(needs, members)` one answer per pair.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._touched = packed(problem.blocks)
        self._taken = packed(problem.free == 0)
        self._guests = np.sort(_key(problem.guests[:, 1], problem.guests[:, 0], problem))
        by_member = np.argsort(problem.busy_member, kind="stable")
        self._held_from = problem.busy_start[by_member] - problem.buffer_minutes
        self._held_to = problem.busy_end[by_member] + problem.buffer_minutes
        tasks = np.bincount(problem.busy_member, minlength=problem.member_count)
        self._first_held = np.concatenate([[0], np.cumsum(tasks)])
        self._forbidden = pair_keys(problem, problem.forbidden)

    def verdict(self, needs: Ints, members: Ints) -> NDArray[np.int8]:
        """The first rule each pair breaks, as numbers of `Rule`."""
        verdict = np.zeros(np.broadcast_shapes(needs.shape, members.shape), np.int8)
        for rule, breaks in reversed(RULES):
            verdict[breaks(self, needs, members)] = rule
        return verdict

    def out_of_scope(self, needs: Ints, members: Ints) -> Flags:
        problem = self.problem
        stranger: Flags = problem.community[needs] != problem.member_community[members]
        if len(self._guests):
            guest = among(self._guests, _key(problem.community[needs], members, problem))
            stranger = stranger & ~guest
        return stranger

    def unskilled(self, needs: Ints, members: Ints) -> Flags:
        asked = np.where(self.problem.skill[needs] < 0, 0, self.problem.level[needs])
        return level_held(self.problem, needs, members) < asked

    def unlicensed(self, needs: Ints, members: Ints) -> Flags:
        problem = self.problem
        if not problem.licence.any():
            return np.zeros(np.broadcast_shapes(needs.shape, members.shape), np.bool_)
        held = problem.licences[members, np.maximum(problem.skill[needs], 0)]
        return problem.licence[needs] & ~held

    def not_free(self, needs: Ints, members: Ints) -> Flags:
        return meet(self._touched[needs], self._taken[members])

    def out_of_reach(self, needs: Ints, members: Ints) -> Flags:
        # A hair of tolerance: the limit itself is within reach, however it was rounded.
        far = walk_minutes(self.problem, needs, members) - 1e-9
        return far > self.problem.reach_minutes[members]

    def at_limit(self, needs: Ints, members: Ints) -> Flags:
        return self.problem.capacity[members, self.problem.period[needs]] < 1

    def busy(self, needs: Ints, members: Ints) -> Flags:
        problem = self.problem
        first, after = self._first_held[members], self._first_held[members + 1]
        near = np.zeros(np.broadcast_shapes(needs.shape, members.shape), np.bool_)
        for nth in range(int((after - first).max(initial=0))):
            holds = first + nth < after
            task = np.where(holds, first + nth, 0)
            meets = problem.start[needs] < self._held_to[task]
            near |= holds & meets & (self._held_from[task] < problem.end[needs])
        return near

    def forbidden(self, needs: Ints, members: Ints) -> Flags:
        return among(self._forbidden, needs * self.problem.member_count + members)


Breaks = Callable[[Screen, Ints, Ints], Flags]

RULES: tuple[tuple[Rule, Breaks], ...] = (
    (Rule.SCOPE, Screen.out_of_scope),
    (Rule.SKILL, Screen.unskilled),
    (Rule.LICENCE, Screen.unlicensed),
    (Rule.FREE_TIME, Screen.not_free),
    (Rule.REACH, Screen.out_of_reach),
    (Rule.LIMIT, Screen.at_limit),
    (Rule.CLASH, Screen.busy),
    (Rule.FORBIDDEN, Screen.forbidden),
)
# Asked of whole tables, because they are cheap and leave few pairs; the others of what is left.
COARSE = (Rule.SKILL, Rule.FREE_TIME)
FINE = tuple(breaks for rule, breaks in RULES if rule not in (Rule.SCOPE, *COARSE))


def verdicts(problem: Problem) -> NDArray[np.int8]:
    """For each need and member the first hard rule the pair breaks, 0 (`Rule.FITS`) if none.

    An (N, M) table of `Rule` numbers. Tasks given out in the same round do not count here. Meant
    for communities; for large rounds ask `Screen` about the rows of interest.
    """
    needs, members = np.arange(problem.need_count), np.arange(problem.member_count)
    return Screen(problem).verdict(needs[:, None], members[None, :])


def candidates(screen: Screen) -> tuple[Ints, Ints]:
    """All pairs that break no rule: need rows and member rows, each (E,), ascending.

    Looks only at members who serve a need's community, and never at the whole table at once.
    """
    nobody = np.zeros(0, np.int64)
    found = [(nobody, nobody), *(_fitting(screen, *pairs) for pairs in _likely(screen))]
    needs = np.concatenate([pair[0] for pair in found])
    members = np.concatenate([pair[1] for pair in found])
    order = np.argsort(needs, kind="stable")
    return needs[order], members[order]


def fitting_of(screen: Screen, needs: Ints, members: Ints) -> tuple[Ints, Ints]:
    """The pairs of these few rows, both ascending, that break no rule: (E,) each, ascending."""
    row = np.repeat(needs, len(members))
    who = np.tile(members, len(needs))
    for _, breaks in RULES:
        fits = ~breaks(screen, row, who)
        row, who = row[fits], who[fits]
    return row, who


def members_of(problem: Problem, community: int) -> Ints:
    """The rows of all members who serve the community, at home or as guests, ascending."""
    serves = problem.member_community == community
    serves[problem.guests[problem.guests[:, 1] == community, 0]] = True
    return np.flatnonzero(serves)


def walk_minutes(problem: Problem, needs: Ints, members: Ints) -> Floats:
    """Minutes on foot along the straight line at 70 m a minute, at least 1."""
    across = problem.x[needs] - problem.member_x[members]
    along = problem.y[needs] - problem.member_y[members]
    return np.maximum(np.hypot(across, along) / METRES_PER_MINUTE, 1.0)


def level_held(problem: Problem, needs: Ints, members: Ints) -> Grades:
    """The member's level in the skill the need asks for; 0 where none is asked or held."""
    if not problem.skills.shape[1]:
        return np.zeros(np.broadcast_shapes(needs.shape, members.shape), np.int8)
    skill = problem.skill[needs]
    if skill.ndim == 2 and skill.shape[1] == 1 == len(members):
        # A whole table is read row by row, several times faster than cell by cell.
        table = np.ascontiguousarray(problem.skills[members[0]].T)[np.maximum(skill[:, 0], 0)]
        table[skill[:, 0] < 0] = 0
        return table
    held = problem.skills[members, np.maximum(skill, 0)]
    return np.where(skill < 0, np.int8(0), held)


def among(keys: Ints, asked: Ints) -> Flags:
    """Which of the asked numbers are in the sorted keys."""
    if not len(keys):
        return np.zeros(asked.shape, np.bool_)
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.asarray(keys[at] == asked)


def pair_keys(problem: Problem, pairs: Ints) -> Ints:
    """One sorted number per [need row, member row], for `among`."""
    return np.sort(pairs[:, 0] * problem.member_count + pairs[:, 1])


def packed(flags: Flags) -> NDArray[np.uint64]:
    """Rows of flags as 64-bit words, so that two rows are compared in one step per word."""
    octets = np.packbits(flags, axis=1)
    words = -(-octets.shape[1] // 8)
    padded = np.zeros((len(flags), words * 8), np.uint8)
    padded[:, : octets.shape[1]] = octets
    return padded.view(np.uint64)


def meet(some: NDArray[np.uint64], others: NDArray[np.uint64]) -> Flags:
    """Whether packed rows (last axis) have a flag in common; the other axes broadcast."""
    common = np.zeros(np.broadcast_shapes(some.shape[:-1], others.shape[:-1]), np.bool_)
    for word in range(some.shape[-1]):
        common |= (some[..., word] & others[..., word]) != 0
    return common


def _key(communities: Ints, members: Ints, problem: Problem) -> Ints:
    return communities * problem.member_count + members


def _blocks(problem: Problem) -> Iterator[tuple[Ints, Ints]]:
    """Need rows and the rows of all who serve their community, in bites of bounded size."""
    asking = np.unique(problem.community)
    order = np.argsort(problem.community, kind="stable")
    residents = np.arange(problem.member_count)
    guests, visited = problem.guests.T
    serving = np.concatenate(
        [_key(problem.member_community, residents, problem), _key(visited, guests, problem)]
    )
    serving.sort()
    serving = serving[np.diff(serving, prepend=-1) > 0]
    ends = np.stack([asking, asking + 1])
    of_needs = np.searchsorted(problem.community[order], ends).T.tolist()
    of_members = np.searchsorted(serving, ends * problem.member_count).T.tolist()
    for community, own, theirs in zip(asking.tolist(), of_needs, of_members, strict=True):
        needs = order[own[0] : own[1]]
        members = serving[theirs[0] : theirs[1]] - community * problem.member_count
        step = max(1, CELLS_AT_ONCE // max(len(members), 1))
        for first in range(0, len(needs), step):
            yield needs[first : first + step], members


def _likely(screen: Screen) -> Iterator[tuple[Ints, Ints]]:
    """The pairs in scope that break no coarse rule, about so many at once."""
    needs: list[Ints] = []
    members: list[Ints] = []
    waiting = 0
    for rows, people in _blocks(screen.problem):
        table = np.ones((len(rows), len(people)), np.bool_)
        for rule, breaks in RULES:
            if rule in COARSE:
                table &= ~breaks(screen, rows[:, None], people[None, :])
        row, column = np.nonzero(table)
        needs.append(rows[row])
        members.append(people[column])
        waiting += len(row)
        if waiting > PAIRS_AT_ONCE:
            yield np.concatenate(needs), np.concatenate(members)
            needs, members, waiting = [], [], 0
    if waiting:
        yield np.concatenate(needs), np.concatenate(members)


def _fitting(screen: Screen, needs: Ints, members: Ints) -> tuple[Ints, Ints]:
    """Those of the pairs that break no fine rule either."""
    for breaks in FINE:
        fits = ~breaks(screen, needs, members)
        if not fits.all():
            needs, members = needs[fits], members[fits]
    return needs, members
