"""What lies around the records that are reviewed: the member's other ones, and whose hours the
reviewer's beneficiaries have approved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from volunteer.clock import local
from volunteer.db import db
from volunteer.needs.models import Need
from volunteer.orders.models import Order, Presence
from volunteer.people.models import Person
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.models import Record
from volunteer.reviews.models import Confirmation

MONTH, QUARTER = timedelta(days=30), timedelta(days=90)


@dataclass(frozen=True)
class Other:
    """As much of another record of the same member as flags look at."""

    id: int
    started_at: datetime
    ended_at: datetime
    minutes: int
    phone: str
    title: str
    grid_id: int
    presence: Presence | None
    left_at: datetime
    word_at: datetime | None

    @property
    def day(self) -> date:
        return local(self.started_at).date()


def records_around(records: Sequence[Record]) -> Mapping[int, list[Other]]:
    """Person id -> their records of the month before and of the day after these, void and
    rejected ones left out."""
    found: dict[int, list[Other]] = defaultdict(list)
    if not records:
        return found
    since = min(one.started_at for one in records) - MONTH
    until = max(one.ended_at for one in records) + timedelta(days=1)
    rows: Iterable[Any] = db.session.execute(
        sa.select(
            Record.person_id,
            Record.id,
            Record.started_at,
            Record.ended_at,
            Record.minutes,
            Need.contact_phone_index,
            Record.title,
            Need.grid_id,
            Order.presence,
            sa.func.coalesce(Order.checked_out_at, Record.ended_at, type_=Record.ended_at.type),
            Confirmation.at,
        )
        .join(Order, Order.id == Record.order_id)
        .join(Need, Need.id == Order.need_id)
        .outerjoin(
            Confirmation,
            sa.and_(Confirmation.need_id == Order.need_id, Confirmation.attempt == Order.attempt),
        )
        .where(
            Record.person_id.in_({one.person_id for one in records}),
            Record.status.not_in([RecordStatus.REJECTED, RecordStatus.VOIDED]),
            Record.started_at.between(since, until),
        )
    )
    for person_id, record_id, *about in rows:
        found[person_id].append(Other(record_id, *about))
    return found


def approved_in_turn(reader: Person, records: Sequence[Record]) -> Counter[int]:
    """Person id -> how many records of the reader that person has approved lately."""
    if not records:
        return Counter()
    rows = db.session.execute(
        sa.select(Record.reviewer_id, sa.func.count())
        .where(
            Record.person_id == reader.id,
            Record.status == RecordStatus.APPROVED,
            Record.reviewer_id.in_({one.person_id for one in records}),
            Record.reviewed_at >= min(one.submitted_at for one in records) - QUARTER,
        )
        .group_by(Record.reviewer_id)
    )
    return Counter({person_id: count for person_id, count in rows if person_id is not None})
