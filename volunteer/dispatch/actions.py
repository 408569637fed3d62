"""The steps that time demands. Each looks again before it changes anything: False when there was
nothing to do any more, so that it may be tried twice, late, or by two runners at once."""

from __future__ import annotations

from datetime import datetime

from volunteer.dispatch import queries
from volunteer.dispatch.rules import Rules
from volunteer.orders import actions as orders


def expire(order_id: int, now: datetime, rules: Rules) -> bool:
    """The offer can no longer be answered; its member is told kindly."""
    return orders.expire(queries.order(order_id), now=now)


def lapse(need_id: int, now: datetime, rules: Rules) -> bool:
    """The need's hour has come unfilled, and the secretary decides."""
    return orders.lapse_need(queries.need(need_id), now=now)
