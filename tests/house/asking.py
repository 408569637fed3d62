"""Everybody tries everything: one thing in every state, and what would be sent to each route.

It is a Saturday, twenty to eleven, in East Lane. All orders and records are Li's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.build import (
    ANYONE_CAN,
    RISKY,
    a_need,
    a_record,
    a_series,
    a_session,
    an_accepted_order,
    an_adopted_series,
    an_offer,
    an_open_need,
    an_order_under_way,
    code_for,
)
from tests.cast import FAR_AWAY, PROFILE, Cast
from tests.disclosures.conftest import told_and_agreed
from tests.house.chosen import (
    IMPORT_FOR,
    MEMBER_FOR,
    NAMELESS,
    NEED_FOR,
    ORDER_FOR,
    PEOPLE,
    RECORD_FOR,
    SERIES_FOR,
)
from tests.house.sent import EARLIER, SENT
from tests.imports.conftest import LI, ZHOU, approved, bring, in_csv, seen
from tests.photos.pictures import a_photo
from tests.waiting import a_claim, a_hand_over, a_move
from tests.web.staff import a_lapsed, a_question, a_registration, a_round, a_word
from volunteer.certificates import actions as certificates
from volunteer.certificates.models import Language
from volunteer.db import transaction
from volunteer.imports.previewing import File
from volunteer.needs.models import Need
from volunteer.orders import presence
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.records import actions as records
from volunteer.reviews import following
from volunteer.reviews.follow_ups import FollowUp
from volunteer.reviews.models import Outcome
from volunteer.web.answers import secret_for
from volunteer.web.by_unit import VOUCHED
from volunteer.web.sent import BY_HAND

Sent = dict[str, Any]


def at(day: datetime, hour: int, days: int = 0) -> dict[str, Any]:
    """A window of an hour, so many days later."""
    moment = (day + timedelta(days=days)).replace(hour=hour, minute=0)
    return {"date": moment.date(), "time": moment.time(), "minutes": 60}


def weekly(day: datetime, hour: int) -> dict[str, Any]:
    """Every week at that hour, the first time in a week."""
    first = at(day, hour, 7)
    return {"of": {**ANYONE_CAN, **first}, "starts_on": first["date"], "time": first["time"]}


def one_of_each(cast: Cast, now: datetime) -> dict[str, Any]:
    """A need, order, record, round and registration in every state a route begins from."""
    li, wang = cast["li"], cast["wang"]
    before = now - timedelta(days=8)
    asked, submitted, twin = (a_need(before, **at(now, 9, 7)) for _ in range(3))
    a_question(asked, wang, before)
    served = [an_open_need(before, **at(now, hour, -7)) for hour in (8, 10, 12)]
    waiting, _disputed, returned = (a_record(need, li, before) for need in served)
    a_word(served[1], Outcome.NOT, before)
    with transaction():
        records.send_back(returned, why="请补充", by=wang, now=before)
    counted, doubted, refused = (
        a_record(an_open_need(before, **at(now, hour, -7)), li, before) for hour in (14, 16, 18)
    )
    with transaction():
        records.approve(counted, by=wang, now=before)
        records.approve(doubted, by=wang, now=before)
        records.ask_void(doubted, why="重复登记", by=cast["qian"], now=before)
        records.reject(refused, why="没有来", by=wang, now=now)
    with transaction():
        certificate = certificates.issue(
            counted.member,
            since=before.date(),
            until=now.date(),
            language=Language.CHINESE,
            signer=current_app.config["SIGNER"](),
            by=li,
            now=now,
        )
    pictured = an_open_need(before, **{**ANYONE_CAN, **at(now, 16, 7)})
    return {
        "certificate": certificate,
        "call": a_call(cast, before),
        "counted": counted,
        "member": counted.member,
        "secretary": wang.roles[0],
        "worker": cast["he"].roles[0],
        "doubted": doubted,
        "refused": refused,
        "on paper": an_accepted_order(an_open_need(before, **at(now, 20, -7)), li, before),
        "asked": asked,
        "submitted": submitted,
        "twin": twin,
        "open": pictured,
        "photo": a_photo(pictured, before),
        "unfilled": a_lapsed(an_open_need(before, **at(now, 14, 7))),
        "done": served[0],
        "disputed": served[1],
        "offered": an_offer(an_open_need(before, **at(now, 12, 7)), li, before),
        "coming": an_accepted_order(an_open_need(before, **at(now, 10, 7)), li, before),
        "claimed": a_claim(an_open_need(before, **{**RISKY, **at(now, 18, 10)}), li, before),
        "promised": an_accepted_order(for_anyone(before, at(now, 14, 8)), li, before),
        "handing": _asked_zhou(for_anyone(before, at(now, 20, 7)), cast, before),
        "full": _full(for_anyone(before, at(now, 8, 7)), cast, before),
        **_a_group(cast, before, at(now, 16, 8)),
        "due": an_accepted_order(an_open_need(before, **at(now, 10)), li, before),
        "there": an_order_under_way(an_open_need(before, **at(now, 8)), li, before),
        "waiting": waiting,
        "returned": returned,
        "move": a_move(cast["zhou"], FAR_AWAY, now),
        "brought": bring(in_csv(LI), wang, before),
        "imported": approved(bring(in_csv(ZHOU), wang, before), cast["qian"], before),
        **told_and_agreed(cast, before),
        "registration": a_registration(before),
        "round": a_round(wang, now),
        "series": an_adopted_series(before, li, **weekly(now, 18)),
        "weekly": a_series(before, **weekly(now, 20)),
    }


def a_call(cast: Cast, before: datetime) -> FollowUp:
    """West Lane calls somebody of East Lane, who has said that it was solved."""
    need = an_open_need(before, **at(before, 15, 1), **ANYONE_CAN)
    a_record(need, cast["zhou"], before)
    a_word(need, Outcome.SOLVED, need.ends_at)
    with transaction():
        following.draw(need, now=need.ends_at)
    [call] = following.list_for(cast["chen"])
    return call


def for_anyone(now: datetime, window: dict[str, Any]) -> Need:
    """A task that asks no skill."""
    return an_open_need(now, **ANYONE_CAN | window)


def _a_group(cast: Cast, before: datetime, window: dict[str, Any]) -> dict[str, Any]:
    need = for_anyone(before, {**window, "headcount": 2})
    leading = an_accepted_order(need, cast["li"], before)
    with transaction():
        presence.appoint(leading, by=cast["wang"], now=before)
    return {"together": need, "leading": leading}


def _asked_zhou(need: Need, cast: Cast, now: datetime) -> Order:
    """Li's order, which Zhou is asked to take over."""
    order = an_accepted_order(need, cast["li"], now)
    a_hand_over(order, cast["zhou"], now)
    return order


def _full(need: Need, cast: Cast, now: datetime) -> Need:
    an_accepted_order(need, cast["qian"], now)
    return need


@dataclass(frozen=True)
class World:
    """The service with one of each in it, and everybody's key."""

    app: Flask
    ids: dict[str, int]
    links: dict[str, tuple[str, str]]  # a need's number and secret
    pair: tuple[int, int]  # a need and a member whom the round proposes
    answer: str  # what stands in the link of the letter that offers Li a task
    certificate: str  # its number
    code: str  # what the resident says at the door when Li comes
    tokens: dict[str, str]
    known: dict[str, int]  # who is which person; asked of the database a request would wait for us
    seen: str  # what would come of a file of earlier hours

    def address(self, rule: Rule, who: str) -> str:
        """The route with the right thing in it; only the resident knows the thing's secret."""
        last = rule.rule.rstrip("/").split("/")[-1]
        need = NEED_FOR.get(last, "open")
        in_round = "round_id" in rule.arguments
        if "/answer/" in rule.rule and who == "resident":  # whoever got the letter
            return rule.rule.replace("<secret>", self.answer)
        certificates, member = "certificates" in rule.rule, MEMBER_FOR.get(last, "registration")
        given = {
            "number": self.certificate if certificates else self.links[need][0],
            "secret": self.links[need if who == "resident" else "twin"][1],
            "need_id": self.pair[0] if in_round else self.ids[need],
            "member_id": self.pair[1] if in_round else self.ids[member],
            "role_id": self.ids["secretary" if last == "deputy" else "worker"],
            "order_id": self.ids[ORDER_FOR.get(last, "coming")],
            "record_id": self.ids[RECORD_FOR.get(last, "waiting")],
            "round_id": self.ids["round"],
            "delivery_id": 1,
            "series_id": self.ids[SERIES_FOR.get(last, "weekly")],
            "session_id": 1,
            "community_id": 1,
            "year": 2026,
            "letter_id": self.ids["letter"],
            "consent_id": self.ids["consent"],
            "move_id": self.ids["move"],
            "import_id": self.ids[IMPORT_FOR.get(last, "imported")],
            "follow_up_id": self.ids["call"],
            "photo_id": self.ids["photo"],
        }
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(given[found[1]]), rule.rule)

    def sent(self, rule: Rule, who: str) -> dict[str, Any]:
        """What somebody who means it would send."""
        api = rule.rule.startswith("/api/")
        path = rule.rule.removeprefix("/api/v1").replace("/needs/follow", "/follow").rstrip("/")
        path = path.replace("<int:", "<")
        given = SENT.get(path, {})
        if path.endswith("/imports"):
            return {**given, "seen": self.seen}
        if path.endswith("/merge"):
            return {"into": self.links["twin"][0]}
        if path.endswith("/check-in"):
            return {"code": self.code}
        if path.startswith("/rounds/<round_id>/") and not path.endswith(("/solve", "/what-if")):
            return {"need_id": self.pair[0], "member_id": self.pair[1]} if api else {}
        if path == "/register" and who not in NAMELESS:
            return PROFILE  # who they are is known
        if rule.endpoint in BY_HAND:  # a button sends no more than it says
            return {name: one for name, one in given.items() if name in BY_HAND[rule.endpoint]}
        if who == "wu" and given is PROFILE:
            return {**given, "grid_id": FAR_AWAY}  # lives in the other community
        return given

    def asks(
        self, method: str, rule: Rule, who: str, *, at: str = "", sends: Sent | None = None
    ) -> TestResponse:
        """What the service answers, at the right address or another, to what is meant or not."""
        client, headers, api = self.app.test_client(), {}, rule.rule.startswith("/api/")
        token = self.tokens.get(who)
        if token and api:
            headers = {"Authorization": f"Bearer {token}"}
        elif token:
            with client.session_transaction() as session:
                session["_user_id"] = token
                session[VOUCHED] = [self.known[who], "u-7", self.app.config["CLOCK"]().isoformat()]
        given = self.sent(rule, who) if sends is None else sends
        body = {} if method == "GET" else {"json" if api else "data": given}
        return client.open(at or self.address(rule, who), method=method, headers=headers, **body)

    def came(self, method: str, rule: Rule, who: str) -> str:
        """What came of it, in a word."""
        answer = self.asks(method, rule, who)
        if "/sign-in?" in (answer.location or "") or answer.status_code == 401:
            return "sign-in"
        if answer.status_code < 300 or (answer.status_code < 400 and method != "GET"):
            return "ok"
        return "away" if answer.location else str(answer.status_code)


def world(app: Flask, cast: Cast, now: datetime, people: Mapping[str, Person]) -> World:
    """Everything is there, and kept as numbers: rows come and go with each try."""
    earlier = now - timedelta(minutes=5)
    tokens = {who: a_session(person, earlier) for who, person in people.items()}
    things = one_of_each(cast, now)
    proposal = things["round"].proposals[0]
    needs = {name: one for name, one in things.items() if isinstance(one, Need)}
    return World(
        app,
        ids={name: one.id for name, one in things.items()},
        links={name: (need.number, need.link_secret) for name, need in needs.items()},
        pair=(proposal.need_id, proposal.member_id),
        answer=secret_for(things["offered"].id, cast["li"].id),
        certificate=things["certificate"].number,
        code=code_for(things["due"], now),
        tokens=tokens,
        known={who: person.id for who, person in people.items()},
        seen=seen(File("", EARLIER), now).seen,
    )


def tries(rule: Rule) -> Iterator[tuple[str, str]]:
    """Every method with everybody for whom the outcome may differ."""
    for method in sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"}):
        for who in PEOPLE:
            if who not in NAMELESS or who == "nobody" or "secret" in rule.arguments:
                yield method, who
