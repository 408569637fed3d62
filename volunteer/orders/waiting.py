"""Orders that wait for staff: a claim, somebody who did not arrive, or forgot to leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from volunteer.db import db
from volunteer.members.models import Member
from volunteer.members.queries import NAME_ONLY
from volunteer.needs.limits import USUAL, Limits
from volunteer.needs.models import Need
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.orders.presence import LATE_LEAVING
from volunteer.people.models import Person, RoleKind
from volunteer.policy import May


def claims_for(person: Person, *, limit: int = 5) -> tuple[Sequence[Order], int]:
    """Claims that the person, as a secretary, is to decide (not their own), the most pressing
    first; the first of them, and how many there are."""
    rows = db.session.execute(
        sa.select(Order, sa.func.count().over().label("total"))
        .join(Order.member)
        .where(
            Order.community_id.in_(person.communities_for(May.DECIDE_CLAIM)),
            Order.status == OrderStatus.CLAIMED,
            Member.person_id != person.id,
        )
        .options(
            joinedload(Order.need).joinedload(Need.grid),
            contains_eager(Order.member).options(*NAME_ONLY),
        )
        .order_by(Order.expires_at, Order.id)
        .limit(limit)
    ).all()
    return [row.Order for row in rows], rows[0].total if rows else 0


def overdue_for(
    person: Person, *, now: datetime, limits: Limits = USUAL, limit: int = 5
) -> tuple[Sequence[Order], int]:
    """Accepted orders some time after their start without arrival, and arrivals two hours
    after the planned end without leaving; the first of them, and how many there are."""
    missing = sa.and_(Order.status == OrderStatus.ACCEPTED, Order.starts_at <= now - limits.arrival)
    still_there = sa.and_(
        Order.status == OrderStatus.CHECKED_IN, Order.ends_at <= now - LATE_LEAVING
    )
    rows = db.session.execute(
        sa.select(Order, sa.func.count().over().label("total"))
        .where(
            Order.community_id.in_(person.communities_as(RoleKind.SECRETARY, RoleKind.WORKER)),
            sa.or_(missing, still_there),
        )
        .options(
            joinedload(Order.need).joinedload(Need.grid),
            joinedload(Order.member).options(*NAME_ONLY),
        )
        .order_by(Order.starts_at, Order.id)
        .limit(limit)
    ).all()
    return [row.Order for row in rows], rows[0].total if rows else 0
