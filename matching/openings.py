"""Openings: what is left to decide once pins are honoured, cut into independent parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from matching.candidates import Rule, Screen, candidates
from matching.problem import Flags, Ints, Problem
from matching.score import scores
from matching.tiers import class_vector
from matching.weights import Weights


class PinRefused(ValueError):
    """A pinned pair cannot be: it breaks a rule, or the pins contradict each other.

    `need` and `member` are the rows of the pair, `rule` the rule it breaks (LIMIT and CLASH also
    when it does so only together with other pins; None when a need has more pins than places).
    """

    def __init__(self, need: int, member: int, rule: Rule | None, why: str) -> None:
        super().__init__(f"pinned [{need}, {member}] {why}")
        self.need, self.member, self.rule = need, member, rule


@dataclass(frozen=True, eq=False)
class Openings:
    """Candidate pairs (E,), ascending, with scores, and what needs and members still have open.

    places  (N,) helpers a need still lacks
    whole   (N,) whether it takes all of them or none
    met     (N,) whether a need already has its first helper
    room    (M, P) tasks a member may still take
    """

    problem: Problem
    need: Ints
    member: Ints
    score: Ints
    places: Ints
    whole: Flags
    met: Flags
    room: Ints

    def only(self, keep: Flags) -> Openings:
        """The same with some candidate pairs left out."""
        need, member, score = self.need[keep], self.member[keep], self.score[keep]
        return replace(self, need=need, member=member, score=score)


@dataclass(frozen=True, eq=False)
class Part:
    """An independent piece of a round, with needs (n) and members (m) numbered anew.

    need, member, score  (E,) candidate pairs
    need_row, member_row (n,), (m,) their rows in the problem
    start, end, period, urgency, places, whole, met  (n,)
    room                 (m, P)
    """

    need: Ints
    member: Ints
    score: Ints
    need_row: Ints
    member_row: Ints
    start: Ints
    end: Ints
    period: Ints
    urgency: Ints
    places: Ints
    whole: Flags
    met: Flags
    room: Ints
    buffer: int

    def only(self, pairs: Ints) -> Part:
        """The same with these candidate pairs (indices) alone; needs and members keep numbers."""
        need, member, score = self.need[pairs], self.member[pairs], self.score[pairs]
        return replace(self, need=need, member=member, score=score)

    def filled(self, chosen: Ints) -> Ints:
        """Helpers each need gets (n,) when these candidate pairs are chosen."""
        return np.bincount(self.need[chosen], minlength=len(self.places))

    def halves(self, chosen: Ints) -> Ints:
        """All-or-nothing needs (numbers) that a choice of candidate pairs fills by half."""
        filled = self.filled(chosen)
        return np.flatnonzero(self.whole & (filled > 0) & (filled < self.places))

    def value(self, chosen: Ints) -> tuple[int, ...]:
        """The class vector and the suitability of a choice of candidate pairs."""
        vector = class_vector(self.urgency, self.filled(chosen), self.met)
        return (*vector, int(self.score[chosen].sum()))

    def ceiling(self) -> tuple[int, ...]:
        """A value no plan exceeds: everybody who could come comes, at the best score."""
        most = np.minimum(self.places, np.bincount(self.need, minlength=len(self.places)))
        best = np.zeros(len(self.places), np.int64)
        np.maximum.at(best, self.need, self.score)
        return (*class_vector(self.urgency, most, self.met), int(most @ best))


def open_places(problem: Problem, weights: Weights) -> Openings:
    """All candidate pairs with their scores, with the pins honoured.

    Raises PinRefused for the first pin that cannot be.
    """
    screen = Screen(problem)
    _refuse_broken_pins(screen)
    need, member = candidates(screen)
    score = scores(problem, weights, need, member)
    fresh = Openings(
        problem=problem,
        need=need,
        member=member,
        score=score,
        places=problem.headcount,
        whole=problem.whole,
        met=np.zeros(problem.need_count, np.bool_),
        room=problem.capacity,
    )
    return honour(fresh, problem.pinned)


def honour(openings: Openings, pins: Ints) -> Openings:
    """What is left after these pairs (G, 2) are settled, one after the other.

    Raises PinRefused when a pin does not go together with those before it.
    """
    problem = openings.problem
    places, met, room = openings.places.copy(), openings.met.copy(), openings.room.copy()
    keep = np.ones(len(openings.need), np.bool_)
    held: dict[int, list[int]] = {}
    for need, member in pins.tolist():
        period = problem.period[need]
        if any(clash(problem, need, other) for other in held.get(member, [])):
            raise PinRefused(need, member, Rule.CLASH, "clashes with another pin of the member")
        if room[member, period] < 1:
            raise PinRefused(need, member, Rule.LIMIT, "is beyond the member's limit")
        if places[need] < 1:
            raise PinRefused(need, member, None, "is one pin more than the need has places")
        places[need] -= 1
        room[member, period] -= 1
        met[need] = True
        held.setdefault(member, []).append(need)
        mine = np.flatnonzero(openings.member == member)
        keep[mine[clash(problem, need, openings.need[mine])]] = False
    keep &= places[openings.need] > 0
    keep &= room[openings.member, problem.period[openings.need]] > 0
    whole = problem.whole & (places > 1)
    return replace(openings.only(keep), places=places, whole=whole, met=met, room=room)


def clash(problem: Problem, one: int | Ints, other: int | Ints) -> Flags:
    """Whether one member could not serve both needs: they overlap, or lie within the buffer."""
    gap = problem.buffer_minutes
    before = problem.start[one] < problem.end[other] + gap
    return np.asarray(before & (problem.start[other] < problem.end[one] + gap))


def parts(openings: Openings, seed: int) -> Iterator[Part]:
    """The connected components of needs and members, in an order only the seed decides.

    Needs that take all of their places or none, and for which too few could come, are left out.

    Inside a part needs and members are numbered in an order shuffled by the seed, so that among
    equally good plans nobody is favoured for having registered early.
    """
    problem = openings.problem
    could_come = np.bincount(openings.need, minlength=problem.need_count)
    hopeless = openings.whole & (could_come < openings.places)
    openings = openings.only(~hopeless[openings.need])
    if not len(openings.need):
        return
    shuffle = np.random.default_rng(seed)
    component = component_of(openings)
    theirs = np.full(problem.member_count, -1)
    theirs[openings.member] = component[openings.need]
    needs = _Numbered(component, shuffle.permutation(problem.need_count))
    members = _Numbered(theirs, shuffle.permutation(problem.member_count))
    places = needs.at[openings.need], members.at[openings.member]
    order = np.argsort(places[0] * problem.member_count + places[1])
    cuts = np.flatnonzero(np.diff(component[openings.need[order]])) + 1
    for edges in np.split(order, cuts):
        label = int(component[openings.need[edges[0]]])
        yield _part(openings, edges, needs, members, label)


class _Numbered:
    """Rows in the order of their component, and inside it of a rank.

    at  (R,) the place of each row in that order
    """

    def __init__(self, component: Ints, rank: Ints) -> None:
        self.order = np.lexsort((rank, component))
        self.at = np.empty(len(rank), np.int64)
        self.at[self.order] = np.arange(len(rank))
        self._first = np.searchsorted(component[self.order], np.arange(component.max() + 2))

    def within(self, component: int) -> tuple[Ints, int]:
        """The rows of a component, in order, and the place of the first."""
        first = int(self._first[component])
        return self.order[first : self._first[component + 1]], first


def component_of(openings: Openings) -> Ints:
    """The number of the independent part each need belongs to: (N,)."""
    needs, members = openings.problem.need_count, openings.problem.member_count
    links = np.bincount(openings.need, minlength=needs + members)
    begins = np.concatenate([[0], np.cumsum(links)]).astype(np.int32)
    ends = (needs + openings.member).astype(np.int32)
    graph = csr_array((np.ones(len(ends)), ends, begins), shape=(len(links), len(links)))
    labels = connected_components(graph, directed=False)[1]
    return np.asarray(labels[:needs], np.int64)


def _part(
    openings: Openings, edges: Ints, needs: _Numbered, members: _Numbered, component: int
) -> Part:
    """One component, numbered anew."""
    problem = openings.problem
    rows, first_need = needs.within(component)
    people, first_member = members.within(component)
    return Part(
        need=needs.at[openings.need[edges]] - first_need,
        member=members.at[openings.member[edges]] - first_member,
        score=openings.score[edges],
        need_row=rows,
        member_row=people,
        start=problem.start[rows],
        end=problem.end[rows],
        period=problem.period[rows],
        urgency=problem.urgency[rows],
        places=openings.places[rows],
        whole=openings.whole[rows],
        met=openings.met[rows],
        room=openings.room[people],
        buffer=problem.buffer_minutes,
    )


def _refuse_broken_pins(screen: Screen) -> None:
    """Every pin breaks no rule by itself."""
    pins = screen.problem.pinned
    verdict = screen.verdict(pins[:, 0], pins[:, 1])
    for (need, member), rule in zip(pins.tolist(), verdict.tolist(), strict=True):
        if rule != Rule.FITS:
            raise PinRefused(need, member, Rule(rule), f"breaks the rule {Rule(rule).name}")
