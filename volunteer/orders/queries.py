"""Reading orders, always on behalf of somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.members.models import Member
from volunteer.members.queries import NAME_ONLY
from volunteer.needs.models import Need
from volunteer.orders.fit import Busy
from volunteer.orders.lifecycle import LIVE, OrderStatus
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.policy import May

PAGE = 50
# After these a member is not asked for the same need again (or not now: they wait for an answer
# themselves); what expired they may still take.
NOT_AGAIN = (
    OrderStatus.CLAIMED,
    OrderStatus.STANDING_BY,
    OrderStatus.REFUSED,
    OrderStatus.HANDED_OVER,
    OrderStatus.DECLINED,
    OrderStatus.EXPIRED,
    OrderStatus.RELEASED,
    OrderStatus.NO_SHOW,
)
NO_ANSWER = (OrderStatus.EXPIRED, OrderStatus.WITHDRAWN, OrderStatus.CANCELLED)


def visible_to(person: Person) -> sa.Select[Order]:
    """Orders a person may see: their own, and those of communities they work for."""
    theirs = person.communities_for(May.SEE_ORDER)
    return (
        sa.select(Order)
        .join(Order.member)
        .where(sa.or_(Member.person_id == person.id, Order.community_id.in_(theirs)))
        .options(
            joinedload(Order.member).options(*NAME_ONLY),
            joinedload(Order.need).joinedload(Need.grid),
        )
    )


def order_for(person: Person, order_id: int) -> Order:
    """The order, if this person may see it; otherwise it does not exist for them."""
    order = db.session.scalar(visible_to(person).where(Order.id == order_id))
    if order is None:
        raise NotFound("order", order_id)
    return order


def order_of(person_id: int, order_id: int) -> Order:
    """The order, if it is of this person and they may still come in; else it does not exist."""
    order = db.session.scalar(
        sa.select(Order)
        .join(Order.member)
        .join(Member.person)
        .where(Order.id == order_id, Person.id == person_id, Person.disabled_at.is_(None))
        .options(joinedload(Order.need).joinedload(Need.grid))
    )
    if order is None:
        raise NotFound("order", order_id)
    return order


def calendar_of(person_id: int, *, since: datetime, limit: int = 500) -> Sequence[Order]:
    """The person's own orders of whatever state that end after `since`, soonest first."""
    return db.session.scalars(
        sa.select(Order)
        .join(Order.member)
        .where(Member.person_id == person_id, Order.ends_at > since)
        .options(
            joinedload(Order.need).joinedload(Need.grid),
            joinedload(Order.need).joinedload(Need.community),
        )
        .order_by(Order.starts_at, Order.id)
        .limit(limit)
    ).all()


def list_of(
    member: Member,
    statuses: Iterable[OrderStatus],
    *,
    since: datetime | None = None,
    after: int = 0,
    limit: int = PAGE,
) -> Sequence[Order]:
    """The member's own orders in these states that end after `since`, soonest first."""
    chosen = sa.select(Order).where(
        Order.member_id == member.id, Order.status.in_(list(statuses)), Order.id > after
    )
    if since:
        chosen = chosen.where(Order.ends_at > since)
    return db.session.scalars(
        chosen.options(joinedload(Order.need).joinedload(Need.grid))
        .order_by(Order.starts_at, Order.id)
        .limit(limit)
    ).all()


def list_for(
    person: Person,
    *,
    statuses: Iterable[OrderStatus] = (),
    after: int | None = None,
    limit: int = PAGE,
) -> Sequence[Order]:
    """Orders the person may see, newest first, below the id `after`."""
    chosen = visible_to(person)
    wanted = list(statuses)
    if wanted:
        chosen = chosen.where(Order.status.in_(wanted))
    if after is not None:
        chosen = chosen.where(Order.id < after)
    return db.session.scalars(chosen.order_by(Order.id.desc()).limit(limit)).all()


def orders_of(need: Need, *, among: Collection[str] = tuple(OrderStatus)) -> Sequence[Order]:
    """Every order for the need in one of these states, with its member, oldest first. Callers have
    checked who asks."""
    return db.session.scalars(
        sa.select(Order)
        .where(Order.need_id == need.id, Order.status.in_(among))
        .options(joinedload(Order.member).options(*NAME_ONLY))
        .order_by(Order.id)
    ).all()


def live_orders(need: Need) -> Sequence[Order]:
    """The orders that hold a place of the need in its present attempt."""
    return db.session.scalars(
        sa.select(Order)
        .where(Order.need_id == need.id, Order.attempt == need.reopened, Order.status.in_(LIVE))
        .options(joinedload(Order.member))
        .order_by(Order.seat_no)
    ).all()


def seats_held(need: Need) -> Mapping[int | None, OrderStatus]:
    """Seat number -> how far its holder is, in the present attempt; nothing more is read."""
    rows = db.session.execute(SEATS, {"need_id": need.id, "attempt": need.reopened})
    return {seat: OrderStatus(status) for seat, status in rows}


# Asked for every place that is taken: put together once.
SEATS = sa.select(Order.seat_no, Order.status).where(
    Order.need_id == sa.bindparam("need_id"),
    Order.attempt == sa.bindparam("attempt"),
    Order.status.in_(LIVE),
)


def companions(order: Order) -> Sequence[Person]:
    """Who else holds a place of the same need, in the order of places."""
    return db.session.scalars(
        sa.select(Person)
        .join(Member, Member.person_id == Person.id)
        .join(Order, Order.member_id == Member.id)
        .where(
            Order.need_id == order.need_id,
            Order.attempt == order.attempt,
            Order.status.in_(LIVE),
            Order.id != order.id,
        )
        .options(lazyload(Person.roles))
        .order_by(Order.seat_no)
    ).all()


def places_taken(need_ids: Iterable[int]) -> Mapping[int, int]:
    """Need id -> places held in its present attempt; needs without any are left out."""
    rows = db.session.execute(
        sa.select(Order.need_id, sa.func.count().label("taken"))
        .join(Need, Need.id == Order.need_id)
        .where(
            Order.need_id.in_(list(need_ids)),
            Order.attempt == Need.reopened,
            Order.status.in_(LIVE),
        )
        .group_by(Order.need_id)
    )
    return {row.need_id: row.taken for row in rows}


def not_again(need_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs (need id, member id) of these needs of which the member is not to be asked again: they
    said no, gave it back, or wait for an answer themselves."""
    rows = db.session.execute(
        sa.select(Order.need_id, Order.member_id).where(
            Order.need_id.in_(list(need_ids)), Order.status.in_(NOT_AGAIN)
        )
    )
    return {(row.need_id, row.member_id) for row in rows}


def busy_times(member_ids: Iterable[int], *, since: datetime) -> Mapping[int, list[Busy]]:
    """Member id -> the accepted tasks that end after `since`; offers do not bind."""
    rows = db.session.execute(BUSY, {"member_ids": list(member_ids), "since": since})
    found: dict[int, list[Busy]] = defaultdict(list)
    for member_id, starts_at, ends_at in rows:
        found[member_id].append(Busy(starts_at, ends_at))
    return found


BUSY = (
    sa.select(Order.member_id, Order.starts_at, Order.ends_at)
    .where(
        Order.member_id.in_(sa.bindparam("member_ids", expanding=True)),
        Order.status.in_(LIVE),
        Order.ends_at > sa.bindparam("since"),
    )
    .order_by(Order.member_id, Order.starts_at)
)


@dataclass(frozen=True)
class Offered:
    """Open offers: the needs they speak of (once for each), and the times they would take."""

    needs: list[int]
    times: Mapping[int, list[Busy]]


def offered_times(member_ids: Iterable[int], *, since: datetime) -> Offered:
    """What these members have been asked and not answered, ending after `since`."""
    rows = db.session.execute(
        sa.select(Order.need_id, Order.member_id, Order.starts_at, Order.ends_at)
        .where(
            Order.member_id.in_(list(member_ids)),
            Order.status == OrderStatus.OFFERED,
            Order.ends_at > since,
        )
        .order_by(Order.id)
    ).all()
    times: dict[int, list[Busy]] = defaultdict(list)
    for row in rows:
        times[row.member_id].append(Busy(row.starts_at, row.ends_at))
    return Offered([row.need_id for row in rows], times)


def helped_before(member_ids: Iterable[int], phones: Iterable[str]) -> set[tuple[int, str]]:
    """Pairs (member id, blind index of a resident's phone) in which the member has already served
    the resident; of these indexes."""
    rows = db.session.execute(
        sa.select(Order.member_id, Need.contact_phone_index)
        .join(Need, Need.id == Order.need_id)
        .where(
            Order.status == OrderStatus.COMPLETED,
            Order.member_id.in_(list(member_ids)),
            Need.contact_phone_index.in_(list(phones)),
        )
        .distinct()
    )
    return {(member_id, phone) for member_id, phone in rows}


def tried_already(member_id: int, need_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs (need id, attempt) that the member has an order for and has answered, or still may."""
    rows = db.session.execute(
        sa.select(Order.need_id, Order.attempt).where(
            Order.member_id == member_id,
            Order.need_id.in_(list(need_ids)),
            Order.status.not_in(NO_ANSWER),
        )
    )
    return {(need_id, attempt) for need_id, attempt in rows}
