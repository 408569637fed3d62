"""What should become of orders and records, in plain Python; see `wishes`."""

from __future__ import annotations

from datetime import timedelta

from tests.properties.wishes import (
    LIVE,
    MEMBERS,
    ORDER_WAITS,
    SECRETARIES,
    SERVING,
    STAFF,
    Need,
    Needs,
    Order,
    Record,
    refuse_if,
)

TRAVEL, HOUR = timedelta(minutes=15), timedelta(hours=1)
CODE_TRIES = 5


class Orders(Needs):
    """What people do to orders."""

    def take(self, need: Need, by: str) -> None:
        self._sees(need, by)
        holds = any(one.who == by for one in need.present(LIVE))
        refuse_if(need.status == "staffed" and not holds, "NoRoom")
        self._serves(by)
        before = need.own(by)
        if before is not None and before.status == "offered":
            return self.accept(before, by)
        refuse_if(before, "AlreadyTaken")
        seat = self._free_seat(need, by, kept=len(need.in_line()))
        late = need.let_pass(by)
        if late is not None:
            return self._sit_down(late, seat)
        self._begin(need, by, "claimed" if need.risky else "accepted", seat)

    def stand_by(self, need: Need, by: str) -> None:
        self._sees(need, by)
        self._serves(by)
        refuse_if(need.own(by), "AlreadyTaken")
        self._must_be_ahead(need)
        self._must_suit(need, by)
        open_places = need.places - len(need.seats())
        refuse_if(open_places > len(need.in_line()), "WrongMoment")
        self._begin(need, by, "standing_by", None)

    def accept(self, order: Order, by: str) -> None:
        self._may_answer(order, by)
        refuse_if(order.status in LIVE, "AlreadyTaken")
        seat = self._seat_for(order)
        refuse_if(order.status != "offered", "WrongMoment")
        if order.claims:
            order.status = "claimed"
        else:
            self._sit_down(order, seat)

    def approve(self, order: Order, by: str) -> None:
        self._decides(order, by)
        refuse_if(order.status != "claimed", "WrongMoment")
        seat = self._seat_for(order)
        order.approved = True
        self._sit_down(order, seat)

    def refuse(self, order: Order, by: str) -> None:
        self._decides(order, by)
        refuse_if(order.status != "claimed", "WrongMoment")
        order.status = "refused"

    def decline(self, order: Order, by: str) -> None:
        self._ends(order, by, {"offered"}, "declined")

    def take_back(self, order: Order, by: str) -> None:
        self._ends(order, by, {"claimed", "standing_by"}, "withdrawn")

    def release(self, order: Order, by: str) -> None:
        self._step(order, by, {"accepted"}, {order.who})
        refuse_if(self.now >= order.starts, "TooLate")
        self._give_up(order, "released")

    def miss(self, order: Order, by: str) -> None:
        self._step(order, by, {"accepted"}, STAFF)
        refuse_if(self.now < order.starts + HOUR / 2, "TooEarly")
        self._give_up(order, "no_show")

    def hand_over(self, order: Order, by: str, to: str) -> None:
        self._order_seen(order, by)
        refuse_if(by != order.who, "NotAllowed")
        self._must_be_ahead(order.need)
        refuse_if(order.status != "accepted" or self._asked_for(order), "WrongMoment")
        # Somebody pausing, somebody unknown and somebody busy are not told apart.
        refuse_if(to not in MEMBERS or order.need.own(to), "NoSuchColleague")
        refuse_if(self.is_busy(to, order.need), "NoSuchColleague")
        self._begin(order.need, to, "offered", None, given_by=order)

    def recall(self, order: Order, by: str) -> None:
        self._order_seen(order, by)
        refuse_if(by != order.who, "NotAllowed")
        asked = self._asked_for(order)
        refuse_if(asked is None or asked.status not in ORDER_WAITS, "WrongMoment")
        assert asked is not None
        asked.status = "withdrawn"

    def check_in(self, order: Order, by: str, code: str) -> None:
        """`code` is "right", "wrong" or "none"; staff need none."""
        self._order_seen(order, by)
        refuse_if(self.now < order.starts - HOUR, "TooEarly")
        refuse_if(self.now > order.ends, "TooLate")
        refuse_if(order.status != "accepted", "WrongMoment")
        tried = by == order.who and code != "none"
        refuse_if(tried and order.wrong_codes >= CODE_TRIES, "WrongCode")
        if tried and code == "wrong":
            order.wrong_codes += 1  # the only refusal that leaves something
            refuse_if(True, "WrongCode")
        refuse_if(by not in {order.who, *STAFF}, "NotAllowed")
        order.status, order.came = "checked_in", self.now
        self._begins_service(order.need)

    def leave(self, order: Order, by: str) -> None:
        self._step(order, by, {"checked_in"}, {order.who, *STAFF})
        assert order.came is not None
        left = max(order.came, min(self.now, order.ends + 2 * HOUR))
        order.status = "completed"
        self._finish_when_all_left(order.need)
        self.records.append(Record(order, int((left - order.came).total_seconds() // 60)))

    def enter_late(self, order: Order, by: str) -> None:
        """From the planned start, for an hour."""
        self._order_seen(order, by)
        refuse_if(by == order.who, "OwnRecord")
        self._step(order, by, {"accepted"}, STAFF)
        refuse_if(self.now < order.ends, "TooEarly")
        refuse_if(self.now > order.ends + timedelta(days=30), "TooLate")
        order.status = "completed"
        self._begins_service(order.need)
        self._finish_when_all_left(order.need)
        self.records.append(Record(order, 60, entered_by=by))

    def _order_seen(self, order: Order, by: str) -> None:
        refuse_if(by not in {order.who, *STAFF}, "NotFound")

    def _serves(self, by: str) -> None:
        refuse_if(by not in SERVING, "NotAllowed")

    def _may_answer(self, order: Order, by: str) -> None:
        self._order_seen(order, by)
        refuse_if(by != order.who, "NotAllowed")

    def _decides(self, order: Order, by: str) -> None:
        self._order_seen(order, by)
        refuse_if(by not in SECRETARIES or by == order.who, "NotAllowed")

    def _step(self, order: Order, by: str, begins: set[str], people: set[str]) -> None:
        self._order_seen(order, by)
        refuse_if(order.status not in begins, "WrongMoment")
        refuse_if(by not in people, "NotAllowed")

    def _ends(self, order: Order, by: str, begins: set[str], ends: str) -> None:
        self._step(order, by, begins, {order.who})
        order.status = ends

    def _must_be_ahead(self, need: Need) -> None:
        refuse_if(need.starts <= self.now, "TooLate")
        refuse_if(need.status not in ("open", "staffed"), "WrongMoment")

    def _must_suit(self, need: Need, who: str) -> None:
        refuse_if(self.is_busy(who, need), "Clash")

    def is_busy(self, who: str, need: Need) -> bool:
        return any(
            one.starts < need.ends + TRAVEL and need.starts < one.ends + TRAVEL
            for one in self.orders
            if one.who == who and one.status in LIVE
        )

    def _free_seat(self, need: Need, who: str, kept: int = 0) -> int:
        self._must_be_ahead(need)
        refuse_if(need.status == "staffed", "NoRoom")
        self._must_suit(need, who)
        free = sorted({*range(need.places)} - need.seats())
        refuse_if(len(free) <= kept, "NoRoom")
        return free[0]

    def _seat_for(self, order: Order) -> int:
        giver = order.given_by
        if giver is None:
            return self._free_seat(order.need, order.who)
        self._must_be_ahead(order.need)
        refuse_if(giver.status != "accepted", "WrongMoment")
        self._must_suit(order.need, order.who)
        assert giver.seat is not None
        return giver.seat

    def _begin(
        self, need: Need, who: str, status: str, seat: int | None, given_by: Order | None = None
    ) -> None:
        order = Order(need, who, need.attempt, need.starts, status, given_by=given_by)
        order.asked, order.stood_by = status == "offered", status == "standing_by"
        order.seat = seat if status == "accepted" else None
        need.orders.append(order)
        self.orders.append(order)
        if status == "accepted":
            self._count(need)

    def _sit_down(self, order: Order, seat: int) -> None:
        if order.given_by is not None:
            order.given_by.status, order.given_by.seat = "handed_over", None
        order.status, order.seat = "accepted", seat
        self._count(order.need)

    def _give_up(self, order: Order, status: str) -> None:
        order.status, order.seat = status, None
        asked = self._asked_for(order)
        if asked is not None and asked.status in ORDER_WAITS:
            asked.status = "withdrawn"
        self._count(order.need)
        self._finish_when_all_left(order.need)

    def _asked_for(self, order: Order) -> Order | None:
        """Whoever is asked to take it over, or has."""
        handed = (one for one in order.need.orders if one.given_by is order)
        return next((one for one in handed if one.status in LIVE | ORDER_WAITS), None)

    def _begins_service(self, need: Need) -> None:
        if need.status in ("open", "staffed"):
            need.status = "in_service"
        self._withdraw(need)
