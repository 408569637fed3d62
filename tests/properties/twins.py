"""The real application twice, on SQLite and on PostgreSQL: both are asked the same, and answer it.

Whoever asks uses the API, as everybody may; nothing below it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask

from tests.build import a_session
from tests.cast import build_again
from tests.engines import Database
from volunteer.db import db
from volunteer.dispatch.rules import Rules
from volunteer.invariants import Broken, broken
from volunteer.jobs.running import run_due
from volunteer.jobs.table import JOBS
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.orders import codes
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.records.models import Record
from volunteer.sealing import blind
from volunteer.web.errors import HTTP_STATUS, SENTENCES

WHO = ("li", "zhou", "qian", "sun", "wang", "he", "chen")
# By chance on each, or by the clock on the wall.
OF_CHANCE = {"link_secret", "secret", "token_hash", "seed", "seconds", "hash", "salt", "id"}
KEYS = {"sessions", "sign_ins"}
TOLD = ("needs", "orders", "records", "events", "ledger", "notices", "confirmations")
WRONG_CODE = "服务码"
DONE = "done"
T = TypeVar("T")


@dataclass
class Side:
    """One of the two, and everybody's key to it."""

    app: Flask
    database: Database
    now: datetime
    tokens: dict[str, str] = field(default_factory=dict)

    def begins(self, now: datetime) -> None:
        """The cast is there, and has done nothing yet."""
        with self.app.app_context():
            db.session.remove()
            self.database.restore(db.engine)
            build_again(now)
            people = db.session.scalars(
                sa.select(Person).where(Person.login_index.in_(map(blind, WHO)))
            )
            self.tokens = {one.login: a_session(one, now, hours=5000) for one in people.all()}
            db.session.remove()

    def asks(self, path: str, who: str, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What the API said."""
        self.app.config["CLOCK"] = lambda: self.now
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who in self.tokens else {}
        with self.app.app_context():
            if "code" in sent:
                sent = {"code": self._read_out(path, sent["code"])}
            client = self.app.test_client()
            answer = client.post(f"/api/v1{path}", json=sent, headers=headers)
        return answer.status_code, answer.json

    def _read_out(self, path: str, way: str) -> str:
        """What the resident's phone shows at this moment for the order, or another number."""
        order = db.session.get_one(Order, int(path.split("/")[2]))
        code = codes.for_order(order, self.now)
        db.session.remove()
        return {"right": code, "wrong": f"{(int(code) + 1) % 1_000_000:06d}", "none": ""}[way]

    def runs(self) -> list[tuple[str, int, int]]:
        """Every job that was due has run."""
        with self.app.app_context():
            rules = Rules.of(self.app.config["SETTINGS"])
            ran = [(one.job, one.done, one.failed) for one in run_due(JOBS, rules, now=self.now)]
            db.session.remove()
        return ran

    def looked_at(self) -> Seen:
        """What is there now."""
        with self.app.app_context():
            try:
                return Seen.of_this(list(broken()))
            finally:
                db.session.remove()

    def every_row(self) -> dict[str, list[dict[str, Any]]]:
        """All there is, but for what is left to chance."""
        with self.app.app_context():
            found = {
                table: _rows(table)
                for table in db.metadata.tables
                if table not in ("sessions", "sign_ins")
            }
            db.session.remove()
        return found


@dataclass
class Seen:
    """A side as it is at one moment."""

    needs: list[dict[str, Any]]
    orders: list[dict[str, Any]]
    records: list[dict[str, Any]]
    told: dict[str, list[dict[str, Any]]]
    broken: list[Broken]
    answer: dict[str, Any] = field(default_factory=dict)  # to what was asked last

    @classmethod
    def of_this(cls, found: list[Broken]) -> Seen:
        """Of the app in whose context we are."""
        who = sa.select(Order.id, Person.login).join(Order.member).join(Member.person)
        logins = {row.id: row.login for row in db.session.execute(who)}
        needs, orders, records = (
            [row._asdict() for row in db.session.execute(sa.select(kind.__table__).order_by("id"))]
            for kind in (Need, Order, Record)
        )
        for order in orders:
            order["login"] = logins[order["id"]]
        return cls(needs, orders, records, {table: _rows(table) for table in TOLD}, found)


Of = Callable[[Seen], T]


class Twins:
    """Both at once; where they differ, that is the end."""

    def __init__(self, sides: tuple[Side, Side]) -> None:
        self.sides = sides
        self.seen: list[Seen] = []

    def begin(self, now: datetime) -> None:
        """Both are as new."""
        for side in self.sides:
            side.begins(now)
        self.pass_to(now)
        self.look()

    def pass_to(self, now: datetime) -> None:
        """It is so late."""
        for side in self.sides:
            side.now = now

    def ask(self, path: Of[str], who: str, body: Of[dict[str, Any]]) -> str:
        """What both said: done, or the reason."""
        said = []
        for side, seen in zip(self.sides, self.seen, strict=True):
            code, seen.answer = side.asks(path(seen), who, body(seen))
            said.append((code, _reason(code, seen.answer)))
        assert said[0] == said[1], f"SQLite and PostgreSQL differ: {said}"
        return said[0][1]

    def run(self, now: datetime) -> None:
        """The clocks of both have run, and nothing failed."""
        self.pass_to(now)
        ran = [side.runs() for side in self.sides]
        assert ran[0] == ran[1], f"SQLite and PostgreSQL differ: {ran}"
        assert not any(failed for _, _, failed in ran[0]), ran[0]

    def look(self) -> Seen:
        """How it is on both: nothing is broken, and every row that tells the story is the same."""
        self.seen = [one.looked_at() for one in self.sides]
        here, there = self.seen
        assert here.broken == there.broken == []
        _must_agree(here.told, there.told)
        return here

    def look_at_everything(self) -> None:
        """Every row of every table is the same on both."""
        here, there = (one.every_row() for one in self.sides)
        _must_agree(here, there)


def _must_agree(
    here: dict[str, list[dict[str, Any]]], there: dict[str, list[dict[str, Any]]]
) -> None:
    for table in here:
        for one, other in zip(here[table], there[table], strict=True):
            assert one == other, f"{table} differs"


def _rows(table: str) -> list[dict[str, Any]]:
    wanted = db.metadata.tables[table]
    columns = [one for one in wanted.columns if one.name not in OF_CHANCE]
    rows = db.session.execute(sa.select(*columns).order_by(*wanted.primary_key.columns))
    return [row._asdict() for row in rows]


def _reason(code: int, answer: dict[str, Any]) -> str:
    """The name of the error behind the sentence."""
    if code < 300:
        return DONE
    said = answer.get("message", "")
    if said.startswith(WRONG_CODE):
        return "WrongCode"
    for error, sentence in SENTENCES.items():
        if HTTP_STATUS[error] == code and said.startswith(sentence.split("{")[0]):
            return error.__name__
    return f"{code} {answer}"
