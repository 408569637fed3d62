"""Reading orders where people meet: one's own, and those of a group one leads."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.orders.lifecycle import LIVE
from volunteer.orders.models import Order
from volunteer.orders.queries import live_orders
from volunteer.people.models import Person
from volunteer.policy import May, can


def own_live_order(person: Person, need: Need) -> Order | None:
    """What the person does for the need in its present attempt, if anything."""
    return next((one for one in live_orders(need) if one.member.person_id == person.id), None)


def own_order_for(person: Person, need_id: int) -> Order | None:
    """The order of this person that holds a place of the need, the latest one."""
    return db.session.scalar(
        sa.select(Order)
        .join(Order.member)
        .where(Member.person_id == person.id, Order.need_id == need_id, Order.status.in_(LIVE))
        .order_by(Order.id.desc())
        .limit(1)
    )


def group_for(person: Person, need_id: int) -> Need:
    """The need of several helpers, for whoever leads them and still comes, and for staff;
    otherwise it does not exist for them."""
    need = db.session.scalar(
        sa.select(Need)
        .where(Need.id == need_id, Need.headcount > 1)
        .options(joinedload(Need.grid), joinedload(Need.community))
    )
    if need is None or not can(person, May.SHOW_GROUP_CODE, need):
        raise NotFound("need", need_id)
    by_staff = can(person, May.CALL_BACK, need)
    if not by_staff and own_live_order(person, need) is None:
        raise NotFound("need", need_id)
    return need
