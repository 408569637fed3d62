"""What a standing plan keeps: the round as it grew, its candidate pairs, and their assignment."""

from __future__ import annotations

import numpy as np

from matching.candidates import Screen, fitting_of
from matching.moving import NOWHERE, Place
from matching.openings import open_places
from matching.problem import Ints, Problem
from matching.score import scores
from matching.tiers import TIERS
from matching.timetable import Timetable
from matching.untangle import REGROUPINGS
from matching.variations import cropped
from matching.weights import Weights

Pair = tuple[int, int]
# The step between tiers: more than twice the suitability of a million places.
STEP = 10**10


class Kept:
    """The assignment of a round, and the facts it rests on.

    base      the problem with all rows there ever were
    taken, held  the pairs settled: members by need, and needs by member
    banned    pairs not to meet
    gone, left    needs withdrawn, and members who take no further task
    room      (M, P) tasks members may still take
    clashing  members whose tasks in the assignment overlap
    """

    def __init__(self, problem: Problem, weights: Weights) -> None:
        self.base, self.weights = problem, weights
        self.taken: dict[int, set[int]] = {}
        self.held: dict[int, set[int]] = {}
        for need, member in problem.pinned.tolist():
            self._hold(need, member)
        self.banned: set[Pair] = {(need, member) for need, member in problem.forbidden.tolist()}
        self.gone: set[int] = set()
        self.left: set[int] = set()
        self.clashing: set[int] = set()
        start, end = problem.start.tolist(), problem.end.tolist()
        self.chains = Timetable(start, end, problem.buffer_minutes)
        openings = open_places(problem, weights)
        self.room = openings.room.copy()
        self._add_pairs(openings.need, openings.member, openings.score)
        for need in np.argsort(problem.urgency, kind="stable").tolist():
            self.review(need)

    def pins(self) -> list[Pair]:
        """All pairs settled, ascending."""
        return sorted((need, who) for need, members in self.taken.items() for who in members)

    def desk(self, need: int, member: int) -> int:
        """The desk at which the two would meet."""
        return member * self.base.period_count + int(self.base.period[need])

    def candidate(self, need: int, member: int) -> bool:
        """Whether the two may still meet."""
        return self.desk(need, member) in self.chains.pairs.get(need, ())

    def places_left(self, need: int) -> int:
        """Places that nobody has accepted."""
        if need in self.gone:
            return 0
        return int(self.base.headcount[need]) - len(self.taken.get(need, ()))

    def grown(self, problem: Problem) -> None:
        """The round has further rows now; they are considered by `consider`."""
        self.room = np.concatenate([self.room, problem.capacity[len(self.room) :]])
        known = self.base.need_count
        self.chains.start += problem.start[known:].tolist()
        self.chains.end += problem.end[known:].tolist()
        self.base = problem

    def consider(self, needs: Ints, members: Ints) -> None:
        """The pairs among these rows, both ascending, that are possible now become candidates."""
        here = cropped(self.base, needs, members)
        row, who = fitting_of(Screen(here), np.arange(len(needs)), np.arange(len(members)))
        score = scores(here, self.weights, row, who)
        need, member = needs[row], members[who]
        pairs = zip(need.tolist(), member.tolist(), strict=True)
        fits = np.array([self._possible(*pair) for pair in pairs], np.bool_)
        self._add_pairs(need[fits], member[fits], score[fits])

    def renew(self, member: int) -> None:
        """The member is a candidate wherever that is possible now."""
        self.clear(member)
        home = self.base.member_community[member]
        served = self.base.guests[self.base.guests[:, 0] == member, 1]
        needs = np.flatnonzero(np.isin(self.base.community, [home, *served]))
        self.consider(needs, np.array([member]))

    def clear(self, member: int) -> None:
        """The member is no candidate for anything."""
        periods = self.base.period_count
        for desk in range(member * periods, (member + 1) * periods):
            self.chains.clear_desk(desk)

    def untangle(self) -> None:
        """Clashes are fewer, or gone, without the assignment being any less of a bound."""
        for _ in range(REGROUPINGS):
            for member in sorted(self.clashing):
                clash = self._clash(member)
                if clash:
                    self.chains.regroup(clash)
            self.look_after()

    def close(self, need: int) -> None:
        """The need has no places and no candidates."""
        for place in list(self.chains.places.get(need, ())):
            self.chains.drop_place(place)
        for desk in list(self.chains.pairs.pop(need, ())):
            self.chains.drop_wish(need, desk)

    def unpin(self, need: int, member: int) -> None:
        """A pair settled is so no more: the need lacks one again, the member has room again."""
        self.taken[need].remove(member)
        self.held[member].remove(need)
        self.room[member, self.base.period[need]] += 1
        if self.chains.places.get(need):
            self.chains.add_place(need, self._weight(need, first=not self.taken[need]))
        self.review(need)
        self.renew(member)

    def pin(self, need: int, member: int) -> None:
        """A candidate pair is settled, and all that clashes with it is no candidate any more."""
        self.review(need, anyway=True)
        self.chains.settle(need, self.desk(need, member))
        self._hold(need, member)
        self.room[member, self.base.period[need]] -= 1
        periods = self.base.period_count
        for desk in range(member * periods, (member + 1) * periods):
            for other in self.chains.at(desk):
                if not self._possible(other, member):
                    self.chains.drop_pair(other, desk)
        self.review(need)

    def review(self, need: int, *, anyway: bool = False) -> None:
        """The need has the places nobody accepted, unless it takes all or none and lacks people."""
        left = self.places_left(need)
        could_come = len(self.chains.pairs.get(need, ()))
        hopeful = anyway or not self.base.whole[need] or left < 2 or could_come >= left
        places = self.chains.places.get(need, [])
        if not hopeful:
            for place in list(places):
                self.chains.drop_place(place)
        elif not places:
            met = bool(self.taken.get(need))
            for nth in range(left):
                self.chains.add_place(need, self._weight(need, first=not (met or nth)))

    def look_after(self) -> None:
        """What a change left behind is seen to: teams that cannot be complete, and clashes."""
        while self.chains.changed:
            need = self.chains.changed.pop()
            if self.base.whole[need]:
                self.review(need)
        periods = self.base.period_count
        for member in {desk // periods for desk in self.chains.touched}:
            self.clashing.discard(member)
            if self._clash(member):
                self.clashing.add(member)
        self.chains.touched.clear()

    def halves(self) -> set[int]:
        """Needs that take all or none and have some."""
        return {
            need
            for need in np.flatnonzero(self.base.whole).tolist()
            for places in [self.chains.places.get(need, ())]
            if len({place.desk == NOWHERE for place in places}) == 2
        }

    def pairs(self) -> Ints:
        """[need row, member row] of the assignment, (K, 2), without those settled."""
        periods = self.base.period_count
        found = [
            (need, place.desk // periods)
            for need, places in self.chains.places.items()
            for place in places
            if place.desk != NOWHERE
        ]
        return np.array(found, np.int64).reshape(-1, 2)

    def _possible(self, need: int, member: int) -> bool:
        """Whether nothing that happened in the round keeps the two apart."""
        return (
            need not in self.gone
            and member not in self.left
            and (need, member) not in self.banned
            and bool(self.room[member, self.base.period[need]] > 0)
            and not any(self.chains.near(need, other) for other in self.held.get(member, ()))
        )

    def _clash(self, member: int) -> tuple[Place, Place] | None:
        periods = self.base.period_count
        return self.chains.clash(range(member * periods, (member + 1) * periods))

    def _hold(self, need: int, member: int) -> None:
        self.taken.setdefault(need, set()).add(member)
        self.held.setdefault(member, set()).add(need)

    def _weight(self, need: int, *, first: bool) -> int:
        """What a helper is worth, in the steps of the tiers."""
        return (TIERS - 2 * int(self.base.urgency[need]) - (not first)) * STEP

    def _add_pairs(self, needs: Ints, members: Ints, scores: Ints) -> None:
        """These are candidates from now on; desks not known yet get their room."""
        desks = members * self.base.period_count + self.base.period[needs]
        order = np.lexsort((self.base.end[needs], desks))
        columns = (column[order].tolist() for column in (desks, needs, scores))
        self.chains.add_rows(
            zip(*columns, strict=True),
            lambda desk: int(self.room[divmod(desk, self.base.period_count)]),
        )
