"""What the clocks must have kept, as questions to a live database (see `volunteer.invariants`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from volunteer.db import db
from volunteer.dispatch.models import JobRun
from volunteer.dispatch.queries import A_WEEK
from volunteer.dispatch.rules import Rules
from volunteer.history.models import Event
from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.orders.lifecycle import ASKED
from volunteer.orders.models import Order
from volunteer.rights.retention import closed_long

GRACE = timedelta(hours=1)
NO_CONTACT = "No need says whom to call after its time when the jobs have looked"


def open_too_long() -> Iterator[int]:
    """Offers and claims (ids) open although jobs ran an hour after their time; the one that ends
    them leaves a row only when something is due."""
    looked = db.session.scalar(
        sa.select(sa.func.max(JobRun.began_at)).where(JobRun.ended_at.is_not(None))
    )
    if looked is not None:
        yield from db.session.scalars(
            sa.select(Order.id).where(Order.status.in_(ASKED), Order.expires_at < looked - GRACE)
        )


def asked_too_often() -> Iterator[int]:
    """Offers (ids) that the service made by itself to somebody who had been asked often enough."""
    rows = db.session.execute(
        sa.select(Order.id, Event.facts["weekly"].as_integer().label("weekly"))
        .join(Need, Need.id == Order.need_id)
        .join(Event, sa.and_(Event.thing_id == Need.id, Event.at == Order.offered_at))
        .where(
            Event.kind == Need.journey.kind,
            Event.verb == "ask_next",
            Need.urgency != Urgency.EMERGENCY,
        )
    )
    by_itself = {row.id: row.weekly for row in rows}
    asked: dict[int, list[datetime]] = defaultdict(list)
    offers = sa.select(Order.id, Order.member_id, Order.offered_at).order_by(Order.id)
    for order_id, member_id, at in db.session.execute(offers):
        if at is None:  # taken from the hall
            continue
        lately = [one for one in asked[member_id] if one > at - A_WEEK]
        if len(lately) >= by_itself.get(order_id, len(lately) + 1):
            yield order_id
        asked[member_id] = [*lately, at]


def contacts_kept_too_long(rules: Rules) -> Iterator[int]:
    """Needs (ids) that still say whom to call although the job that masks them ran an hour after
    their time."""
    looked = db.session.scalar(
        sa.select(sa.func.max(JobRun.began_at)).where(
            JobRun.job == "mask-contacts", JobRun.ended_at.is_not(None)
        )
    )
    if looked is not None:
        yield from db.session.scalars(closed_long(looked - GRACE, rules.keep_contacts))
