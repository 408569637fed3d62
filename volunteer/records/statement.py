"""A statement of hours: what stands in the ledger for a period, line by line.

A reversal is not a line of its own: a line is a credit that stands. Its sum is the sum of the
ledger for the same services.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db
from volunteer.members.models import Member, receipt_no
from volunteer.people.models import Person
from volunteer.records.earlier import EarlierHours, Import
from volunteer.records.entries import Entry, EntryKind
from volunteer.records.models import Record


@dataclass(frozen=True)
class Line:
    """One service as it was credited, with what Order 67 art. 7 asks of a record.

    `source` names the other system that hours given before this service were brought in from; such
    a line may know only its day, and then begins and ends nowhere (`has_times`).
    """

    name: str
    title: str
    content: str
    place: str
    organiser: str
    in_charge: str
    started_at: datetime
    ended_at: datetime | None
    minutes: int
    is_late: bool
    source: str
    member_id: int
    confirmed_at: datetime | None

    @property
    def receipt_no(self) -> str:
        return receipt_no(self.member_id, self.confirmed_at)

    @property
    def has_times(self) -> bool:
        return self.ended_at is not None


def lines_of(member: Member, *, since: date, until: date) -> Sequence[Line]:
    """The member's services on these days (both included, Shanghai's), oldest first."""
    return _lines(Entry.member_id == member.id, since=since, until=until)


def lines_in(
    community_id: int, *, since: date, until: date, name: str = "", grid_id: int | None = None
) -> Sequence[Line]:
    """Services credited by the community on these days, oldest first; only those of people with
    this in their name, or of members who live in this grid, where given. Callers have checked who
    asks."""
    whose = [Entry.community_id == community_id]
    if name:
        whose.append(Person.name.contains(name, autoescape=True))
    if grid_id is not None:
        whose.append(Member.grid_id == grid_id)
    return _lines(*whose, since=since, until=until)


def total(lines: Sequence[Line]) -> int:
    """The minutes of all lines."""
    return sum(line.minutes for line in lines)


def _lines(*whose: sa.ColumnElement[bool], since: date, until: date) -> Sequence[Line]:
    begin = clock.at(since, time())
    end = clock.at(until, time()) + timedelta(days=1)
    undone = sa.select(Entry.reverses_id).where(Entry.reverses_id.is_not(None))
    rows = db.session.execute(
        sa.select(
            Person.name,
            *(
                sa.func.coalesce(getattr(Record, one), getattr(EarlierHours, one))
                for one in ("title", "content", "place", "organiser", "in_charge")
            ),
            Entry.served_at,
            sa.func.coalesce(Record.ended_at, EarlierHours.ended_at),
            Entry.minutes,
            Record.entered_by_id.is_not(None),
            sa.func.coalesce(Import.source, ""),
            Member.id,
            Member.confirmed_at,
        )
        .join(Member, Member.id == Entry.member_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Record, Record.id == Entry.record_id)
        .outerjoin(EarlierHours, EarlierHours.id == Entry.earlier_id)
        .outerjoin(Import, Import.id == EarlierHours.import_id)
        .where(
            *whose,
            Entry.kind == EntryKind.CREDIT,
            Entry.id.not_in(undone),
            Entry.served_at >= begin,
            Entry.served_at < end,
        )
        .order_by(Entry.served_at, Entry.id)
    )
    return [Line(*row) for row in rows]
