"""Whose rights: a person with an account, or whoever holds the link of one need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from volunteer.db import db
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.needs.types import Channel
from volunteer.people.models import Person
from volunteer.rights.classes import Table

BY_ONESELF = (Channel.WEB, Channel.FAMILY)
# What somebody's history is told of: kind -> the table in which their things stand, and the column
# that says whose they are.
THINGS = {
    "certificate": ("certificates", "member_id"),
    "member": ("members", "id"),
    "move": ("moves", "member_id"),
    "need": ("needs", "id"),
    "order": ("orders", "member_id"),
    "record": ("records", "member_id"),
    "role": ("roles", "person_id"),
    "series": ("series", "member_id"),
}


@dataclass(frozen=True)
class Subject:
    """By which numbers somebody stands in the tables."""

    person_id: int | None
    member_id: int | None
    need_ids: Sequence[int]

    def ids(self, target: str) -> Sequence[int]:
        """Their rows of the table that a column refers to."""
        found = {"people": self.person_id, "members": self.member_id}
        if target == "needs":
            return self.need_ids
        one = found.get(target)
        return () if one is None else (one,)


def of_person(person: Person) -> Subject:
    """The person, their registration and what they asked for themselves."""
    own = sa.select(Need.id).where(Need.posted_by_id == person.id, Need.channel.in_(BY_ONESELF))
    return Subject(
        person.id,
        db.session.scalar(sa.select(Member.id).where(Member.person_id == person.id)),
        db.session.scalars(own.order_by(Need.id)).all(),
    )


def of_need(need: Need) -> Subject:
    """Whoever the need is for, as far as this need knows them."""
    return Subject(None, None, (need.id,))


def rows_of(subject: Subject, name: str, table: Table) -> sa.ColumnElement[bool]:
    """Which rows of the table are about the subject."""
    columns = db.metadata.tables[name].c
    if name == "events":
        return about(subject, columns.kind, columns.thing_id)
    if name == "deliveries":
        notices, person = db.metadata.tables["notices"].c, subject.ids("people")
        sent = sa.select(notices.id).where(notices.to_person_id.in_(person))
        return columns.notice_id.in_(sent)
    return sa.or_(
        sa.false(), *(columns[by].in_(subject.ids(_target(columns[by]))) for by in table.by.split())
    )


def _target(column: sa.Column[object]) -> str:
    """The table whose rows the column names."""
    if column.name == "id":
        return str(column.table.name)
    (key,) = column.foreign_keys
    return key.column.table.name


def about(
    subject: Subject, kind: sa.ColumnElement[Any], thing_id: sa.ColumnElement[Any]
) -> sa.ColumnElement[bool]:
    """Which rows name a thing of the subject, or their account as a whole."""
    told = [sa.and_(kind == "account", thing_id.in_(subject.ids("people")))]
    for one, (name, by) in THINGS.items():
        ids = _things(subject, name, by)
        if ids is not None:
            told.append(sa.and_(kind == one, thing_id.in_(ids)))
    return sa.or_(*told)


def _things(subject: Subject, name: str, by: str) -> sa.Select[tuple[int]] | None:
    columns = db.metadata.tables[name].c
    ids = subject.ids(_target(columns[by]))
    return sa.select(columns.id).where(columns[by].in_(ids)) if ids else None
