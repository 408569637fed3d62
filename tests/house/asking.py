"""Everybody tries everything: what would be sent to each route, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.build import (
    a_session,
    code_for,
)
from tests.cast import FAR_AWAY, PROFILE, Cast
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
from tests.house.things import one_of_each
from tests.imports.conftest import seen
from volunteer.imports.previewing import File
from volunteer.needs.models import Need
from volunteer.people.models import Person
from volunteer.web.answers import secret_for
from volunteer.web.by_unit import VOUCHED
from volunteer.web.sent import BY_HAND

Sent = dict[str, Any]


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
