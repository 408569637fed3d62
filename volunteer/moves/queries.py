"""Reading moves, always on behalf of somebody; and what a member has in hand."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.members.models import Member
from volunteer.moves.lifecycle import MoveStatus
from volunteer.moves.models import Move
from volunteer.orders.lifecycle import AHEAD, WAITING
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.policy import May
from volunteer.series.models import Series

PAGE = 50


def asked_by(member: Member) -> Move | None:
    """The move that the member waits for, if there is one."""
    return db.session.scalar(
        sa.select(Move)
        .where(Move.member_id == member.id, Move.status == MoveStatus.ASKED)
        .options(joinedload(Move.community), joinedload(Move.grid))
    )


def own_move(member: Member) -> Move:
    """The move that the member waits for; NotFound without one."""
    found = asked_by(member)
    if found is None:
        raise NotFound("move", member.id)
    return found


def waiting_for(person: Person, *, after: int = 0, limit: int = PAGE) -> Sequence[Move]:
    """Moves that the person, as a secretary of the new community, decides; in the order of asking,
    beyond the id `after`."""
    return db.session.scalars(
        _decided_by(person).where(Move.id > after).order_by(Move.id).limit(limit)
    ).all()


def waiting_count(person: Person) -> int:
    """How many moves wait for this secretary."""
    waiting = _decided_by(person).with_only_columns(Move.id).order_by(None).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(waiting)) or 0


def move_for(person: Person, move_id: int) -> Move:
    """The move, if this person decides it; otherwise it does not exist for them."""
    found = db.session.scalar(_decided_by(person).where(Move.id == move_id))
    if found is None:
        raise NotFound("move", move_id)
    return found


def in_hand(member: Member) -> Sequence[Order]:
    """What the member has promised and waits for, in the order of needs."""
    return db.session.scalars(
        sa.select(Order)
        .where(Order.member_id == member.id, Order.status.in_(AHEAD | WAITING))
        .options(joinedload(Order.need))
        .order_by(Order.need_id, Order.id)
    ).all()


def adopted(member: Member) -> Sequence[Series]:
    """Series that the member has taken on."""
    return db.session.scalars(
        sa.select(Series).where(Series.member_id == member.id).order_by(Series.id)
    ).all()


def _decided_by(person: Person) -> sa.Select[Move]:
    return (
        sa.select(Move)
        .join(Move.member)
        .where(
            Move.community_id.in_(person.communities_for(May.DECIDE_REGISTRATION)),
            Move.status == MoveStatus.ASKED,
            Member.person_id != person.id,
        )
        .options(
            joinedload(Move.member).options(
                joinedload(Member.person).lazyload(Person.roles), lazyload(Member.free_parts)
            ),
            joinedload(Move.grid),
            joinedload(Move.left),
        )
    )
