"""What is due: ids, oldest first, read afresh each time; for the service's own clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from volunteer.db import db
from volunteer.dispatch.rules import Rules
from volunteer.needs.queries import overdue
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order


def expiring_offers(now: datetime, rules: Rules) -> Sequence[int]:
    """Offers that nobody answered in time."""
    return db.session.scalars(
        sa.select(Order.id)
        .where(Order.status == OrderStatus.OFFERED, Order.expires_at <= now)
        .order_by(Order.expires_at, Order.id)
    ).all()


def lapsing_needs(now: datetime, rules: Rules) -> Sequence[int]:
    """Needs whose hour has come while places are empty."""
    return [need.id for need in overdue(now)]
