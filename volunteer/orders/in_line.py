"""Who waits for a place, and to whom a place goes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from volunteer.db import db
from volunteer.members.models import Member
from volunteer.members.queries import NAME_ONLY
from volunteer.needs.models import Need
from volunteer.orders.lifecycle import LIVE, WAITING, OrderStatus
from volunteer.orders.models import Order

STOOD_BY = sa.or_(
    Order.status == OrderStatus.STANDING_BY,
    sa.and_(Order.status == OrderStatus.OFFERED, Order.stood_by_at.is_not(None)),
)


def own_order(need: Need, member: Member) -> Order | None:
    """The member's order for the need in its present attempt that is held, waits or was refused."""
    return db.session.scalar(
        sa.select(Order)
        .where(
            Order.need_id == need.id,
            Order.attempt == need.reopened,
            Order.member_id == member.id,
            Order.status.in_(LIVE | WAITING | {OrderStatus.REFUSED}),
        )
        .order_by(Order.id.desc())
        .limit(1)
    )


def let_pass(member_id: int, need_ids: Iterable[int]) -> sa.Select[Order]:
    """Asks for the offers of these needs, for the present attempt and hour, which the community
    made to the member and which waited for an answer in vain."""
    return (
        sa.select(Order)
        .join(Need, Need.id == Order.need_id)
        .where(
            Order.need_id.in_(list(need_ids)),
            Order.attempt == Need.reopened,
            Order.starts_at == Need.starts_at,
            Order.ends_at == Need.ends_at,
            Order.member_id == member_id,
            Order.status == OrderStatus.EXPIRED,
            Order.offered_at.is_not(None),
            Order.stood_by_at.is_(None),
            Order.given_by_id.is_(None),
        )
        .order_by(Order.id.desc())
    )


def givers_to(need: Need, member_ids: Iterable[int]) -> sa.Select[int]:
    """Asks for the ids of the members who wait for one of these to take over their place of the
    need."""
    theirs = aliased(Order)
    return (
        sa.select(theirs.member_id)
        .join(Order, Order.given_by_id == theirs.id)
        .where(
            Order.need_id == need.id,
            Order.member_id.in_(list(member_ids)),
            Order.status.in_(WAITING),
        )
    )


def stood_by(need: Need) -> Sequence[Order]:
    """Who stands by for the need in its present attempt, or was asked because of that and has not
    answered; in the order in which they came."""
    return db.session.scalars(
        sa.select(Order)
        .where(Order.need_id == need.id, Order.attempt == need.reopened, STOOD_BY)
        .order_by(Order.stood_by_at, Order.id)
    ).all()


def places_kept(need_ids: Iterable[int]) -> Mapping[int, int]:
    """Need id -> how many stand by for it; a place that opens is theirs first."""
    rows = db.session.execute(
        sa.select(Order.need_id, sa.func.count().label("kept"))
        .join(Need, Need.id == Order.need_id)
        .where(Order.need_id.in_(list(need_ids)), Order.attempt == Need.reopened, STOOD_BY)
        .group_by(Order.need_id)
    )
    return {row.need_id: row.kept for row in rows}


def handed_on(order: Order) -> Order | None:
    """The order by which a colleague is asked to take this one over, or has taken it over."""
    return db.session.scalar(
        sa.select(Order)
        .where(Order.given_by_id == order.id, Order.status.in_(LIVE | WAITING))
        .options(joinedload(Order.member).options(*NAME_ONLY))
    )
