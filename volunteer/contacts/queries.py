"""Who looked, for those whose phone it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from volunteer.contacts.models import Look, Reason
from volunteer.db import db
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.people.models import Person

PAGE = 50


@dataclass(frozen=True)
class Seen:
    """One look, as whoever was looked at reads it."""

    id: int
    at: datetime
    standing: str
    surname: str  # empty for whoever held the link
    reason: Reason
    words: str


def at_resident(need: Need, *, after: int | None = None, limit: int = PAGE) -> list[Seen]:
    """Who has seen the resident's phone or address, newest first, below the id `after`. Callers
    have checked who asks."""
    older = [] if after is None else [Look.id < after]
    return _seen(Look.need_id == need.id, Look.member_id.is_(None), *older, limit=limit)


def at_member(member: Member, *, after: int | None = None, limit: int = PAGE) -> list[Seen]:
    """Who has seen the member's phone, newest first, below the id `after`."""
    older = [] if after is None else [Look.id < after]
    return _seen(Look.member_id == member.id, *older, limit=limit)


def looks_since(person_id: int, moment: datetime) -> int:
    """How often the person has looked at somebody's phone after that moment."""
    theirs = Look.by_person_id == person_id, Look.at > moment
    return db.session.scalar(sa.select(sa.func.count()).where(*theirs)) or 0


def _seen(*whose: sa.ColumnElement[bool], limit: int) -> list[Seen]:
    rows = db.session.execute(
        sa.select(Look, Person)
        .outerjoin(Person, Person.id == Look.by_person_id)
        .where(*whose)
        .order_by(Look.id.desc())
        .limit(limit)
    ).all()
    return [
        Seen(
            look.id,
            look.at,
            look.standing,
            person.surname if person else "",
            Reason(look.reason),
            look.words,
        )
        for look, person in rows
    ]
