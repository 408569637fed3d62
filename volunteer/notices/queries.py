"""Reading an inbox."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from volunteer.db import db
from volunteer.notices.models import Address, Notice

SHOWN = 50


def inbox_of(person_id: int, *, after: int | None = None, limit: int = SHOWN) -> Sequence[Notice]:
    """The person's notices newest first, below the id `after`."""
    chosen = sa.select(Notice).where(Notice.to_person_id == person_id)
    if after is not None:
        chosen = chosen.where(Notice.id < after)
    return db.session.scalars(chosen.order_by(Notice.id.desc()).limit(limit)).all()


def addresses_of(person_id: int) -> Sequence[Address]:
    """Where the person agreed to be told besides the page, by channel."""
    return db.session.scalars(
        sa.select(Address).where(Address.person_id == person_id).order_by(Address.channel)
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


def is_unread(person_id: int, notice_kind: str) -> bool:
    """Whether the person has such a notice and has not opened it."""
    return bool(
        db.session.scalar(
            sa.select(
                sa.exists().where(
                    Notice.to_person_id == person_id,
                    Notice.read_at.is_(None),
                    Notice.notice_kind == notice_kind,
                )
            )
        )
    )
