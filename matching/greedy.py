"""A sound plan at once: urgent first, scarce first, best score first. For when time is up."""

from __future__ import annotations

import numpy as np

from matching.openings import Part
from matching.problem import URGENCY_CLASSES, Ints


def greedy(part: Part, keep: Ints) -> Ints:
    """A valid choice of candidate pairs (indices) to which no pair could simply be added.

    Pairs in `keep` are taken first, as far as they do not clash; pass none to start from nothing.
    """
    book = _Book(part)
    for edge in keep[_by_worth(part, keep)].tolist():
        book.take(edge)
    of_need = _edges_of_needs(part)
    scarce_first = sorted(range(len(of_need)), key=lambda need: len(of_need[need]))
    for urgency in range(URGENCY_CLASSES):
        waiting = [need for need in scarce_first if part.urgency[need] == urgency]
        for need in waiting:
            if not (part.met[need] or book.helpers[need]):
                book.fill(of_need[need], 1)
        for need in waiting:
            book.fill(of_need[need], int(part.places[need]) - book.helpers[need])
    return np.array(sorted(book.chosen), np.int64)


class _Book:
    """Who has been given what so far."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.chosen: list[int] = []
        self.helpers = [0] * len(part.places)
        self._room = part.room.tolist()
        self._tasks: list[list[tuple[int, int]]] = [[] for _ in self._room]

    def fill(self, edges: list[int], wanted: int) -> None:
        """Up to the wanted number of these pairs are taken, the earlier ones first."""
        for edge in edges if wanted > 0 else ():
            if wanted > 0 and self.take(edge):
                wanted -= 1

    def take(self, edge: int) -> bool:
        """The pair is taken, if the need and the member still have room for it."""
        part = self.part
        need, member = int(part.need[edge]), int(part.member[edge])
        start, end = int(part.start[need]), int(part.end[need])
        period = int(part.period[need])
        free = all(
            start >= other_end + part.buffer or other_start >= end + part.buffer
            for other_start, other_end in self._tasks[member]
        )
        if not free or self._room[member][period] < 1 or self.helpers[need] >= part.places[need]:
            return False
        self.chosen.append(edge)
        self.helpers[need] += 1
        self._room[member][period] -= 1
        self._tasks[member].append((start, end))
        return True


def _by_worth(part: Part, edges: Ints) -> Ints:
    """An order of these pairs, the most urgent and then the best first."""
    return np.lexsort((-part.score[edges], part.urgency[part.need[edges]]))


def _edges_of_needs(part: Part) -> list[list[int]]:
    """For each need its candidate pairs, the best first."""
    order = np.lexsort((-part.score, part.need))
    cuts = np.searchsorted(part.need[order], np.arange(1, len(part.places)))
    return [edges.tolist() for edges in np.split(order, cuts)]
