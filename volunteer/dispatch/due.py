"""What is due: ids, oldest first, read afresh each time; for the service's own clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from volunteer.db import db
from volunteer.dispatch.rules import Rules
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.queries import overdue
from volunteer.orders.lifecycle import ASKED, OrderStatus
from volunteer.orders.models import Order


def expiring_offers(now: datetime, rules: Rules) -> Sequence[int]:
    """Offers that nobody answered in time, and claims that nobody decided."""
    return db.session.scalars(
        sa.select(Order.id)
        .where(Order.status.in_(ASKED), Order.expires_at <= now)
        .order_by(Order.expires_at, Order.id)
    ).all()


def offers_too_late(now: datetime, rules: Rules) -> Sequence[int]:
    """Needs with offers or claims that were written in the moment in which nobody more was wanted:
    the last place was taken, or the need was cancelled. Not what a colleague hands over."""
    return db.session.scalars(
        sa.select(Need.id)
        .join(Order, Order.need_id == Need.id)
        .where(Order.status.in_(ASKED), Order.given_by_id.is_(None), Need.status != NeedStatus.OPEN)
        .group_by(Need.id)
        .order_by(Need.id)
    ).all()


def places_for_standbys(now: datetime, rules: Rules) -> Sequence[int]:
    """Needs of which a place is open while somebody stands by, at an hour at which people are
    asked."""
    waits = sa.exists().where(
        Order.need_id == Need.id,
        Order.attempt == Need.reopened,
        Order.status == OrderStatus.STANDING_BY,
    )
    found = db.session.scalars(
        sa.select(Need)
        .where(Need.status == NeedStatus.OPEN, Need.starts_at > now, waits)
        .order_by(Need.starts_at, Need.id)
    )
    return [need.id for need in found if rules.lets_ask(need, now)]


def lapsing_needs(now: datetime, rules: Rules) -> Sequence[int]:
    """Needs whose hour has come while places are empty."""
    return [need.id for need in overdue(now)]
