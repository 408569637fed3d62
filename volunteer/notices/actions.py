"""Telling people things, in the same transaction as the thing itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from volunteer.db import db
from volunteer.history.steps import Travels
from volunteer.notices.models import Notice


def tell(
    person_ids: Iterable[int], notice_kind: str, about: Travels, *, now: datetime, **facts: object
) -> None:
    """Each of these people finds the notice in their inbox once this transaction commits."""
    for person_id in sorted(set(person_ids)):
        db.session.add(
            Notice(
                notice_kind=notice_kind,
                to_person_id=person_id,
                thing_kind=about.journey.kind,
                thing_id=about.id,
                facts=facts,
                created_at=now,
            )
        )


def mark_read(person_id: int, *, now: datetime) -> None:
    """Nothing in the person's inbox is new any more."""
    db.session.execute(
        sa.update(Notice)
        .where(Notice.to_person_id == person_id, Notice.read_at.is_(None))
        .values(read_at=now)
    )
