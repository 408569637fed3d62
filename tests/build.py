"""Things in the state a test wants, made by the same actions people use, one commit for each.

Unless told otherwise it is Zhao's dripping tap in East Lane, to be mended on the Saturday after
`now`, from ten to eleven.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cast import ZHAO, Cast, member_of
from volunteer.consents import actions as consents
from volunteer.consents.models import Account, Purpose
from volunteer.consents.words import text_of
from volunteer.db import db, reading, transaction
from volunteer.history.models import Event
from volunteer.history.queries import story
from volunteer.history.steps import Travels
from volunteer.needs import actions as needs
from volunteer.needs.actions import ANYBODY
from volunteer.needs.models import LinkHolder, Need
from volunteer.needs.types import Risk, Urgency
from volunteer.notices.models import Address, Notice, Topic
from volunteer.orders import actions as orders
from volunteer.orders import codes, presence
from volunteer.orders.models import Order
from volunteer.orders.queries import live_orders
from volunteer.people import actions as people
from volunteer.people.models import Person, Role, RoleKind
from volunteer.people.sign_ins import Face
from volunteer.places.models import Scope
from volunteer.policy import SERVICE, Actor
from volunteer.records import actions as records
from volunteer.records.models import Record
from volunteer.rounds import actions as rounds
from volunteer.rounds.drafts import solve
from volunteer.rounds.models import Round
from volunteer.series import actions as series
from volunteer.series.models import Series
from volunteer.series.rhythm import Rhythm

TRAVEL = timedelta(minutes=15)
SATURDAY = date(2026, 11, 21)
WINDOW: dict[str, Any] = {"date": SATURDAY, "time": time(10), "minutes": 60}
WISH: dict[str, Any] = {"wish": "厨房水龙头一直滴水", "type": "plumbing", **ZHAO, **WINDOW}
TRIAGE: dict[str, Any] = {
    "type": "plumbing",
    "title": "修水龙头",
    "skill": "plumbing",
    "skill_level": 1,
    "headcount": 1,
    "urgency": Urgency.NORMAL,
    "risk": Risk.LOW,
    "risk_note": "",
    **WINDOW,
}
REASONS = {
    "skill": "plumbing",
    "grade": 2,
    "walk_minutes": 4,
    "recent_minutes": 0,
    "familiar": False,
}
# A task that suits everybody: no skill asked.
ANYONE_CAN = {"type": "visit", "title": "陪伴聊天", "skill": None}
# One that a secretary has to agree to.
RISKY = {**ANYONE_CAN, "risk": Risk.MEDIUM, "risk_note": "楼道窄，小心碰头"}


def a_need(now: datetime, *, by: Actor = ANYBODY, **more: Any) -> Need:
    """The need is posted and waits for triage."""
    with transaction():
        return needs.post(**{**WISH, **more}, by=by, now=now)


def an_open_need(now: datetime, **triage: Any) -> Need:
    """The need is triaged and looks for people."""
    need = a_need(now)
    approve(need, now, **triage)
    return need


def approve(need: Need, now: datetime, **triage: Any) -> None:
    """A secretary of the need's community lets it be matched."""
    with transaction():
        needs.approve(need, **{**TRIAGE, **triage}, by=secretary_of(need), now=now)


def an_offer(need: Need, to: Person, now: datetime) -> Order:
    """The person is asked and has not answered."""
    with transaction():
        asked = member_of(to)
        return orders.offer(need, asked, reasons=REASONS, by=secretary_of(need), now=now)


def an_accepted_order(need: Need, by: Person, now: datetime) -> Order:
    """The person has taken the task from the hall."""
    with transaction():
        taker = member_of(by)
        return orders.take(need, taker, reasons=REASONS, by=by, now=now, travel=TRAVEL)


def code_for(order: Order, now: datetime | None = None) -> str:
    """What the resident's phone shows for this order, at its start unless told otherwise."""
    return codes.for_order(order, now or order.starts_at)


def an_order_under_way(need: Need, by: Person, now: datetime) -> Order:
    """The person has taken the task and arrived at its start."""
    order = an_accepted_order(need, by, now)
    with transaction():
        presence.check_in(order, by=by, now=order.starts_at)
    return order


def a_record(need: Need, by: Person, now: datetime, *, minutes: int = 60) -> Record:
    """The person has served so many minutes, and they wait for review."""
    order = an_order_under_way(need, by, now)
    with transaction():
        return records.leave(order, by=by, now=order.starts_at + timedelta(minutes=minutes))


def a_series(now: datetime, *, of: dict[str, Any] | None = None, **more: Any) -> Series:
    """Zhao's need comes again every Saturday until the end of the year, holidays included."""
    need = an_open_need(now, **(of or ANYONE_CAN))
    when = {
        "rhythm": Rhythm.WEEKLY,
        "starts_on": SATURDAY,
        "ends_on": date(2026, 12, 31),
        "time": time(10),
        "minutes": 60,
        "skips_holidays": False,
    }
    with transaction():
        return series.plan(need, **{**when, **more}, by=secretary_of(need), now=now)


def an_adopted_series(now: datetime, by: Person, **more: Any) -> Series:
    """The person has agreed to come each time."""
    found = a_series(now, **more)
    with transaction():
        series.adopt(found, member_of(by), by=by, now=now, travel=TRAVEL)
    return found


def a_session(person: Person, now: datetime, *, hours: int = 12) -> str:
    """The person is signed in; returns the token that proves it."""
    with transaction():
        return people.open_session(
            person, face=Face.PAGES, hours=hours, idle_minutes=60 * hours, now=now
        )


def a_round_for(where: Scope, by: Person, now: datetime, **more: Any) -> Round:
    """A proposal that nobody has released yet, laid out as pages do it."""
    with reading():
        draft = rounds.draft(where, **{"days": 14, "travel": TRAVEL, **more}, by=by, now=now)
    answer = solve(draft)
    with transaction():
        return rounds.publish(draft, answer, by=by, now=now)


def solved_again(found: Round, by: Person, now: datetime, **more: Any) -> bool:
    """Whether solving the proposal again, as pages do it, made another one."""
    with reading():
        draft = rounds.draft_again(found, by=by, now=now, travel=TRAVEL, **more)
    answer = solve(draft)
    with transaction():
        return rounds.publish_again(found, draft, answer, by=by, now=now)


def agrees(person: Person, now: datetime, *topics: Topic, to: str = "li@home.example") -> None:
    """The person wants to hear by e-mail of these topics, or of all."""
    account, text = Account(person.id), text_of(Purpose.MESSAGES, str)
    with transaction() as session:
        consents.give(account, Purpose.MESSAGES, text, receiver="email", by=account, now=now)
        session.add(
            Address(
                person_id=person.id,
                channel="email",
                address=to,
                topics=list(topics or Topic),
                language="zh",
                agreed_at=now,
                confirmed_at=now,
            )
        )


def secretary_of(thing: Travels) -> Person:
    """The first secretary of the thing's community."""
    first = (
        sa.select(Role.person_id)
        .where(Role.role == RoleKind.SECRETARY, Role.community_id == thing.community_id)
        .order_by(Role.person_id)
        .limit(1)
    )
    return db.session.get_one(Person, db.session.scalars(first).one())


def resident_of(need: Need) -> LinkHolder:
    """Whoever holds the secret link of the need."""
    return LinkHolder(need.id)


def actor(who: str, cast: Cast, need: Need | None = None) -> Actor:
    """Whom a table of standings means: somebody of the cast, or one of three without a name."""
    nameless = {
        "resident": need and resident_of(need),
        "anybody": ANYBODY,
        "the service": SERVICE,
    }
    return nameless.get(who) or cast[who]


def events_of(thing: Travels) -> Sequence[Event]:
    """The thing's story, oldest first."""
    return story(thing.journey.kind, [thing.id])


def verbs_of(thing: Travels) -> list[str]:
    """The thing's story, verbs only."""
    return [event.verb for event in events_of(thing)]


def live_seats(need: Need) -> list[int | None]:
    """The places of the need that are held."""
    return [order.seat_no for order in live_orders(need)]


def told(person: Person) -> list[str]:
    """What the person was told, oldest first."""
    return list(
        db.session.scalars(
            sa.select(Notice.notice_kind)
            .where(Notice.to_person_id == person.id)
            .order_by(Notice.id)
        )
    )


@contextmanager
def refused(error: type[Exception]) -> Iterator[pytest.ExceptionInfo[Any]]:
    """What is tried inside is refused with this error, and not a single row is different."""
    before = every_row()
    with pytest.raises(error) as raised, transaction():
        yield raised
    assert every_row() == before, "a refusal left something behind"


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside can be looked at there, and is then undone."""
    with suppress(_Undo), transaction():
        yield
        raise _Undo


class _Undo(Exception):
    pass


def every_row() -> dict[str, list[str]]:
    """The whole database as the engine itself writes it down: to be compared, and quick."""
    db.session.rollback()  # read afresh
    tables, connection = sorted(db.metadata.tables), db.session.connection()
    found: dict[str, list[str]] = {table: [] for table in tables}
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
        for table in tables:
            found[table] = sorted(map(repr, cursor.execute(f"SELECT * FROM {table}")))
    else:
        rows = (f"SELECT '{table}', {table}::text FROM {table}" for table in tables)
        for table, row in connection.exec_driver_sql(" UNION ALL ".join(rows)):
            found[table].append(row)
    db.session.rollback()
    return {table: sorted(rows) for table, rows in found.items()}
