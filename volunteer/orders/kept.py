"""What must always hold of approval, terms and handing over, as questions to a live database
(see `volunteer.invariants`)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from volunteer.needs.models import Need
from volunteer.needs.types import Risk
from volunteer.orders.agreement import TERMS
from volunteer.orders.lifecycle import LIVE, WAITING, OrderStatus
from volunteer.orders.models import Order

_GIVER, _NEXT = aliased(Order), aliased(Order)
_TAKEN_OVER = (
    sa.select(sa.func.count())
    .where(_NEXT.given_by_id == Order.id, _NEXT.accepted_at.is_not(None))
    .scalar_subquery()
)


def _orders(*rule: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(Order.id).join(Need, Need.id == Order.need_id).where(*rule)


def _given(*rule: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(Order.id).join(_GIVER, _GIVER.id == Order.given_by_id).where(*rule)


RULES: dict[str, sa.Select[int]] = {
    "What is risky is done by whom the community asked or approved": _orders(
        Order.status.in_(LIVE),
        Order.attempt == Need.reopened,
        Need.risk != Risk.LOW,
        Order.approved_at.is_(None),
        sa.or_(
            Order.offered_at.is_(None),
            Order.stood_by_at.is_not(None),
            Order.given_by_id.is_not(None),
        ),
    ),
    "Whoever holds a place agreed to terms that can be read again": _orders(
        Order.status.in_(LIVE), Order.agreement_version.not_in(TERMS)
    ),
    "A place handed over went to one colleague": sa.select(Order.id).where(
        Order.status == OrderStatus.HANDED_OVER, _TAKEN_OVER != 1
    ),
    "A colleague is asked for what somebody else still holds": _given(
        Order.status.in_(WAITING),
        sa.or_(
            _GIVER.status != OrderStatus.ACCEPTED,
            _GIVER.need_id != Order.need_id,
            _GIVER.attempt != Order.attempt,
            _GIVER.member_id == Order.member_id,
        ),
    ),
}
