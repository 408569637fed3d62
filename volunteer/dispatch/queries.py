"""What the service looks at before it asks anybody, and single things by id: nothing is hidden
from the service itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db
from volunteer.dispatch.models import Search
from volunteer.dispatch.waves import Answers
from volunteer.members.models import Member
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.orders.in_line import STOOD_BY
from volunteer.orders.lifecycle import LIVE, OrderStatus
from volunteer.orders.models import Order
from volunteer.places.models import Community
from volunteer.records.models import Record
from volunteer.rounds.models import Proposal
from volunteer.series.models import Series

A_WEEK = timedelta(days=7)
# Whoever was asked and could not answer may be asked again.
NOBODYS_FAULT = (OrderStatus.WITHDRAWN, OrderStatus.CANCELLED)
REMEMBERED = timedelta(days=180)  # answers older than that say little of today
# What a colleague hands over is no open place.
UNANSWERED = sa.and_(Order.status == OrderStatus.OFFERED, Order.given_by_id.is_(None))


@dataclass(frozen=True)
class Out:
    """Places held, and when those were asked who have not answered."""

    held: int
    asked_at: Sequence[datetime]

    def since(self, moment: datetime) -> int:
        """How many of them were asked after this moment."""
        return sum(at > moment for at in self.asked_at)


def order(order_id: int) -> Order:
    """The order of this id."""
    return db.session.get_one(Order, order_id)


def need(need_id: int) -> Need:
    """The need of this id."""
    return db.session.get_one(Need, need_id)


def member(member_id: int) -> Member:
    """The member of this id."""
    return db.session.get_one(Member, member_id)


def series(series_id: int) -> Series:
    """The series of this id."""
    return db.session.get_one(Series, series_id)


def community(community_id: int) -> Community:
    """The community of this id."""
    return db.session.get_one(Community, community_id)


def record(record_id: int) -> Record:
    """The record of this id."""
    return db.session.get_one(Record, record_id)


def asks_by_itself(need: Need, now: datetime) -> bool:
    """Whether the service may ask for this need: it is open and ahead, and a released round began
    it in this attempt, or its community chose so. Whoever stands by is asked before others."""
    return db.session.scalar(_asking(now).where(Need.id == need.id)) is not None


def _asking(now: datetime) -> sa.Select[Need]:
    from_round = sa.exists().where(
        Proposal.order_id == Order.id, Order.need_id == Need.id, Order.attempt == Need.reopened
    )
    return (
        sa.select(Need)
        .join(Community, Community.id == Need.community_id)
        .where(
            Need.status == NeedStatus.OPEN,
            Need.starts_at > now,
            sa.or_(from_round, Community.asks_by_itself),
            ~sa.exists().where(Order.need_id == Need.id, Order.attempt == Need.reopened, STOOD_BY),
        )
        .order_by(Need.starts_at, Need.id)
    )


def offers_out(need: Need) -> Out:
    """What the need's present attempt has."""
    rows = db.session.execute(
        sa.select(Order.status, Order.offered_at).where(
            Order.need_id == need.id,
            Order.attempt == need.reopened,
            sa.or_(Order.status.in_(LIVE), UNANSWERED),
        )
    ).all()
    asked = [row.offered_at for row in rows if row.status == OrderStatus.OFFERED]
    return Out(len(rows) - len(asked), asked)


def not_looked_for(now: datetime) -> Sequence[Need]:
    """Of the needs for which the service may ask, those with which something has happened since it
    last looked for people, or for which it is time to look again."""

    def count(which: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
        return (
            sa.select(sa.func.count(Order.id))
            .where(Order.need_id == Need.id, Order.attempt == Need.reopened, which)
            .correlate(Need)
            .scalar_subquery()
        )

    looked = sa.exists().where(
        Search.need_id == Need.id,
        Search.again_at > now,
        Search.attempt == Need.reopened,
        Search.held == count(Order.status.in_(LIVE)),
        Search.unanswered == count(UNANSWERED),
    )
    return db.session.scalars(_asking(now).where(~looked)).all()


def answers(type: str, hour: int, *, now: datetime) -> Answers:
    """What people said lately when asked for this kind of task at this hour of the day."""
    return all_answers(type, now=now)[type, hour]


def all_answers(*types: str, now: datetime) -> Mapping[tuple[str, int], Answers]:
    """(type, hour of the day) -> what people said lately when asked for that, of these types or of
    all; what nobody was asked for has no answers."""
    said_yes = sa.func.count(Order.accepted_at)
    rows = db.session.execute(
        sa.select(Need.type, Order.starts_at, said_yes, sa.func.count())
        .join(Need, Need.id == Order.need_id)
        .where(
            Need.type.in_(types) if types else sa.true(),
            Order.offered_at > now - REMEMBERED,
            sa.or_(
                Order.accepted_at.is_not(None),
                Order.status.in_([OrderStatus.DECLINED, OrderStatus.EXPIRED]),
            ),
        )
        .group_by(Need.type, Order.starts_at)
    ).all()
    found: dict[tuple[str, int], Answers] = defaultdict(Answers)
    for type, at, yes, asked in rows:
        kind = type, clock.local(at).hour
        found[kind] = Answers(found[kind].yes + yes, found[kind].asked + asked)
    return found


def not_to_be_asked(need: Need, *, now: datetime, weekly_offers: int) -> set[int]:
    """Members (ids) who wait for nothing more just now: an offer of theirs is open (what is urgent
    is asked all the same), they know this need already, or they were asked often enough this week
    (an emergency asks all the same)."""
    presses = need.urgency in (Urgency.EMERGENCY, Urgency.URGENT)
    open_offer = sa.false() if presses else Order.status == OrderStatus.OFFERED
    knows = sa.and_(
        Order.need_id == need.id, Order.attempt == need.reopened, Order.status.not_in(NOBODYS_FAULT)
    )
    found = set(db.session.scalars(sa.select(Order.member_id).where(sa.or_(open_offer, knows))))
    if need.urgency != Urgency.EMERGENCY:
        found |= set(
            db.session.scalars(
                sa.select(Order.member_id)
                .where(Order.offered_at > now - A_WEEK)
                .group_by(Order.member_id)
                .having(sa.func.count() >= weekly_offers)
            )
        )
    return found


def unanswered_in_a_row(member: Member) -> int:
    """How many of the member's last offers, back to one they answered, expired; at most six."""
    # Whoever agreed has answered, even if the community then let their claim expire.
    unanswered = sa.and_(Order.status == OrderStatus.EXPIRED, Order.agreed_at.is_(None))
    ended = sa.or_(unanswered, Order.status == OrderStatus.DECLINED, Order.agreed_at.is_not(None))
    last = db.session.scalars(
        sa.select(unanswered)
        .where(Order.member_id == member.id, ended)
        .order_by(Order.id.desc())
        .limit(6)
    )
    return len([*takewhile(bool, last)])
