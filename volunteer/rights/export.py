"""Everything about oneself, to be read and to be taken along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from volunteer.consents.models import Account
from volunteer.db import db
from volunteer.history.steps import note
from volunteer.needs.models import Need
from volunteer.people.models import Person
from volunteer.policy import Actor, May
from volunteer.rights import subjects
from volunteer.rights.personal import PERSONAL
from volunteer.rights.subjects import Subject


@dataclass(frozen=True)
class Section:
    """The rows of one table about somebody, in the order in which they were written."""

    table: str
    title: str
    rows: Sequence[Mapping[str, Any]]


def of_person(person: Person, *, now: datetime) -> list[Section]:
    """Everything about the person; that it was looked at stands in the history."""
    note(Account(person.id), "export", may=May.EXPORT_OWN, by=person, now=now)
    return _sections(subjects.of_person(person))


def of_need(need: Need, *, by: Actor, now: datetime) -> list[Section]:
    """Everything about whoever the need is for, as far as this need knows them; that it was
    looked at stands in the history."""
    note(need, "export", may=May.EXPORT_OWN, by=by, now=now)
    return _sections(subjects.of_need(need))


def in_json(sections: Sequence[Section], *, now: datetime) -> dict[str, Any]:
    """The same for programs: table -> rows, each column -> value; moments in UTC."""
    tables = {
        one.table: [{name: _plain(value) for name, value in row.items()} for row in one.rows]
        for one in sections
    }
    return {"made_at": now.isoformat(), "tables": tables}


def _sections(subject: Subject) -> list[Section]:
    """All tables with a row about them."""
    db.session.flush()  # the row that says so is a part of it
    found = []
    for name, table in PERSONAL.items():
        if not table.shown:
            continue
        columns = db.metadata.tables[name].c
        chosen = sa.select(*(columns[one] for one in table.shown))
        chosen = chosen.where(subjects.rows_of(subject, name, table))
        first = next(iter(db.metadata.tables[name].primary_key))
        rows = db.session.execute(chosen.order_by(first)).mappings()
        if told := [dict(row) for row in rows]:
            found.append(Section(name, table.title, told))
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime | time) else value
