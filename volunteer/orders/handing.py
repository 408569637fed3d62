"""Handing a promised task over to a colleague: the one proposes, the other consents.

A colleague is named by full name and phone, as one knows them already; whether nobody of that name
is here, or somebody who cannot do it or would not be asked, is not told apart. The place stays
with whoever promised until the colleague has said yes, and changes hands in one moment.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from volunteer.db import db
from volunteer.errors import Clash, NoSuchColleague, NotSuited, WrongMoment
from volunteer.history.steps import begin, note, take_step
from volunteer.members.models import Member
from volunteer.members.queries import askable
from volunteer.notices.actions import tell
from volunteer.orders import seats
from volunteer.orders.in_line import handed_on, own_order
from volunteer.orders.lifecycle import WAITING, OrderStatus
from volunteer.orders.models import Order
from volunteer.orders.patience import USUAL, Patience
from volunteer.people.models import Person
from volunteer.policy import Actor, May, require
from volunteer.sealing import blind


def propose(  # noqa: PLR0913 - a colleague is two words, as one knows them
    order: Order,
    *,
    name: str,
    phone: str,
    by: Actor,
    now: datetime,
    travel: timedelta,
    patience: Patience = USUAL,
) -> Order:
    """The colleague is asked to take the order over and may answer as long as to an offer.

    Raises NoSuchColleague (see above), WrongMoment when somebody is asked already or the task is
    not theirs any more, TooLate after the start.
    """
    require(by, May.HAND_OVER, order)
    colleague = _called(name, phone, now)
    seats.lock(order.need, order.member, *([colleague] if colleague else []))
    db.session.refresh(order)
    seats.must_be_ahead(order.need, now=now)
    if order.status != OrderStatus.ACCEPTED or handed_on(order) is not None:
        raise WrongMoment("order.hand_over", order.status)
    if colleague is None or own_order(order.need, colleague) is not None:
        raise NoSuchColleague
    try:
        seats.must_suit(order.need, colleague, travel=travel)
    except (Clash, NotSuited):
        raise NoSuchColleague from None
    asked = Order.of(order.need, colleague, {})
    asked.given_by, asked.offered_at = order, now
    asked.expires_at = patience.until(order.need, now)
    note(order, "propose", may=May.HAND_OVER, by=by, now=now)
    begin(asked, OrderStatus.OFFERED, may=May.OFFER_TASK, by=by, now=now, given=order.id)
    told, who = [colleague.person_id], order.member.person.name
    tell(told, "hand_over_asked", about=asked, now=now, title=order.need.title, who=who)
    return asked


def recall(order: Order, *, by: Actor, now: datetime) -> None:
    """The member keeps the task after all; the colleague who was asked is told."""
    require(by, May.HAND_OVER, order)
    asked = handed_on(order)
    if asked is None or asked.status not in WAITING:
        raise WrongMoment("order.recall", order.status)
    seats.lock_order(asked)
    take_step(asked, "recall", by=by, now=now)
    tell([asked.member.person_id], "order_withdrawn", about=asked, now=now, title=order.need.title)


def _called(name: str, phone: str, now: datetime) -> Member | None:
    """The one member of this name and phone who lets themselves be asked."""
    found = db.session.scalars(
        sa.select(Member)
        .join(Member.person)
        .where(Person.name == name, Person.phone_index == blind(phone), *askable(now))
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None
