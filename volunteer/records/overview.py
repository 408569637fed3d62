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
from volunteer.records.entries import Entry, EntryKind
from volunteer.records.models import Record

MONTHS = 12
STARS = (100, 300, 600, 1000, 1500)  # hours for one to five stars, as registries usually have it


@dataclass(frozen=True)
class Served:
    """One service that counts, on its day in Shanghai."""

    day: date
    group: Group
    minutes: int


@dataclass(frozen=True)
class Year:
    """The minutes of one year: of each month from January on, of each kind (the most first), and
    of each day on which something was done."""

    year: int
    months: tuple[int, ...]
    groups: Mapping[Group, int]
    days: Mapping[date, int]

    @property
    def minutes(self) -> int:
        return sum(self.months)


def served_by(member: Member) -> Sequence[Served]:
    """Every credit of the member that stands, oldest first: together the sum of their ledger."""
    undone = sa.select(Entry.reverses_id).where(Entry.reverses_id.is_not(None))
    rows = db.session.execute(
        sa.select(Entry.served_at, Need.type, Entry.minutes)
        .join(Record, Record.id == Entry.record_id)
        .join(Order, Order.id == Record.order_id)
        .join(Need, Need.id == Order.need_id)
        .where(
            Entry.member_id == member.id,
            Entry.kind == EntryKind.CREDIT,
            Entry.id.not_in(undone),
        )
        .order_by(Entry.served_at, Entry.id)
    )
    return [Served(clock.local(at).date(), NEED_TYPES[kind].group, n) for at, kind, n in rows]


def year_of(served: Sequence[Served], year: int) -> Year:
    """These services as far as they were done in that year."""
    months, groups, days = Counter[int](), Counter[Group](), Counter[date]()
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
