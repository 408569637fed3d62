"""A member's services as they stand in the ledger: by year, month, kind and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db
from volunteer.members.models import Member
from volunteer.members.skills import Group
from volunteer.needs.models import Need
from volunteer.needs.types import NEED_TYPES
from volunteer.orders.models import Order
from volunteer.records.earlier import EarlierHours
from volunteer.records.entries import Entry, EntryKind
from volunteer.records.models import Record

MONTHS = 12
STARS = (100, 300, 600, 1000, 1500)  # hours for one to five stars, as registries usually have it


@dataclass(frozen=True)
class Served:
    """One service that counts, on its day in Shanghai; of hours from elsewhere the kind may be
    unknown."""

    day: date
    group: Group | None
    minutes: int


@dataclass(frozen=True)
class Year:
    """The minutes of one year: of each month from January on, of each kind (the most first), and
    of each day on which something was done."""

    year: int
    months: tuple[int, ...]
    groups: Mapping[Group | None, int]
    days: Mapping[date, int]

    @property
    def minutes(self) -> int:
        return sum(self.months)


def served_by(member: Member) -> Sequence[Served]:
    """Every credit of the member that stands, oldest first: together the sum of their ledger."""
    undone = sa.select(Entry.reverses_id).where(Entry.reverses_id.is_not(None))
    rows = db.session.execute(
        sa.select(Entry.served_at, Need.type, EarlierHours.kind, Entry.minutes)
        .outerjoin(Record, Record.id == Entry.record_id)
        .outerjoin(Order, Order.id == Record.order_id)
        .outerjoin(Need, Need.id == Order.need_id)
        .outerjoin(EarlierHours, EarlierHours.id == Entry.earlier_id)
        .where(
            Entry.member_id == member.id,
            Entry.kind == EntryKind.CREDIT,
            Entry.id.not_in(undone),
        )
        .order_by(Entry.served_at, Entry.id)
    )
    return [Served(clock.local(at).date(), group_of(need, kind), n) for at, need, kind, n in rows]


def group_of(need_type: str | None, kind: str | None) -> Group | None:
    """The kind of a service, as its need or the other system tells."""
    if need_type is not None:
        return NEED_TYPES[need_type].group
    return Group(kind) if kind else None


def year_of(served: Sequence[Served], year: int) -> Year:
    """These services as far as they were done in that year."""
    months, groups, days = Counter[int](), Counter[Group | None](), Counter[date]()
    for one in served:
        if one.day.year == year:
            months[one.day.month] += one.minutes
            groups[one.group] += one.minutes
            days[one.day] += one.minutes
    return Year(
        year,
        tuple(months[month] for month in range(1, MONTHS + 1)),
        dict(groups.most_common()),
        dict(sorted(days.items())),
    )


def stars(minutes: int) -> int:
    """How many of the five stars so many minutes make, by time alone."""
    return sum(minutes >= hours * 60 for hours in STARS)
