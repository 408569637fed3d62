"""Chains: an assignment kept optimal while places, pairs and room come and go.

After each change the choice is a best one for what is there then, as if solved afresh; see
`matching.moving` for why one chain is enough.
"""

from __future__ import annotations

from matching.moving import MUST, NOWHERE, Arrival, Board, Place, Vacancy


class Chains(Board):
    """A board on which every change is followed by the chain that makes it optimal again."""

    def add_desk(self, desk: int) -> None:
        """A desk without room is there, if it was not."""
        if desk not in self.room:
            self.room[desk] = self.price[desk] = 0
            self.wanted[desk], self.seated[desk] = {}, {}

    def add_pair(self, need: int, desk: int, group: int, score: int) -> None:
        """A candidate pair of a need without places, or of a desk without room."""
        self.pairs.setdefault(need, {})[desk] = (group, score)
        self.wanted[desk].setdefault(group, {})[need] = score
        self.changed.add(need)
        for place in self.places.get(need, ()):
            self.price[desk] = max(self.price[desk], place.weight + score - place.price)

    def add_place(self, need: int, weight: int) -> None:
        """One more place, filled if that is best."""
        place = Place(need, weight)
        self.pairs.setdefault(need, {})
        self.places.setdefault(need, []).append(place)
        self._arrive(place)

    def drop_place(self, place: Place) -> None:
        """The place is gone, and its helper does what is best now."""
        self.places[place.need].remove(place)
        self.leave(place)

    def drop_desk(self, desk: int) -> None:
        """A desk without candidate pairs is gone."""
        for table in (self.room, self.price, self.wanted, self.seated):
            table.pop(desk, None)

    def drop_wish(self, need: int, desk: int) -> None:
        """A need without places no longer wants a desk; its own pairs are left to the caller."""
        wanted = self.wanted[desk]
        for group in [group for group, needs in wanted.items() if need in needs]:
            self._unwant(need, desk, group)

    def drop_pair(self, need: int, desk: int) -> None:
        """The two no longer meet; if they did, both look elsewhere."""
        group, _ = self.pairs[need].pop(desk)
        self._unwant(need, desk, group)
        for place in self.places.get(need, ()):
            if place.desk == desk:
                self.drop_place(place)
                self.places[need].append(place)
                self._arrive(place)
                return

    def add_room(self, desk: int) -> None:
        """The desk may take one more."""
        self.room[desk] += 1
        if self.price[desk]:
            Vacancy(self, desk, None, 0).fill()

    def settle(self, need: int, desk: int) -> None:
        """The pair is settled for good: the need has a place less, the desk a seat and room less.

        The desk must have room in all, and the need a place. Whoever sits there moves on.
        """
        group, _ = self.pairs[need][desk]
        held = [place for place in self.places[need] if place.desk == desk]
        first = max([*held, *self.places[need]], key=lambda place: place.weight)
        if held:
            self._exchange(held[0], first)
            self.places[need].remove(first)
        else:
            self.drop_place(first)
            self.pairs[NOWHERE] = {desk: (group, 0)}
            self._arrive(Place(NOWHERE, MUST))
            del self.pairs[NOWHERE]
        del self.seated[desk][group]
        self.room[desk] -= 1
        for other in list(self.wanted[desk].get(group, ())):
            del self.pairs[other][desk]
            self.changed.add(other)
        self.wanted[desk].pop(group, None)
        self.touched.add(desk)

    def _arrive(self, place: Place) -> None:
        """A place from outside is seated, or stays idle."""
        Arrival(self, place).seat()

    def leave(self, place: Place) -> None:
        """A place goes outside, and its seat is taken again if that is best."""
        if place.desk != NOWHERE:
            seat, extra = (place.desk, place.group), place.extra
            self.move([(place, None, 0)])
            Vacancy(self, seat[0], seat, extra).fill()

    def _unwant(self, need: int, desk: int, group: int) -> None:
        self.changed.add(need)
        del self.wanted[desk][group][need]
        if not self.wanted[desk][group]:
            del self.wanted[desk][group]

    def _exchange(self, one: Place, other: Place) -> None:
        """Two places of one need change seats; neither is worse off, whatever the prices."""
        if one is not other:
            ours, theirs = (one.desk, one.group), (other.desk, other.group)
            self.move([(one, theirs, other.extra), (other, ours, one.extra)])
