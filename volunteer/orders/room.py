"""Whether a place is still to be had: what a whole crowd asks at one moment."""

from __future__ import annotations

import sqlalchemy as sa

from volunteer.db import db
from volunteer.errors import NoRoom
from volunteer.members.models import Member
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.queries import need_for
from volunteer.orders.lifecycle import LIVE
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.policy import Actor, May

# Put together once, not for every one of the crowd.
HELD = (
    sa.select(Order.id)
    .join(Order.need)
    .join(Order.member)
    .where(
        Order.need_id == sa.bindparam("need_id"),
        Order.attempt == Need.reopened,
        Order.status.in_(LIVE),
        Member.person_id == sa.bindparam("person_id"),
    )
    .limit(1)
)
FULL = sa.select(Need.id).where(
    Need.id == sa.bindparam("need_id"),
    Need.status == NeedStatus.STAFFED,
    Need.community_id.in_(sa.bindparam("seen", expanding=True)),
    ~HELD.correlate(None).exists(),
)


def must_have_room(person: Person, need_id: int) -> None:
    """NoRoom where the person sees a need whose places are all taken, none of them by them.

    It only reads: those of a crowd who come too late are told so without holding up anybody who
    writes. Whoever goes on is to be looked at again in their transaction.
    """
    seen = person.communities_for(May.SEE_CONTACT) + person.communities_for(May.SEE_NEED)
    asked = {"need_id": need_id, "person_id": person.id, "seen": seen}
    if db.session.scalar(FULL, asked) is not None:
        raise NoRoom


def must_not_be_gone(order: Order, person: Person) -> None:
    """NoRoom where the order is an offer to this person and others have all the places by now;
    as `must_have_room`."""
    is_full = order.need.status == NeedStatus.STAFFED and order.given_by_id is None
    if is_full and order.member.person_id == person.id and order.status not in LIVE:
        raise NoRoom


def task_for(person: Person, need_id: int) -> Need:
    """The need, if this person may see it and a place of it is free, or theirs already.

    Raises NoRoom otherwise.
    """
    need = need_for(person, need_id)
    if need.status == NeedStatus.STAFFED and not holds_place(person, need):
        raise NoRoom
    return need


def holds_place(actor: Actor, need: Need) -> bool:
    """Whether one of the need's places, in its present attempt, is theirs."""
    return db.session.scalar(HELD, {"need_id": need.id, "person_id": actor.person_id}) is not None
