"""Chains over windows: seats are groups of windows that exclude each other, made as pairs come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from matching.chains import Chains
from matching.moving import Place


class Timetable(Chains):
    """Chains whose needs have windows, (N,) lists of minutes that may grow.

    The groups know only some of the clashes. Grouping a desk anew keeps the assignment a bound, and
    may rid it of a clash.
    """

    def __init__(self, start: list[int], end: list[int], buffer: int) -> None:
        super().__init__()
        self.start, self.end, self.buffer = start, end, buffer
        # The windows of each group of a desk all hold the time from the first number to the second.
        self._groups: dict[int, dict[int, tuple[int, int]]] = {}

    def near(self, one: int, other: int) -> bool:
        """Whether nobody can do both needs."""
        start, end, gap = self.start, self.end, self.buffer
        return start[one] < end[other] + gap and start[other] < end[one] + gap

    def add_rows(self, rows: Iterable[tuple[int, int, int]], room: Callable[[int], int]) -> None:
        """Candidate pairs (desk, need, score), grouped in this order; new desks get their room."""
        fresh = []
        for desk, need, score in rows:
            if desk not in self.room:
                self.add_desk(desk)
                fresh.append(desk)
            self.add_pair(need, desk, self._group(desk, need), score)
        for desk in fresh:
            for _ in range(room(desk)):
                self.add_room(desk)

    def at(self, desk: int) -> list[int]:
        """Needs that could meet at a desk, those that do last."""
        seated = {place.need for place in self.seated.get(desk, {}).values()}
        wanted = self.wanted.get(desk, {}).values()
        return sorted((need for needs in wanted for need in needs), key=seated.__contains__)

    def clear_desk(self, desk: int) -> None:
        """The desk is gone, and all that was seated there looks elsewhere."""
        for need in self.at(desk):
            self.drop_pair(need, desk)
        self.drop_desk(desk)
        self._groups.pop(desk, None)

    def clash(self, desks: Iterable[int]) -> tuple[Place, Place] | None:
        """Two places at one member's desks, next to each other in time, that are too near."""
        tasks = [
            (self.start[place.need], place.need, place)
            for desk in desks
            for place in self.seated.get(desk, {}).values()
        ]
        for (_, one, first), (_, other, second) in pairwise(sorted(tasks)):
            if self.near(one, other):
                return first, second
        return None

    def regroup(self, clash: tuple[Place, Place]) -> None:
        """The desk's windows are grouped anew around a clash, so that it cannot come again."""
        desk = clash[0].desk
        if desk != clash[1].desk:
            return
        room = self.room[desk]
        moment = min(self.end[place.need] for place in clash)
        latest = moment + self.buffer
        rows = [
            (self.start[need] >= latest or self.end[need] < moment, need, score)
            for needs in self.wanted[desk].values()
            for need, score in needs.items()
        ]
        rows.sort(key=lambda row: (row[0], self.end[row[1]]))
        self.clear_desk(desk)
        self.add_rows(((desk, need, score) for _, need, score in rows), lambda _: room)

    def _group(self, desk: int, need: int) -> int:
        """The first group of the desk all of whose windows exclude this one, or a new one."""
        groups, wanted = self._groups.setdefault(desk, {}), self.wanted[desk]
        start, end, gap = self.start[need], self.end[need], self.buffer
        for group, (latest_start, first_end) in list(groups.items()):
            if group not in wanted:
                del groups[group]
            elif max(latest_start, start) < min(first_end, end) + gap:
                groups[group] = max(latest_start, start), min(first_end, end)
                return group
        group = max(groups, default=-1) + 1
        groups[group] = start, end
        return group
