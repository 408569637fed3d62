"""What should become of needs, in plain Python: no database, and no line of the service.

The half of the model that is about needs; `serving` has orders and records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SECRETARIES, WORKER = frozenset({"wang", "qian"}), "he"
STAFF = SECRETARIES | {WORKER}
MEMBERS = frozenset({"li", "zhou", "qian"})  # confirmed in East Lane, and not pausing
# Whoever pauses is not asked, by nobody, and may take a task all the same.
SERVING = MEMBERS | {"sun"}
RESIDENT, CLOCK = "resident", "the clock"
ORDER_WAITS = frozenset({"offered", "claimed", "standing_by"})
ASKED = frozenset({"offered", "claimed"})
AHEAD = frozenset({"accepted", "checked_in"})
LIVE = AHEAD | {"completed"}
ENDED = frozenset({"rejected", "merged", "redirected", "cancelled", "closed"})
BEFORE = frozenset({"submitted", "needs_info", "open", "staffed", "unfilled"})
# verb -> the states it leads on from, who may, the state it leads to.
NEED_STEPS = {
    "triage": ({"submitted"}, SECRETARIES, "open"),
    "ask": ({"submitted"}, SECRETARIES, "needs_info"),
    "answer": ({"needs_info"}, {RESIDENT, *STAFF}, "submitted"),
    "reject": ({"submitted", "needs_info"}, SECRETARIES, "rejected"),
    "merge": ({"submitted"}, SECRETARIES, "merged"),
    "redirect": ({"submitted", "needs_info", "unfilled"}, SECRETARIES, "redirected"),
    "rearrange": ({"open", "unfilled"}, SECRETARIES, "open"),
    "cancel": (BEFORE, {RESIDENT, *SECRETARIES}, "cancelled"),
    "solved": ({"done_reported"}, {RESIDENT, *STAFF}, "confirmed"),
    "not-solved": ({"done_reported"}, {RESIDENT, *STAFF}, "disputed"),
    "settle": ({"disputed"}, SECRETARIES, "confirmed"),
    "reopen": ({"disputed"}, SECRETARIES, "submitted"),
}


class Refused(Exception):
    """The service should say no, and this is the name of its reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def refuse_if(condition: object, reason: str) -> None:
    """Refused, if it is so."""
    if condition:
        raise Refused(reason)


@dataclass
class Need:
    starts: datetime
    status: str = "submitted"
    places: int = 1
    risky: bool = False
    attempt: int = 0
    orders: list[Order] = field(default_factory=list)

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(hours=1)

    def present(self, statuses: frozenset[str]) -> list[Order]:
        """The orders of this attempt in one of these states."""
        return [
            one for one in self.orders if one.attempt == self.attempt and one.status in statuses
        ]

    def seats(self) -> set[int | None]:
        """Those that are held."""
        return {one.seat for one in self.present(LIVE)}

    def in_line(self) -> list[Order]:
        """Who stands by, or was asked because of that and has not answered."""
        return [
            one
            for one in self.present(frozenset({"standing_by", "offered"}))
            if one.status == "standing_by" or one.stood_by
        ]

    def own(self, who: str) -> Order | None:
        """What the person holds of it, waits for or was refused."""
        found = [one for one in self.present(LIVE | ORDER_WAITS | {"refused"}) if one.who == who]
        return found[-1] if found else None

    def let_pass(self, who: str) -> Order | None:
        """What the community asked the person, for this hour, and got no answer to."""
        found = [
            one
            for one in self.present(frozenset({"expired"}))
            if one.who == who and one.starts == self.starts
            if one.asked and not one.stood_by and one.given_by is None
        ]
        return found[-1] if found else None


@dataclass
class Order:
    need: Need
    who: str
    attempt: int
    starts: datetime
    status: str
    seat: int | None = None
    asked: bool = False  # somebody asked, rather than the member
    stood_by: bool = False
    given_by: Order | None = None
    approved: bool = False
    came: datetime | None = None
    wrong_codes: int = 0

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(hours=1)

    @property
    def claims(self) -> bool:
        """Saying yes to it would only be a wish that a secretary has to grant."""
        own_wish = not self.asked or self.stood_by or self.given_by is not None
        return self.need.risky and own_wish and not self.approved


@dataclass
class Record:
    order: Order
    minutes: int
    status: str = "submitted"
    version: int = 1
    entered_by: str | None = None
    seconded_by: str | None = None
    void_asked_by: str | None = None
    objected: bool = False
    decided: datetime | None = None


class Needs:
    """Everything there is, and what people do to needs. Each verb is done or refused."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.needs: list[Need] = []
        self.orders: list[Order] = []
        self.records: list[Record] = []

    def post(self, starts: datetime) -> None:
        refuse_if(starts <= self.now, "TooLate")
        self.needs.append(Need(starts))

    def triage(self, need: Need, by: str, starts: datetime, places: int, risky: bool) -> None:
        self._may(need, "triage", by)
        refuse_if(starts <= self.now, "TooLate")
        need.starts, need.places, need.risky, need.status = starts, places, risky, "open"

    def decide(self, need: Need, verb: str, by: str) -> None:
        """Steps of a need from which nothing follows for orders."""
        self._may(need, verb, by)
        need.status = NEED_STEPS[verb][2]
        need.attempt += verb == "reopen"
        self._close_when_settled(need)

    def merge(self, need: Need, by: str, into: Need) -> None:
        self._sees(need, by)
        refuse_if(into is need or into.status in ENDED, "NotFound")
        self.decide(need, "merge", by)

    def rearrange(self, need: Need, by: str, starts: datetime) -> None:
        self._sees(need, by)
        refuse_if(need.present(LIVE), "WrongMoment")
        self._may(need, "rearrange", by)
        refuse_if(starts <= self.now, "TooLate")
        need.starts, need.status = starts, "open"
        self._withdraw(need)

    def cancel(self, need: Need, by: str) -> None:
        self._may(need, "cancel", by)
        need.status = "cancelled"
        self._withdraw(need)
        for order in need.orders:
            if order.status == "accepted":
                order.status, order.seat = "cancelled", None

    def says(self, need: Need, verb: str, by: str) -> None:
        """The resident's word, by the link or told to somebody on the phone."""
        self._sees(need, by)
        # Who may not even hear of the resident is told that first.
        refuse_if(verb == "solved" and by not in {RESIDENT, *STAFF}, "NotAllowed")
        self.decide(need, verb, by)

    def _sees(self, need: Need, by: str) -> None:
        planned = by in SERVING and need.status in ("open", "staffed")
        refuse_if(by not in {RESIDENT, *STAFF} and not planned, "NotFound")

    def _may(self, need: Need, verb: str, by: str) -> None:
        self._sees(need, by)
        begins, people, _ = NEED_STEPS[verb]
        refuse_if(need.status not in begins, "WrongMoment")
        refuse_if(by not in people, "NotAllowed")

    def _withdraw(self, need: Need) -> None:
        """Nobody is asked any more and nobody waits."""
        for order in need.orders:
            if order.status in ORDER_WAITS:
                order.status = "withdrawn"

    def _count(self, need: Need) -> None:
        """It is staffed when all places are held; offers for a full one are withdrawn."""
        full = len(need.seats()) >= need.places
        if need.status in ("open", "staffed"):
            need.status = "staffed" if full else "open"
        if need.status == "staffed":
            for order in need.orders:
                if order.status in ASKED and order.given_by is None:
                    order.status = "withdrawn"

    def _finish_when_all_left(self, need: Need) -> None:
        if need.status == "in_service" and not need.present(AHEAD):
            need.status = "done_reported"

    def _close_when_settled(self, need: Need) -> None:
        undecided = {"submitted", "seconded", "returned"}
        if need.status == "confirmed" and not any(
            one.status in undecided for one in self._records_of(need)
        ):
            need.status = "closed"

    def _records_of(self, need: Need) -> Iterator[Record]:
        return (one for one in self.records if one.order.need is need)
