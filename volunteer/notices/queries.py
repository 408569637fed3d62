"""Reading an inbox."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from volunteer.db import db
from volunteer.notices.models import Notice

SHOWN = 50


def inbox_of(person_id: int) -> Sequence[Notice]:
    """The newest notices of this person, newest first."""
    return db.session.scalars(
        sa.select(Notice)
        .where(Notice.to_person_id == person_id)
        .order_by(Notice.id.desc())
        .limit(SHOWN)
    ).all()


def unread_count(person_id: int) -> int:
    """How many notices the person has not opened."""
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Notice)
            .where(Notice.to_person_id == person_id, Notice.read_at.is_(None))
        )
        or 0
    )
