"""What must always hold, each as a question to a live database that nothing may answer.

The constraints and triggers refuse most of it at the moment of writing; this looks at what is
there, so that a restored, moved or hand-mended database can be trusted too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from volunteer import clock
from volunteer.certificates.models import Certificate
from volunteer.consents import kept as consents
from volunteer.contacts.rotating import unreadable
from volunteer.db import UtcDateTime, db, in_transaction, reading
from volunteer.disclosures import kept as disclosures
from volunteer.dispatch.kept import asked_too_often, open_too_long
from volunteer.history.models import Event
from volunteer.history.sealing import broken_seals, passed_over
from volunteer.members.models import Member
from volunteer.moves import kept as moves
from volunteer.moves.models import Move
from volunteer.needs.lifecycle import ENDS, NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import Risk
from volunteer.notices.models import Delivery, Notice, State
from volunteer.orders import kept as orders
from volunteer.orders.lifecycle import AHEAD, LIVE, WAITING, OrderStatus
from volunteer.orders.models import Order
from volunteer.records import earlier_kept
from volunteer.records.earlier import Import
from volunteer.records.entries import Entry, EntryKind
from volunteer.records.ledger import broken_links
from volunteer.records.lifecycle import UNDECIDED, RecordStatus
from volunteer.records.models import Record
from volunteer.reviews.follow_ups import FollowUp
from volunteer.reviews.models import Confirmation
from volunteer.rounds.models import Round
from volunteer.series import kept as series
from volunteer.series.models import Series

Kind = (
    type[Member] | type[Need] | type[Order] | type[Record] | type[Round] | type[Certificate]
    | type[Series] | type[FollowUp] | type[Import] | type[Move]
)  # fmt: skip
KINDS: tuple[Kind, ...] = (
    *(Member, Need, Order, Record, Round, Certificate, Series, FollowUp, Import, Move),
)
SHOWN = 10


@dataclass(frozen=True)
class Broken:
    """A rule that does not hold, and the first few things (ids) that break it."""

    rule: str
    ids: list[int]


def broken(rules: Iterable[str] = ()) -> Iterator[Broken]:
    """Every rule (of these, if given) that the database breaks now; nothing when all is well.

    They are asked as of one moment, or as the transaction sees it inside of which they are asked.
    """
    with nullcontext() if in_transaction() else reading():
        for rule in rules or RULES:
            breakers = RULES[rule]
            if callable(breakers):
                ids = list(islice(breakers(), SHOWN))
            else:
                ids = list(db.session.scalars(breakers.limit(SHOWN)))
            if ids:
                yield Broken(rule, ids)


def _held() -> sa.ScalarSelect[int]:
    """How many places of the need are held in its present attempt."""
    return (
        sa.select(sa.func.count())
        .where(Order.need_id == Need.id, Order.attempt == Need.reopened, Order.status.in_(LIVE))
        .scalar_subquery()
    )


def _needs(*rule: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(Need.id).where(*rule)


def _orders(*rule: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(Order.id).join(Need, Need.id == Order.need_id).where(*rule)


def _overlapping() -> sa.Select[int]:
    other = aliased(Order)
    return sa.select(Order.id).where(
        Order.status.in_(AHEAD),
        sa.exists().where(
            other.id != Order.id,
            other.member_id == Order.member_id,
            other.status.in_(AHEAD),
            other.starts_at < Order.ends_at,
            Order.starts_at < other.ends_at,
        ),
    )


def _twice_in(*same: InstrumentedAttribute[Any]) -> sa.Select[int]:
    """Held orders that agree with an earlier one in all of these."""
    other = aliased(Order)
    return sa.select(Order.id).where(
        Order.status.in_(LIVE),
        sa.exists().where(
            other.id < Order.id,
            other.status.in_(LIVE),
            *(getattr(other, one.key) == one for one in same),
        ),
    )


def _untold(kind: Kind) -> sa.Select[int]:
    """Things whose state is not the one in which their history left them."""
    last = (
        sa.select(Event.new)
        .where(Event.kind == kind.journey.kind, Event.thing_id == kind.id)
        .order_by(Event.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return sa.select(kind.id).where(sa.func.coalesce(last, "") != kind.status)


def _gaps_in_history() -> sa.Select[int]:
    """Events that do not begin where the one before of the same thing ended."""
    before = sa.func.lag(Event.new).over(
        partition_by=(Event.kind, Event.thing_id), order_by=Event.id
    )
    told = sa.select(Event.id, Event.old, before.label("before")).subquery()
    return sa.select(told.c.id).where(
        sa.func.coalesce(told.c.old, "") != sa.func.coalesce(told.c.before, "")
    )


def _an_hour_ago() -> datetime:
    return clock.now() - timedelta(hours=1)


def _uncounted() -> sa.Select[int]:
    """Notices that were to go out in more or fewer ways than they have deliveries."""
    copies = sa.select(sa.func.count()).where(Delivery.notice_id == Notice.id).scalar_subquery()
    return sa.select(Notice.id).where(Notice.copies != copies)


def _stuck() -> sa.Select[int]:
    """Deliveries whose sender's lease ended long ago, and which nobody took over."""
    past = sa.bindparam("past", callable_=_an_hour_ago, type_=UtcDateTime())
    return sa.select(Delivery.id).where(Delivery.state == State.SENDING, Delivery.due_at < past)


def _records(*rule: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(Record.id).join(Order, Order.id == Record.order_id).where(*rule)


def _not_as_credited() -> sa.Select[int]:
    """Records whose ledger says something else than the record: one credit that stands for each
    that is approved and counts, with its minutes, for its member; for others nothing."""
    credits = sa.func.sum(sa.case((Entry.kind == EntryKind.CREDIT, 1), else_=-1))
    ledger = (
        sa.select(Entry.record_id, sa.func.sum(Entry.minutes).label("minutes"), credits.label("n"))
        .group_by(Entry.record_id)
        .subquery()
    )
    standing, given = (sa.func.coalesce(one, 0) for one in (ledger.c.n, ledger.c.minutes))
    stands = sa.and_(Record.status == RecordStatus.APPROVED, Record.counts)
    return (
        sa.select(Record.id)
        .outerjoin(ledger, ledger.c.record_id == Record.id)
        .where(
            sa.or_(
                standing != sa.case((stands, 1), else_=0),
                given != sa.case((stands, Record.minutes), else_=0),
            )
        )
    )


def _entries(*rule: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(Entry.id).join(Record, Record.id == Entry.record_id).where(*rule)


_HAS_RECORD = sa.exists().where(Record.order_id == Order.id)
_HAS_WORD = sa.exists().where(
    Confirmation.need_id == Need.id, Confirmation.attempt == Need.reopened
)
RULES: dict[str, sa.Select[int] | Callable[[], Iterable[int]]] = {
    "Phones and homes are sealed under a key that is known": unreadable,
    "What is of high risk is insured": _needs(Need.risk == Risk.HIGH, Need.insurance == ""),
    "A need has no more helpers than places": _needs(_held() > Need.headcount),
    "A place exists before somebody holds it": _orders(
        Order.status.in_(LIVE), Order.attempt == Need.reopened, Order.seat_no >= Need.headcount
    ),
    "A place is held once": _twice_in(Order.need_id, Order.attempt, Order.seat_no),
    "A member holds one place of a need": _twice_in(Order.need_id, Order.attempt, Order.member_id),
    "Nobody has promised to be in two places at once": _overlapping(),
    "A need is staffed exactly when all its places are held": _needs(
        sa.or_(
            sa.and_(Need.status == NeedStatus.STAFFED, _held() < Need.headcount),
            sa.and_(Need.status == NeedStatus.OPEN, _held() >= Need.headcount),
        )
    ),
    "An order lies in the window of its need": _orders(
        Order.status.in_(LIVE),
        Order.attempt == Need.reopened,
        sa.or_(Order.starts_at != Need.starts_at, Order.ends_at != Need.ends_at),
    ),
    "A need that has ended asks nobody and expects nobody": _orders(
        Need.status.in_(ENDS), Order.status.in_(AHEAD | WAITING)
    ),
    **orders.RULES,
    **moves.RULES,
    "Whoever has served has one record of it": _orders(
        Order.status == OrderStatus.COMPLETED, ~_HAS_RECORD
    ),
    "A record is of a service that took place": _records(Order.status != OrderStatus.COMPLETED),
    "A record belongs to whoever served": _records(
        sa.or_(Record.member_id != Order.member_id, Record.community_id != Order.community_id)
    ),
    "Nobody decides about their own hours": _records(Record.reviewer_id == Record.person_id),
    "A decided record says by whom and when": _records(
        Record.status.in_([RecordStatus.APPROVED, RecordStatus.REJECTED, RecordStatus.VOIDED]),
        sa.or_(Record.reviewer_id.is_(None), Record.reviewed_at.is_(None)),
    ),
    "The ledger holds what was approved and counts, no minute more or less": _not_as_credited(),
    "An entry of the ledger is about its record": _entries(
        sa.or_(
            Entry.member_id != Record.member_id,
            Entry.community_id != Record.community_id,
            sa.and_(Entry.kind == EntryKind.CREDIT, Entry.minutes < 0),
        )
    ),
    "Each row of the ledger follows from the rows before": broken_links,
    **earlier_kept.RULES,
    **consents.RULES,
    **disclosures.RULES,
    "A need is confirmed by somebody's word": _needs(
        Need.status.in_([NeedStatus.CONFIRMED, NeedStatus.DISPUTED, NeedStatus.CLOSED]), ~_HAS_WORD
    ),
    "Nobody is to be called who had said no": sa.select(FollowUp.id)
    .join(FollowUp.need)
    .where(FollowUp.drawn_at > Need.no_call_since),
    "What was entered afterwards is approved by two others": _records(
        Record.entered_by_id.is_not(None),
        Record.status == RecordStatus.APPROVED,
        sa.or_(
            Record.seconded_by_id.is_(None),
            Record.seconded_by_id.in_([Record.reviewer_id, Record.entered_by_id]),
            Record.reviewer_id == Record.entered_by_id,
        ),
    ),
    "A record is voided by two people": _records(
        Record.status == RecordStatus.VOIDED,
        sa.or_(Record.void_asked_by_id.is_(None), Record.void_asked_by_id == Record.reviewer_id),
    ),
    "A closed need has no record that waits, unless its member objected": _records(
        Record.status.in_(UNDECIDED),
        Record.objected_at.is_(None),
        sa.exists().where(Need.id == Order.need_id, Need.status == NeedStatus.CLOSED),
    ),
    **series.RULES,
    "No offer stays open after its time when the jobs have looked": open_too_long,
    "The service asks nobody more often in a week than was chosen": asked_too_often,
    "A notice goes out in as many ways as it was to": _uncounted(),
    "Nothing is being sent for longer than its lease": _stuck(),
    **{
        f"The state of the {kind.journey.kind} is the one its history ends with": _untold(kind)
        for kind in KINDS
    },
    "History has no gap: each change begins where the one before ended": _gaps_in_history(),
    "Each row of history is what was sealed, and follows from the row before": broken_seals,
    "No row of history appeared behind what was sealed": passed_over(),
}
