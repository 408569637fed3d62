"""What waits on the day of the visit: a colleague's task to be taken over, and one for a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa

from volunteer.db import db
from volunteer.demo import hours
from volunteer.demo.weeks import Story, Town
from volunteer.errors import DomainError
from volunteer.members.models import Member
from volunteer.orders import handing, standby
from volunteer.orders.hall import Entry, entries_for
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order

AHEAD = timedelta(hours=20)
TRIED = 6  # members, the host first


def waiting(town: Town) -> Story:
    """A colleague is asked to go instead, and for another task somebody stands by: the host, where
    their day allows it."""
    yield hours.still_awake(town.weeks.end - timedelta(minutes=10))
    promised = _promised(town)
    # The host comes first, so that a visitor finds both on a page of their own.
    asked = [one.member for one in sorted(town.neighbours, key=lambda one: not one.host)][:TRIED]
    for does in (_hands_over, _stands_by):
        taken = next((one for one in promised if _happens(town, one, asked, does)), None)
        promised = [one for one in promised if one is not taken]


def _promised(town: Town) -> Sequence[Order]:
    return db.session.scalars(
        sa.select(Order)
        .where(
            Order.community_id == town.community.id,
            Order.status == OrderStatus.ACCEPTED,
            Order.starts_at > town.now + AHEAD,
        )
        .order_by(Order.id)
    ).all()


def _happens(
    town: Town,
    order: Order,
    asked: Sequence[Member],
    does: Callable[[Town, Order, Member, Entry], object],
) -> bool:
    """Whether one of those asked could."""
    for member in asked:
        for entry in entries_for(member, [order.need], now=town.now, travel=town.travel):
            if member.id != order.member_id and entry.may_be_taken:
                try:
                    does(town, order, member, entry)
                except DomainError:  # a place is free, or they are elsewhere
                    continue
                return True
    return False


def _hands_over(town: Town, order: Order, member: Member, _: Entry) -> None:
    who = member.person
    handing.propose(
        order, name=who.name, phone=who.phone or "", by=order.member.person,
        now=town.now, travel=town.travel,
    )  # fmt: skip


def _stands_by(town: Town, order: Order, member: Member, entry: Entry) -> None:
    standby.stand_by(
        order.need, member, reasons=entry.terms, by=member.person, now=town.now, travel=town.travel
    )
