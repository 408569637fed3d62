"""Reading for an audit: four kinds of rows in one shape, each without phones, homes and wishes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from volunteer import clock
from volunteer.audit.models import Export
from volunteer.contacts.masking import COVERED
from volunteer.contacts.models import Look
from volunteer.db import db
from volunteer.disclosures.models import Disclosure, UnitLetter
from volunteer.errors import NotAllowed
from volunteer.history.models import Event
from volunteer.people.models import Person, Role
from volunteer.places.models import Subdistrict
from volunteer.places.queries import under
from volunteer.policy import May

PAGE = 50
# What residents and staff wrote about a need may say where somebody lives.
SECRET = "need"
NUMBERS = re.compile(r"\d[\d\s-]{4,}\d")


class Source(StrEnum):
    """What is read."""

    HISTORY = "history"
    LOOKS = "looks"
    EXPORTS = "exports"
    LETTERS = "letters"


@dataclass(frozen=True)
class Asked:
    """Which rows: by whom (part of a name), what was done, to what kind of thing, to which one,
    where, and from which day to which; what is empty is not asked."""

    source: Source = Source.HISTORY
    who: str = ""
    what: str = ""
    kind: str = ""
    thing_id: int | None = None
    community_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Row:
    """One thing that was done: by whom, as what, to which thing, how much of it, and why."""

    id: int
    at: datetime
    who: str  # empty for the service itself, and for whoever held a link
    standing: str
    what: str
    kind: str
    thing_id: int | None
    community_id: int | None
    rows: int | None
    why: str


def rows_for(
    person: Person, asked: Asked, *, after: int | None = None, limit: int = PAGE
) -> Sequence[Row]:
    """What was asked, of the districts that the person audits, the last first, below the id
    `after`. NotAllowed for everybody else."""
    if not person.audits:
        raise NotAllowed(May.READ_AUDIT)
    chosen = _SOURCES[asked.source](person)
    told = chosen.subquery()
    narrowed = sa.select(told).order_by(told.c.id.desc()).limit(limit)
    for rule in _rules(told, asked, after):
        narrowed = narrowed.where(rule)
    return [_row(one) for one in db.session.execute(narrowed)]


def kinds_for(person: Person) -> Sequence[str]:
    """The kinds of things that have a history there."""
    told = _history(person).subquery()
    return db.session.scalars(sa.select(told.c.kind).distinct().order_by(told.c.kind)).all()


def _rules(told: sa.Subquery, asked: Asked, after: int | None) -> list[sa.ColumnElement[bool]]:
    rules = []
    if after is not None:
        rules.append(told.c.id < after)
    if asked.who:
        rules.append(told.c.who.contains(asked.who, autoescape=True))
    if asked.what:
        rules.append(told.c.what == asked.what)
    if asked.kind:
        rules.append(told.c.kind == asked.kind)
    if asked.thing_id is not None:
        rules.append(told.c.thing_id == asked.thing_id)
    if asked.community_id is not None:
        rules.append(told.c.community_id == asked.community_id)
    if asked.since:
        rules.append(told.c.at >= clock.at(asked.since, time()))
    if asked.until:
        rules.append(told.c.at < clock.at(asked.until + timedelta(days=1), time()))
    return rules


def _row(one: sa.Row[Any]) -> Row:
    found = Row(**one._mapping)
    why = "" if found.kind == SECRET else NUMBERS.sub(COVERED, found.why)
    return Row(**{**found.__dict__, "who": found.who or "", "why": why})


def _here(person: Person) -> sa.Select[int]:
    return under({("district", one) for one in person.audits})


def _history(person: Person) -> sa.Select[Any]:
    """Events of their communities, and those of offices above them."""
    streets = sa.select(Subdistrict.id).where(Subdistrict.district_id.in_(person.audits))
    above = sa.select(Role.id).where(
        sa.or_(Role.district_id.in_(person.audits), Role.subdistrict_id.in_(streets))
    )
    return (
        sa.select(
            Event.id, Event.at, Person.name.label("who"), Event.standing, Event.verb.label("what"),
            Event.kind, Event.thing_id, Event.community_id, _none("rows"), Event.why,
        )
        .outerjoin(Person, Person.id == Event.by_person_id)
        .where(
            sa.or_(
                Event.community_id.in_(_here(person)),
                sa.and_(Event.kind == "role", Event.thing_id.in_(above)),
            )
        )
    )  # fmt: skip


def _looks(person: Person) -> sa.Select[Any]:
    kind = sa.case((Look.member_id.is_(None), "need"), else_="member")
    thing = sa.func.coalesce(Look.member_id, Look.need_id)
    return (
        sa.select(
            Look.id, Look.at, Person.name.label("who"), Look.standing, Look.reason.label("what"),
            kind.label("kind"), thing.label("thing_id"), Look.community_id, _none("rows"),
            Look.words.label("why"),
        )
        .outerjoin(Person, Person.id == Look.by_person_id)
        .where(Look.community_id.in_(_here(person)))
    )  # fmt: skip


def _exports(person: Person) -> sa.Select[Any]:
    return (
        sa.select(
            Export.id, Export.at, Person.name.label("who"), _said("", "standing"),
            Export.what, _said("export", "kind"), _none("thing_id"), Export.community_id,
            Export.rows, _said("", "why"),
        )
        .join(Person, Person.id == Export.by_person_id)
        .where(Export.community_id.in_(_here(person)))
    )  # fmt: skip


def _letters(person: Person) -> sa.Select[Any]:
    """Each member of whom a work unit was told; `why` names the unit."""
    return (
        sa.select(
            Disclosure.id, Disclosure.at, Person.name.label("who"), _said("secretary", "standing"),
            Disclosure.purpose.label("what"), _said("letter", "kind"),
            Disclosure.letter_id.label("thing_id"), UnitLetter.community_id, _none("rows"),
            Disclosure.receiver.label("why"),
        )
        .join(UnitLetter, UnitLetter.id == Disclosure.letter_id)
        .join(Person, Person.id == UnitLetter.made_by_id)
        .where(UnitLetter.community_id.in_(_here(person)))
    )  # fmt: skip


def _none(name: str) -> sa.Label[Any]:
    return sa.cast(sa.null(), sa.Integer).label(name)


def _said(word: str, name: str) -> sa.Label[str]:
    return sa.literal(word, sa.String).label(name)


_SOURCES = {
    Source.HISTORY: _history,
    Source.LOOKS: _looks,
    Source.EXPORTS: _exports,
    Source.LETTERS: _letters,
}
