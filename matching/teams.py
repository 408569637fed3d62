"""All-or-nothing needs: where the assignment sends half a team, the team is sent whole or not.

Branch and bound (Land & Doig 1960) over assignments: a need filled by half is either switched off,
or its places come before all others. Both are a few chains away from the assignment at hand
(`matching.chains`), and so is the way back. The assignment bounds what a branch can reach, tier by
tier, so most branches end at once. First the team is sent: where it may be, that is mostly best.
"""

from __future__ import annotations

import time

import numpy as np

from matching.moving import NOWHERE, Place
from matching.openings import Part
from matching.problem import Ints
from matching.program import Found
from matching.seats import desks
from matching.tiers import TIERS
from matching.timetable import Timetable
from matching.untangle import REGROUPINGS, clashing

# More than twice the suitability of a million places.
STEP = 10**10
MOST_BRANCHES = 3_000
# What the first assignment is taken to need, when there is a time limit.
SECONDS_PER_PAIR = 2e-5


def teams(part: Part, bound: tuple[int, ...], deadline: float | None) -> Found:
    """The best choice that sends no half team; proved unless time or patience ran out.

    `bound` is a value no plan exceeds; `deadline` a moment of `time.perf_counter`. A choice that
    clashes is never given, and where one might have been the best, nothing is proved. Clashes are
    met by grouping windows anew, which leaves the assignment a bound in every branch.
    """
    ready = time.perf_counter() + SECONDS_PER_PAIR * len(part.need)
    if not part.whole.any() or (deadline is not None and ready > deadline):
        return Found()
    return _Search(part, bound, deadline).found()


class _Search:
    """The assignment of the branch at hand, and the best choice so far."""

    def __init__(self, part: Part, bound: tuple[int, ...], deadline: float | None) -> None:
        self.part, self.bound, self.deadline = part, bound, deadline
        self.branches = 0
        self.complete = True
        self.best: tuple[int, ...] = ()
        self.choice: Ints | None = None
        self.forced: list[int] = []
        self.edge = {
            (need, desk): edge
            for edge, (need, desk) in enumerate(
                zip(part.need.tolist(), desks(part).tolist(), strict=True)
            )
        }
        self.chains = self._dealt()

    def found(self) -> Found:
        """The outcome of the whole search."""
        self._branch()
        return Found(self.choice, self.complete and self.choice is not None)

    def _branch(self) -> None:
        """Everything below the assignment at hand is searched, as far as it could be better."""
        self.branches += 1
        late = self.deadline is not None and time.perf_counter() > self.deadline
        if late or self.branches > MOST_BRANCHES or not self.complete:
            self.complete = False
            return
        chosen = self._clearest()
        value = self.part.value(chosen)
        halves = self.part.halves(chosen)
        if value <= self.best or self.best == self.bound or self._broken():
            return
        if not len(halves):
            if len(clashing(self.part, chosen)):
                self.complete = False
            else:
                self.best, self.choice = value, chosen
            return
        need = int(halves[np.argmin(self.part.urgency[halves])])
        weights = [place.weight for place in self.chains.places[need]]
        self.forced.append(need)
        self._set(need, [weight + 10 * STEP for weight in weights])
        self._branch()
        self.forced.pop()
        self._set(need, [])
        self._branch()
        self._set(need, weights)

    def _set(self, need: int, weights: list[int]) -> None:
        """The need has places of these weights."""
        for place in list(self.chains.places[need]):
            self.chains.drop_place(place)
        for weight in weights:
            self.chains.add_place(need, weight)

    def _broken(self) -> bool:
        """Whether a team that was to be sent cannot be."""
        places = self.chains.places
        return any(place.desk == NOWHERE for need in self.forced for place in places[need])

    def _clearest(self) -> Ints:
        """The assignment at hand, once windows were grouped anew around its clashes."""
        for _ in range(REGROUPINGS):
            chosen = self._chosen()
            periods = self.part.room.shape[1]
            tangled = self.part.member[clashing(self.part, chosen)[:, 0]]
            if not len(tangled):
                break
            for member in np.unique(tangled).tolist():
                clash = self.chains.clash(range(member * periods, (member + 1) * periods))
                if clash:
                    self.chains.regroup(clash)
        return self._chosen()

    def _chosen(self) -> Ints:
        seated: list[Place] = [
            place
            for places in self.chains.places.values()
            for place in places
            if place.desk != NOWHERE
        ]
        return np.sort([self.edge[place.need, place.desk] for place in seated]).astype(np.int64)

    def _dealt(self) -> Timetable:
        """The assignment before any branch."""
        part = self.part
        chains = Timetable(part.start.tolist(), part.end.tolist(), part.buffer)
        order = np.lexsort((part.end[part.need], desks(part)))
        columns = (column[order].tolist() for column in (desks(part), part.need, part.score))
        room = part.room.ravel().tolist()
        chains.add_rows(zip(*columns, strict=True), room.__getitem__)
        for need in np.argsort(part.urgency, kind="stable").tolist():
            for nth in range(int(part.places[need])):
                further = bool(part.met[need] or nth)
                chains.add_place(need, (TIERS - 2 * int(part.urgency[need]) - further) * STEP)
        return chains
