"""Needs that wait for staff: in which queue, since when, and which of them are due first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from volunteer.db import db
from volunteer.history.models import Event
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.queries import STAFF
from volunteer.people.models import Person, RoleKind

SOON = timedelta(hours=48)
SILENT = timedelta(hours=24)
UNANSWERED = timedelta(hours=48)
MAY_WAIT = (
    NeedStatus.SUBMITTED,
    NeedStatus.NEEDS_INFO,
    NeedStatus.OPEN,
    NeedStatus.UNFILLED,
    NeedStatus.DONE_REPORTED,
    NeedStatus.DISPUTED,
)


class Queue(StrEnum):
    """Why a need waits for staff, the most pressing first."""

    DISPUTED = "disputed"  # the resident says that it is not solved
    UNFILLED = "unfilled"  # its time came and places were empty
    SOON = "soon"  # begins within two days and still looks for people
    ANSWERED = "answered"  # the resident answered a question
    NEW = "new"  # nobody has looked at it yet
    UNCONFIRMED = "unconfirmed"  # done for a day, and the resident has not said how it went
    ASKED = "asked"  # the resident has left a question unanswered for two days


@dataclass
class Waiting:
    """One queue: how many needs wait, and those that are due first, each with its clock."""

    total: int = 0
    needs: list[tuple[Need, datetime]] = field(default_factory=list)


def waiting_for(person: Person, *, now: datetime, each: int = 5) -> Mapping[Queue, Waiting]:
    """What waits for this person in every queue, at most `each` needs of it, in one query.

    The clock of a need is the moment at which it came into its state. What only a secretary can
    decide waits for no grid worker.
    """
    since = _latest(Event.at)
    deciding = Need.community_id.in_(person.communities_as(RoleKind.SECRETARY))
    queue = _queue(since, deciding, now)
    sorted_out = (
        sa.select(Need.id, Need.starts_at, since.label("since"), queue.label("queue"))
        .where(Need.community_id.in_(person.communities_as(*STAFF)), Need.status.in_(MAY_WAIT))
        .subquery()
    )
    due_first = (sorted_out.c.starts_at, sorted_out.c.id)
    in_turn = (
        sa.select(
            sorted_out,
            sa.func.row_number()
            .over(partition_by=sorted_out.c.queue, order_by=due_first)
            .label("turn"),
            sa.func.count().over(partition_by=sorted_out.c.queue).label("total"),
        )
        .where(sorted_out.c.queue.is_not(None))
        .subquery()
    )
    rows = db.session.execute(
        sa.select(Need, in_turn.c.queue, in_turn.c.since, in_turn.c.total)
        .join(in_turn, in_turn.c.id == Need.id)
        .where(in_turn.c.turn <= each)
        .options(joinedload(Need.grid))
        .order_by(in_turn.c.turn)
    )
    found = {queue: Waiting() for queue in Queue}
    for need, queue, at, total in rows:
        found[Queue(queue)].total = total
        found[Queue(queue)].needs.append((need, at))
    return found


def next_to_triage(person: Person) -> int | None:
    """The need (id) that this secretary would look at next, the one that begins first."""
    return db.session.scalar(
        sa.select(Need.id)
        .where(
            Need.community_id.in_(person.communities_as(RoleKind.SECRETARY)),
            Need.status == NeedStatus.SUBMITTED,
        )
        .order_by(Need.starts_at, Need.id)
        .limit(1)
    )


def beside(person: Person, need: Need) -> tuple[int | None, int | None]:
    """The needs (ids) before and after this one among those that wait for this secretary."""
    before_it = sa.tuple_(Need.starts_at, Need.id) < sa.tuple_(need.starts_at, need.id)
    waiting = (
        sa.select(Need.id, before_it.label("is_before"))
        .where(
            Need.community_id.in_(person.communities_as(RoleKind.SECRETARY)),
            Need.status == NeedStatus.SUBMITTED,
            Need.id != need.id,
        )
        .order_by(Need.starts_at, Need.id)
    )
    rows = db.session.execute(waiting).all()
    before = [row.id for row in rows if row.is_before]
    after = [row.id for row in rows if not row.is_before]
    return before[-1] if before else None, after[0] if after else None


def _latest(column: Any) -> sa.ScalarSelect[Any]:
    """This column of the last thing that happened to the need."""
    return (
        sa.select(column)
        .where(Event.kind == Need.journey.kind, Event.thing_id == Need.id)
        .order_by(Event.id.desc())
        .limit(1)
        .correlate(Need)
        .scalar_subquery()
    )


def _queue(
    since: sa.ScalarSelect[Any], deciding: sa.ColumnElement[bool], now: datetime
) -> sa.Case[Any]:
    """The queue that a need stands in, NULL when it waits for nobody here."""
    status = Need.status
    submitted = sa.and_(status == NeedStatus.SUBMITTED, deciding)
    about_to_begin = sa.and_(status == NeedStatus.OPEN, deciding, Need.starts_at <= now + SOON)
    answered = sa.and_(submitted, _latest(Event.verb) == "answer")
    silent = sa.and_(status == NeedStatus.DONE_REPORTED, since <= now - SILENT)
    unanswered = sa.and_(status == NeedStatus.NEEDS_INFO, since <= now - UNANSWERED)
    return sa.case(
        (sa.and_(status == NeedStatus.DISPUTED, deciding), Queue.DISPUTED.value),
        (sa.and_(status == NeedStatus.UNFILLED, deciding), Queue.UNFILLED.value),
        (about_to_begin, Queue.SOON.value),
        (answered, Queue.ANSWERED.value),
        (submitted, Queue.NEW.value),
        (silent, Queue.UNCONFIRMED.value),
        (unanswered, Queue.ASKED.value),
    )
