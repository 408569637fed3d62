"""Reading what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from volunteer.db import db
from volunteer.history.models import Event, Seal


def story(kind: str, thing_ids: Iterable[int]) -> Sequence[Event]:
    """Everything that happened to these things, oldest first. Callers have checked who asks."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.kind == kind, Event.thing_id.in_(list(thing_ids)))
        .order_by(Event.id)
    ).all()


def stories(things: Mapping[str, Iterable[int]]) -> Sequence[Event]:
    """What happened to things of several kinds (kind -> ids), oldest first. Callers have checked
    who asks."""
    these = [
        sa.and_(Event.kind == kind, Event.thing_id.in_(list(ids))) for kind, ids in things.items()
    ]
    return db.session.scalars(sa.select(Event).where(sa.or_(*these)).order_by(Event.id)).all()


def latest() -> int:
    """The id of the last thing that happened anywhere, 0 before anything has."""
    return db.session.scalar(sa.select(sa.func.max(Event.id))) or 0


def sealed(event_ids: Iterable[int]) -> int:
    """How many of these rows of history stand in the chain."""
    asked = sa.select(sa.func.count()).where(Seal.event_id.in_(list(event_ids)))
    return db.session.scalar(asked) or 0
