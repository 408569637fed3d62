"""Moving on: the shortest chains by which an assignment mends itself after a change.

The same question as in `matching.seats`, as a flow: a place of a need is given to a seat (a member
in a period, and a group of windows that exclude each other), and a desk (the member in the period)
has room for so many. Every place, seat and desk keeps its price, the dual solution:

    gain of a pair <= price of the place + extra of the seat + price of the desk,

with equality in the pairs chosen; an idle place costs nothing, nor does a desk with room left, nor
has an empty seat an extra. As long as that holds no other choice is better. A change breaks it at
one spot, and one chain of places moving on, found by shortest paths in what the prices leave over
(Dijkstra; Edmonds & Karp 1972, Tomizawa 1971), makes it hold again. Whole numbers without limit.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

Seat = tuple[int, int]  # desk, group
NOWHERE = -1
# More than any chain can gain: a place that must be seated.
MUST = 10**18


@dataclass(eq=False, slots=True)
class Place:
    """One place of a need: what a helper there is worth, its price, and where it is seated.

    `extra` is the price of its seat beyond the desk's; `desk` is NOWHERE while it is idle.
    """

    need: int
    weight: int
    price: int = 0
    desk: int = NOWHERE
    group: int = NOWHERE
    extra: int = 0


class Board:
    """Who is seated where, and the prices that prove it.

    pairs   need -> desk -> (group, score), the candidate pairs
    wanted  desk -> group -> need -> score, the same from the other side
    places  need -> its places
    seated  desk -> group -> the place seated there
    room    desk -> seats that may be taken at once
    price   desk -> its price
    touched desks where somebody came or went, and
    changed needs that gained or lost a candidate; whoever reads them clears them
    """

    def __init__(self) -> None:
        self.pairs: dict[int, dict[int, tuple[int, int]]] = {}
        self.wanted: dict[int, dict[int, dict[int, int]]] = {}
        self.places: dict[int, list[Place]] = {}
        self.seated: dict[int, dict[int, Place]] = {}
        self.room: dict[int, int] = {}
        self.price: dict[int, int] = {}
        self.touched: set[int] = set()
        self.changed: set[int] = set()

    def move(self, moves: list[tuple[Place, Seat | None, int]]) -> None:
        """Every place leaves its seat for the other with the extra that has; None is no seat."""
        for place, _, _ in moves:
            if place.desk != NOWHERE:
                self.touched.add(place.desk)
                del self.seated[place.desk][place.group]
                place.desk = NOWHERE
        for place, seat, extra in moves:
            if seat is not None:
                place.desk, place.group, place.extra = *seat, extra
                self.seated[place.desk][place.group] = place
                self.touched.add(place.desk)


class _Search:
    """Shortest distances to places, seats and desks, nearest first, up to a limit that falls."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.limit: int = 2 * MUST
        self.places: dict[Place, int] = {}
        self.seats: dict[Seat, int] = {}
        self.desks: dict[int, int] = {}
        self.heap: list[tuple[int, int, Seat | int]] = []
        self.turn = 0

    def push(self, reach: int, node: Seat | int) -> None:
        self.turn += 1
        heapq.heappush(self.heap, (reach, self.turn, node))

    def reach_seat(self, reach: int, seat: Seat) -> bool:
        """Whether this is the shortest way to the seat so far; then it is remembered."""
        if reach >= self.limit or reach >= self.seats.get(seat, self.limit):
            return False
        self.seats[seat] = reach
        self.push(reach, seat)
        return True

    def raise_prices(self, sign: int) -> None:
        """All within the limit are paid more (or less) by what they lie within it.

        Seats and desks by `sign`, places against it.
        """
        board, limit = self.board, self.limit
        for place, reach in self.places.items():
            if reach < limit:
                place.price -= sign * (limit - reach)
        for desk, reach in self.desks.items():
            if reach < limit:
                rise = sign * (limit - reach)
                board.price[desk] += rise
                for place in board.seated[desk].values():
                    place.extra -= rise
        for (desk, group), reach in self.seats.items():
            seated = board.seated[desk].get(group) if reach < limit else None
            if seated is not None:
                seated.extra += sign * (limit - reach)


class Arrival(_Search):
    """A place comes from outside: who would have to move on, at the least loss?"""

    def __init__(self, board: Board, place: Place) -> None:
        super().__init__(board)
        self.root = place
        self.wants: dict[Seat, Place | None] = {}  # None: reached through the desk
        self.through: dict[int, Seat] = {}
        self.end: Place | int = place

    def seat(self) -> None:
        """The place is seated at the least loss, or somebody is idle now."""
        self.root.price = self._worth()
        self.places[self.root] = 0
        self._from_place(0, self.root)
        while self.heap and self.heap[0][0] < self.limit:
            reach, _, seat = heapq.heappop(self.heap)
            if not isinstance(seat, int) and reach == self.seats[seat]:
                self._from_seat(reach, seat)
        self.raise_prices(1)
        self.board.move(self._moves())

    def _worth(self) -> int:
        """What the best seat would leave, at least nothing."""
        board, place, most = self.board, self.root, 0
        for desk, (group, score) in board.pairs[place.need].items():
            seated = board.seated[desk].get(group)
            cost = board.price[desk] + (seated.extra if seated is not None else 0)
            most = max(most, place.weight + score - cost)
        return most

    def _from_place(self, reach: int, place: Place) -> None:
        if reach + place.price < self.limit:
            self.limit, self.end = reach + place.price, place
        board = self.board
        begun = reach + place.price - place.weight
        for desk, (group, score) in board.pairs[place.need].items():
            if desk != place.desk:
                seated = board.seated[desk].get(group)
                cost = board.price[desk] + (seated.extra if seated is not None else 0)
                if self.reach_seat(begun + cost - score, (desk, group)):
                    self.wants[desk, group] = place

    def _from_seat(self, reach: int, seat: Seat) -> None:
        desk, group = seat
        seated = self.board.seated[desk]
        taken = seated.get(group)
        if taken is not None:
            if reach < self.places.get(taken, self.limit):
                self.places[taken] = reach
                self._from_place(reach, taken)
        elif reach < self.desks.get(desk, self.limit):
            self.desks[desk] = reach
            self.through[desk] = seat
            if len(seated) < self.board.room[desk]:
                self.limit, self.end = reach, desk
                return
            for other, place in seated.items():
                if self.reach_seat(reach + place.extra, (desk, other)):
                    self.wants[desk, other] = None

    def _moves(self) -> list[tuple[Place, Seat | None, int]]:
        """Who moves where, from the end of the chain back to the place that came."""
        moves: list[tuple[Place, Seat | None, int]] = []
        if isinstance(self.end, Place):
            last = self.end
            moves.append((last, None, 0))
        else:
            last = self._seated_through(self.end, moves)
        while last is not self.root:
            seat = (last.desk, last.group)
            comes = self.wants[seat]
            if comes is None:
                last = self._seated_through(last.desk, moves)
            else:
                moves.append((comes, seat, last.extra))
                last = comes
        return moves

    def _seated_through(self, desk: int, moves: list[tuple[Place, Seat | None, int]]) -> Place:
        seat = self.through[desk]
        comes = self.wants[seat]
        assert comes is not None  # an empty seat is only ever reached by a place
        moves.append((comes, seat, 0))
        return comes


class Vacancy(_Search):
    """A seat or some room is left empty: who would gain most by moving up?"""

    def __init__(self, board: Board, desk: int, seat: Seat | None, extra: int) -> None:
        super().__init__(board)
        self.root, self.extra = seat, extra
        self.goal: dict[Place, tuple[Seat, Seat | int]] = {}
        self.left: dict[int, Place] = {}
        self.end: Place | int = desk
        if seat is not None:
            self.reach_seat(0, seat)
        self.desks[desk] = extra
        self.push(extra, desk)

    def fill(self) -> None:
        """Whoever gains most has moved up, and so on, until what is left empty is worth nothing."""
        while self.heap and self.heap[0][0] < self.limit:
            reach, _, node = heapq.heappop(self.heap)
            if isinstance(node, int):
                if reach == self.desks[node]:
                    self._from_desk(reach, node)
            elif reach == self.seats[node]:
                self._from_seat(reach, node)
        self.raise_prices(-1)
        self.board.move(self._moves())

    def _from_seat(self, reach: int, seat: Seat) -> None:
        desk, group = seat
        taken = self.board.seated[desk].get(group)
        cost = self.board.price[desk] + (self.extra if taken is None else taken.extra)
        self._call(reach + cost, seat, seat)

    def _from_desk(self, reach: int, desk: int) -> None:
        price = self.board.price[desk]
        if reach + price < self.limit:
            self.limit, self.end = reach + price, desk
        for group in self.board.wanted[desk]:
            if group not in self.board.seated[desk] and (desk, group) != self.root:
                self._call(reach + price, (desk, group), desk)

    def _call(self, begun: int, seat: Seat, by: Seat | int) -> None:
        """All places that want the seat hear of it."""
        desk, group = seat
        for need, score in self.board.wanted[desk].get(group, {}).items():
            for place in self.board.places.get(need, ()):
                reach = begun + place.price - place.weight - score
                if place.desk == desk and place.group == group:
                    continue
                if reach < self.limit and reach < self.places.get(place, self.limit):
                    self.places[place] = reach
                    self.goal[place] = seat, by
                    self._could_leave(reach, place)

    def _could_leave(self, reach: int, place: Place) -> None:
        if place.desk == NOWHERE:
            self.limit, self.end = reach, place
            return
        self.reach_seat(reach, (place.desk, place.group))
        further = reach + place.extra
        if further < self.limit and further < self.desks.get(place.desk, self.limit):
            self.desks[place.desk] = further
            self.left[place.desk] = place
            self.push(further, place.desk)

    def _moves(self) -> list[tuple[Place, Seat | None, int]]:
        """Who moves where, from the end of the chain to what was left empty."""
        moves: list[tuple[Place, Seat | None, int]] = []
        place = self.end if isinstance(self.end, Place) else self.left.get(self.end)
        while place is not None:
            seat, by = self.goal[place]
            taken = self.board.seated[seat[0]].get(seat[1])
            extra = taken.extra if taken is not None else 0
            if seat == self.root:
                extra = self.extra - self.limit + max(self.limit - self.desks[seat[0]], 0)
            moves.append((place, seat, extra))
            place = self.left.get(by) if isinstance(by, int) else taken
        return moves
