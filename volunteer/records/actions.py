"""Leaving, review, and what follows for the need."""

from __future__ import annotations

from datetime import datetime, timedelta

from volunteer.db import db
from volunteer.errors import Missing, OwnRecord
from volunteer.history.steps import begin, take_step
from volunteer.needs import actions as needs
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import NEED_TYPES
from volunteer.notices.actions import tell
from volunteer.orders import actions as orders
from volunteer.orders.models import Order
from volunteer.people.models import Person, RoleKind
from volunteer.people.queries import holders, names
from volunteer.policy import Actor, May
from volunteer.records import ledger
from volunteer.records.lifecycle import UNDECIDED, RecordStatus
from volunteer.records.models import Record
from volunteer.records.queries import records_of

LONGEST_WITHOUT_REASON = 480  # minutes in one record


def leave(
    order: Order, *, report: str = "", break_minutes: int = 0, by: Actor, now: datetime
) -> Record:
    """The member has left, and a record of the minutes waits for review.

    Raises Missing("break_minutes") when the break is longer than the stay.
    """
    orders.finish(order, by=by, now=now)
    assert order.checked_in_at is not None and order.checked_out_at is not None
    need = order.need
    in_charge = names({need.triaged_by_id} if need.triaged_by_id else set())
    record = Record(
        order_id=order.id,
        order=order,
        member_id=order.member_id,
        member=order.member,
        person_id=order.member.person_id,
        community_id=order.community_id,
        title=need.title,
        place=f"{need.community.name}{need.grid.name}",
        content=report or need.title,
        organiser=need.community.name,
        in_charge=in_charge.get(need.triaged_by_id or 0, ""),
        started_at=order.checked_in_at,
        ended_at=order.checked_out_at,
        break_minutes=break_minutes,
        minutes=_minutes(order.checked_out_at - order.checked_in_at, break_minutes),
        planned_minutes=need.minutes,
        counts=NEED_TYPES[need.type].counts,
        submitted_at=now,
    )
    begin(
        record,
        RecordStatus.SUBMITTED,
        may=May.SUBMIT_RECORD,
        by=by,
        now=now,
        minutes=record.minutes,
    )
    tell(
        set(holders(RoleKind.SECRETARY, record.community_id)) - {record.person_id},
        "record_submitted",
        about=record,
        now=now,
    )
    return record


def approve(record: Record, *, why: str = "", by: Person, now: datetime) -> None:
    """The minutes stand on the member's record, credited in the ledger.

    Raises OwnRecord for the beneficiary, Missing("why") for more than eight hours without reason.
    """
    if record.minutes > LONGEST_WITHOUT_REASON and not why.strip():
        raise Missing("why")
    _decide(record, "approve", why=why, by=by, now=now)
    ledger.credit(record, by=by, now=now)
    _tell_server(record, "record_approved", now)


def send_back(record: Record, *, why: str, by: Person, now: datetime) -> None:
    """The member reads what to correct and may submit again. Raises OwnRecord."""
    _decide(record, "return", why=why, by=by, now=now)
    _tell_server(record, "record_returned", now)


def reject(record: Record, *, why: str, by: Person, now: datetime) -> None:
    """The minutes do not count; the member reads why. Raises OwnRecord."""
    _decide(record, "reject", why=why, by=by, now=now)
    _tell_server(record, "record_rejected", now)


def resubmit(record: Record, *, report: str, break_minutes: int, by: Actor, now: datetime) -> None:
    """The corrected record waits for review again.

    Raises Missing("break_minutes") when the break is longer than the stay.
    """
    take_step(record, "resubmit", by=by, now=now, was=record.minutes)
    record.content = report or record.title
    record.break_minutes = break_minutes
    record.minutes = _minutes(record.ended_at - record.started_at, break_minutes)
    record.submitted_at = now
    record.reviewer_id = record.reviewed_at = None
    staff = set(holders(RoleKind.SECRETARY, record.community_id)) - {record.person_id}
    tell(staff, "record_submitted", about=record, now=now)


def close_need_when_settled(need: Need, *, now: datetime) -> None:
    """A confirmed need is closed once every record of it is decided."""
    db.session.flush()  # the decision just made is counted
    if need.status == NeedStatus.CONFIRMED and not any(
        record.status in UNDECIDED for record in records_of(need)
    ):
        needs.close(need, now=now)


def _decide(record: Record, verb: str, *, why: str, by: Person, now: datetime) -> None:
    if by.person_id == record.person_id:
        raise OwnRecord
    # The resident may confirm at this very moment; one of the two must see the other and close.
    needs.lock(record.order.need)
    db.session.refresh(record)
    take_step(record, verb, by=by, now=now, why=why, minutes=record.minutes)
    record.reviewer_id, record.reviewed_at, record.review_note = by.person_id, now, why
    close_need_when_settled(record.order.need, now=now)


def _tell_server(record: Record, notice_kind: str, now: datetime) -> None:
    facts = {"title": record.title, "minutes": record.minutes}
    tell([record.person_id], notice_kind, about=record, now=now, **facts)


def _minutes(stay: timedelta, break_minutes: int) -> int:
    """Whole minutes actually given; never rounded up."""
    minutes = int(stay.total_seconds() // 60) - break_minutes
    if minutes < 0:
        raise Missing("break_minutes")
    return minutes
