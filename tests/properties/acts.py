"""What people do in a program: who would, when, what they send, what should come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.cast import ZHAO
from tests.properties.hours import Model
from tests.properties.twins import Seen
from tests.properties.wishes import RESIDENT, SERVING
from volunteer import clock

OWN = "whoever's it is"
WHY = {"why": "问清楚了"}
VISIT = {"type": "visit", "title": "陪伴聊天", "skill": None, "risk_note": "小心碰头"}
COLLEAGUES = {"zhou": "周小雨", "li": "李卫民", "qian": "钱立新", "sun": "孙志强"}
PHONES = {"qian": "01080002222"}
NONE: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Act:
    """Something that may be tried, in one of several ways."""

    expected: Callable[..., None]  # of the model: the thing, who, and the way if there are several
    path: str
    aims_at: frozenset[str]
    by: tuple[str, ...]
    body: Mapping[str, Any]
    ways: tuple[str, ...] = ("",)
    often: int = 3  # against others that may be done; what ends a story is seldom


def act(
    expected: Callable[..., None],
    path: str,
    aims_at: str,
    *by: str,
    body: Mapping[str, Any] = NONE,
    ways: tuple[str, ...] = ("",),
    often: int = 3,
) -> Act:
    """An act; its states are written as words."""
    return Act(expected, path, frozenset(aims_at.split()), by, body, ways, often)


def decides(
    verb: str, path: str, aims_at: str, *by: str, body: Mapping[str, Any], often: int = 3
) -> Act:
    """A step of a need from which nothing follows for orders."""

    def expected(model: Model, need: Any, who: str) -> None:
        model.decide(need, verb, who)

    return act(expected, path, aims_at, *by, body=body, often=often)


def says(verb: str, outcome: str) -> Act:
    """The resident's word."""

    def expected(model: Model, need: Any, who: str) -> None:
        model.says(need, verb, who)

    return act(expected, "confirm", "done_reported", RESIDENT, "he", body={"outcome": outcome})


BEFORE = "submitted needs_info open staffed unfilled"
QUESTION, ANSWER = {"question": "几号楼？"}, {"answer": "三号楼"}
TAKERS = sorted(SERVING)
NEED_ACTS = {
    "take": act(Model.take, "take", "open", *TAKERS, often=9),
    "stand-by": act(Model.stand_by, "stand-by", "staffed", *TAKERS),
    "ask": decides("ask", "ask", "submitted", "wang", body=QUESTION, often=1),
    "answer": decides("answer", "answer", "needs_info", RESIDENT, "he", body=ANSWER),
    "reject": decides(
        "reject",
        "reject",
        "submitted needs_info",
        "wang",
        body={"reason": "unsafe", **WHY},
        often=1,
    ),
    "redirect": decides(
        "redirect",
        "redirect",
        "submitted unfilled",
        "wang",
        body={"door": "property", **WHY},
        often=1,
    ),
    "cancel": act(Model.cancel, "cancel", BEFORE, RESIDENT, "wang", often=1),
    "solved": says("solved", "solved"),
    "not solved": says("not-solved", "not"),
    "settle": decides("settle", "settle", "disputed", "wang", body=WHY),
    "reopen": decides("reopen", "reopen", "disputed", "wang", body=WHY),
}
ORDER_ACTS = {
    "accept": act(Model.accept, "accept", "offered", OWN),
    "decline": act(Model.decline, "decline", "offered", OWN, often=1),
    "take back": act(Model.take_back, "take-back", "claimed standing_by", OWN, often=1),
    "approve": act(Model.approve, "approve", "claimed", "wang", "qian", often=9),
    "refuse": act(Model.refuse, "refuse", "claimed", "wang", "qian", body=WHY),
    "release": act(Model.release, "release", "accepted", OWN, often=1),
    "hand over": act(Model.hand_over, "hand-over", "accepted", OWN, ways=tuple(COLLEAGUES)),
    "recall": act(Model.recall, "recall", "accepted", OWN),
    "check in": act(
        Model.check_in, "check-in", "accepted", OWN, OWN, "he", ways=("right", "wrong", "none")
    ),
    "leave": act(Model.leave, "leave", "checked_in", OWN, "he"),
    "enter late": act(Model.enter_late, "enter-late", "accepted", "wang", "qian"),
    "miss": act(Model.miss, "miss", "accepted", "he"),
}
JUDGES = ("wang", "qian")
RECORD_ACTS = {
    "approve": act(Model.approve_record, "approve", "submitted seconded", *JUDGES),
    "send back": act(Model.send_back, "return", "submitted seconded", *JUDGES, body=WHY),
    "reject": act(Model.reject, "reject", "submitted seconded", *JUDGES, body=WHY),
    "resubmit": act(Model.resubmit, "resubmit", "returned", OWN),
    "amend": act(Model.amend, "amend", "approved", *JUDGES, body={**WHY, "stay_minutes": 45}),
    "ask void": act(Model.ask_void, "ask-void", "approved", *JUDGES, body=WHY),
    "void": act(Model.void, "void", "approved", *JUDGES),
    "keep": act(Model.keep, "keep", "approved", *JUDGES),
    "object": act(Model.object_to, "object", "rejected voided", OWN, body=WHY),
}


ACTS = {"need": NEED_ACTS, "order": ORDER_ACTS, "record": RECORD_ACTS}


@dataclass(frozen=True)
class Try:
    """Somebody tries an act on a thing, in one of its ways."""

    kind: str
    verb: str
    number: int
    who: str
    way: str

    @property
    def act(self) -> Act:
        """What is tried."""
        return ACTS[self.kind][self.verb]

    def on(self, model: Model) -> None:
        """It happened in the model; Refused, if it may not."""
        thing = getattr(model, f"{self.kind}s")[self.number]
        self.act.expected(model, thing, self.who, *filter(None, [self.way]))

    def path(self, seen: Seen) -> str:
        """Where it is done."""
        if self.kind == "need":
            return need_path(seen, self.number, self.act.path, self.who)
        row = getattr(seen, f"{self.kind}s")[self.number]
        return f"/{self.kind}s/{row['id']}/{self.act.path}"

    def body(self, seen: Seen) -> dict[str, Any]:
        """What is sent."""
        if self.kind == "order":
            return order_body(self.act, self.way, seen, self.number)
        if self.kind == "record":
            return record_body(self.act, seen, self.number)
        return dict(self.act.body)


def posted(starts: datetime) -> dict[str, Any]:
    """What a resident sends."""
    return {"wish": "想找人说说话", "type": "visit", **ZHAO, **window(starts)}


def triaged(starts: datetime, places: int, *, risky: bool) -> dict[str, Any]:
    """What a secretary decides."""
    risk = "medium" if risky else "low"
    return {**VISIT, **window(starts), "headcount": places, "risk": risk}


def window(starts: datetime) -> dict[str, Any]:
    """An hour from then on."""
    return {"date": f"{starts:%Y-%m-%d}", "time": f"{starts:%H:%M}", "minutes": 60}


def need_path(seen: Seen, number: int, verb: str, who: str) -> str:
    """Residents use their link, everybody else the number of the row."""
    need = seen.needs[number]
    if who == RESIDENT:
        return f"/needs/follow/{number_of(need)}/{need['link_secret']}/{verb}"
    return f"/needs/{need['id']}/{'confirm-by-phone' if verb == 'confirm' else verb}"


def number_of(need: dict[str, Any]) -> str:
    """As people say it on the phone."""
    return f"XQ{clock.local(need['posted_at']):%y%m}{need['id']:05d}"


def order_body(chosen: Act, way: str, seen: Seen, number: int) -> dict[str, Any]:
    """What is sent about an order."""
    order = seen.orders[number]
    if chosen.path == "hand-over":
        return {"name": COLLEAGUES[way], "phone": PHONES.get(way, "01080003333")}
    if chosen.path == "check-in":
        return {"code": way}
    if chosen.path == "enter-late":
        return {"came_at": planned(order), "stay_minutes": 60}
    return dict(chosen.body)


def record_body(chosen: Act, seen: Seen, number: int) -> dict[str, Any]:
    """What is sent about a record; amended, somebody came as planned and stayed less."""
    if chosen.path != "amend":
        return dict(chosen.body)
    record = seen.records[number]
    order = next(one for one in seen.orders if one["id"] == record["order_id"])
    return {"came_at": planned(order), **chosen.body}


def planned(order: dict[str, Any]) -> str:
    """When the order begins, on the clock on the wall."""
    return f"{clock.local(order['starts_at']):%H:%M}"
