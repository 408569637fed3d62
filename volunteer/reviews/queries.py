"""Reading what residents said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from volunteer.db import db
from volunteer.needs.models import Need
from volunteer.reviews.models import Confirmation


def word_on(need: Need) -> Confirmation | None:
    """What the resident said about the present attempt, if they have."""
    return db.session.scalar(
        sa.select(Confirmation).where(
            Confirmation.need_id == need.id, Confirmation.attempt == need.reopened
        )
    )


def words_on(need_ids: Iterable[int]) -> Mapping[int, Confirmation]:
    """Need id -> the latest word of its resident; silent ones are left out."""
    rows = db.session.scalars(
        sa.select(Confirmation)
        .where(Confirmation.need_id.in_(list(need_ids)))
        .order_by(Confirmation.attempt)
    )
    return {row.need_id: row for row in rows}
