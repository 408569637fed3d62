"""Single things by id, for the service itself, from whom nothing is hidden."""

from __future__ import annotations

from volunteer.db import db
from volunteer.needs.models import Need
from volunteer.orders.models import Order


def order(order_id: int) -> Order:
    """The order of this id."""
    return db.session.get_one(Order, order_id)


def need(need_id: int) -> Need:
    """The need of this id."""
    return db.session.get_one(Need, need_id)
