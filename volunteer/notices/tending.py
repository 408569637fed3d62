"""Looking after what never arrived: it is tried again, or let go with a reason.

An administrator sees that something did not arrive and why, never what it said or where it was to
go: errors are kept without addresses.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from volunteer.db import db
from volunteer.errors import NotFound, WrongMoment
from volunteer.notices.models import OUTBOX, Delivery, State
from volunteer.policy import Actor, May, require

log = logging.getLogger(__name__)
PAGE = 50
LONGEST_ERROR = 300
# What a mail server or a gateway may repeat of an address.
ADDRESS = re.compile(r"[^\s<>:;,'\"]+@[^\s<>:;,'\"]+|\d{5,}")


def without_addresses(error: str, address: str = "") -> str:
    """What the other side said, without anything that looks like an address or a number."""
    said = error.replace(address, "…") if address else error
    return ADDRESS.sub("…", said)[:LONGEST_ERROR]


def dead_for(by: Actor, *, after: int | None = None, limit: int = PAGE) -> Sequence[Delivery]:
    """What never arrived, newest first, below the id `after`."""
    require(by, May.TEND_OUTBOX, OUTBOX)
    chosen = sa.select(Delivery).where(Delivery.state == State.DEAD)
    if after is not None:
        chosen = chosen.where(Delivery.id < after)
    return db.session.scalars(chosen.order_by(Delivery.id.desc()).limit(limit)).all()


def delivery_for(by: Actor, delivery_id: int) -> Delivery:
    """One delivery, whatever became of it."""
    require(by, May.TEND_OUTBOX, OUTBOX)
    found = db.session.scalar(sa.select(Delivery).where(Delivery.id == delivery_id))
    if found is None:
        raise NotFound("delivery", delivery_id)
    return found


def try_again(delivery: Delivery, *, by: Actor, now: datetime) -> None:
    """It waits again, with all its tries; its key stays. Raises WrongMoment unless it is dead."""
    _still_dead(delivery, "retry", by)
    delivery.state, delivery.due_at, delivery.tries = State.WAITING, now, 0
    delivery.ended_at = None
    log.info("delivery_retried", extra={"delivery": delivery.id, "by": by.person_id})


def let_go(delivery: Delivery, *, why: str, by: Actor, now: datetime) -> None:
    """It is not sent any more, for a reason that is kept. Raises WrongMoment unless it is dead."""
    _still_dead(delivery, "drop", by)
    delivery.state, delivery.ended_at = State.DROPPED, now
    delivery.error = why[:LONGEST_ERROR]
    log.info("delivery_let_go", extra={"delivery": delivery.id, "by": by.person_id})


def _still_dead(delivery: Delivery, verb: str, by: Actor) -> None:
    require(by, May.TEND_OUTBOX, OUTBOX)
    db.session.refresh(delivery, with_for_update={"of": Delivery})
    if delivery.state != State.DEAD:
        raise WrongMoment(f"delivery.{verb}", delivery.state)
