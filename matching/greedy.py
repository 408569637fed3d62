"""A sound plan at once: urgent first, scarce first, best score first. For when time is up."""

from __future__ import annotations

import numpy as np

from matching.openings import Part
from matching.problem import URGENCY_CLASSES, Ints


def greedy(part: Part, keep: Ints) -> Ints:
    """A valid choice of candidate pairs (indices) to which no pair could simply be added.

    Pairs in `keep` are taken first, as far as they do not clash, and of a need that takes all of
    its places or none only if all of them are kept; pass none to start from nothing.
    """
    book = _Book(part)
    of_need = _edges_of_needs(part, _best_first(part, keep))
    by_urgency = np.argsort(part.urgency, kind="stable").tolist()
    for need in by_urgency:
        book.fill(need, of_need[need], len(of_need[need]))
    of_need = _edges_of_needs(part, _best_first(part, np.arange(len(part.need))))
    scarce_first = sorted(by_urgency, key=lambda need: len(of_need[need]))
    for urgency in range(URGENCY_CLASSES):
        waiting = [need for need in scarce_first if part.urgency[need] == urgency]
        for need in waiting:
            if not (part.met[need] or book.helpers[need]):
                book.fill(need, of_need[need], 1)
        for need in waiting:
            book.fill(need, of_need[need], book.lacks(need))
    return np.array(sorted(book.chosen), np.int64)


class _Book:
    """Who has been given what so far."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.chosen: list[int] = []
        self.helpers = [0] * len(part.places)
        self._places = part.places.tolist()
        self._room = part.room.tolist()
        self._tasks: list[list[tuple[int, int]]] = [[] for _ in self._room]

    def lacks(self, need: int) -> int:
        """Helpers the need still lacks."""
        return int(self._places[need] - self.helpers[need])

    def fill(self, need: int, edges: list[int], wanted: int) -> None:
        """Up to the wanted number of these pairs are taken, the earlier ones first.

        A need that takes all or none gets all of its places filled, or is left as it was.
        """
        whole = bool(self.part.whole[need])
        wanted = self.lacks(need) if whole and wanted else wanted
        before = len(self.chosen)
        for edge in edges if wanted > 0 else ():
            if len(self.chosen) - before < wanted:
                self._take(edge)
        if whole and self.lacks(need):
            for _ in range(len(self.chosen) - before):
                self._give_back()

    def _take(self, edge: int) -> None:
        """The pair is taken, if the need and the member still have room for it."""
        part = self.part
        need, member = int(part.need[edge]), int(part.member[edge])
        start, end = int(part.start[need]), int(part.end[need])
        period = int(part.period[need])
        free = all(
            start >= other_end + part.buffer or other_start >= end + part.buffer
            for other_start, other_end in self._tasks[member]
        )
        if free and self._room[member][period] > 0 and self.lacks(need) > 0:
            self.chosen.append(edge)
            self.helpers[need] += 1
            self._room[member][period] -= 1
            self._tasks[member].append((start, end))

    def _give_back(self) -> None:
        """The pair taken last is as if it had not been."""
        edge = self.chosen.pop()
        need, member = int(self.part.need[edge]), int(self.part.member[edge])
        self.helpers[need] -= 1
        self._room[member][int(self.part.period[need])] += 1
        self._tasks[member].pop()


def _best_first(part: Part, edges: Ints) -> Ints:
    """These pairs by need, the best of each first."""
    return edges[np.lexsort((-part.score[edges], part.need[edges]))]


def _edges_of_needs(part: Part, edges: Ints) -> list[list[int]]:
    """Pairs sorted by need, cut up by need."""
    cuts = np.searchsorted(part.need[edges], np.arange(1, len(part.places)))
    return [some.tolist() for some in np.split(edges, cuts)]
