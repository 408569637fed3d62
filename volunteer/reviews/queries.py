"""Reading what residents said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from volunteer.db import db
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
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


@dataclass(frozen=True)
class Thanks:
    """What a resident wanted to have passed on to whoever came, without the resident's name."""

    said: str
    title: str
    at: datetime


def thanks_to(member: Member, *, after: int = 0, limit: int = 20) -> Sequence[Thanks]:
    """The thanks that residents wanted passed on to this member, the last ones first, beyond the
    first `after`."""
    rows = db.session.execute(
        sa.select(Confirmation.thanks, Need.title, Confirmation.at)
        .join(Need, Need.id == Confirmation.need_id)
        .join(Order, sa.and_(Order.need_id == Need.id, Order.attempt == Confirmation.attempt))
        .where(
            Order.member_id == member.id,
            Order.status == OrderStatus.COMPLETED,
            Confirmation.thanks_passed_on,
            Confirmation.thanks != "",
        )
        .order_by(Confirmation.at.desc())
        .offset(after)
        .limit(limit)
    )
    return [Thanks(*row) for row in rows]
