"""Orders that wait for staff: somebody did not arrive, or forgot to leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from volunteer.db import db
from volunteer.members.queries import NAME_ONLY
from volunteer.needs.models import Need
from volunteer.orders.actions import LATE_LEAVING, NO_SHOW_AFTER
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.people.models import Person, RoleKind


def overdue_for(person: Person, *, now: datetime, limit: int = 5) -> tuple[Sequence[Order], int]:
    """Accepted orders half an hour after their start without arrival, and arrivals two hours
    after the planned end without leaving; the first of them, and how many there are."""
    missing = sa.and_(Order.status == OrderStatus.ACCEPTED, Order.starts_at <= now - NO_SHOW_AFTER)
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
