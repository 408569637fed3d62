"""Leaving, review, and what follows for the need."""

from __future__ import annotations

from datetime import datetime, timedelta

from volunteer.db import db
from volunteer.errors import Missing, NeedsAnother, OwnRecord, TooLate, WrongMoment
from volunteer.history.steps import begin, note, take_step
from volunteer.needs import actions as needs
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import NEED_TYPES
from volunteer.notices.actions import tell
from volunteer.orders import actions as orders
from volunteer.orders import presence
from volunteer.orders.models import Order
from volunteer.people.models import Person, RoleKind
from volunteer.people.queries import holders, names
from volunteer.policy import SERVICE, Actor, May
from volunteer.records import ledger
from volunteer.records.lifecycle import UNDECIDED, RecordStatus
from volunteer.records.models import Record
from volunteer.records.queries import records_of
from volunteer.records.times import Times, minutes_given

LONGEST_WITHOUT_REASON = 480  # minutes in one record
DAY_CAP = 600  # minutes of one member on one day; more is asked about, or not brought in
OBJECTION = timedelta(days=15)


def leave(
    order: Order, *, report: str = "", break_minutes: int = 0, by: Actor, now: datetime
) -> Record:
    """The member has left, and a record of the minutes waits for review.

    Raises Missing("break_minutes") when the break is longer than the stay.
    """
    presence.finish(order, by=by, now=now)
    assert order.checked_in_at is not None and order.checked_out_at is not None
    record = _new_record(order, report, break_minutes, now)
    _submit(record, by=by, now=now)
    return record


def approve(record: Record, *, why: str = "", by: Person, now: datetime) -> None:
    """The minutes stand on the member's record, credited in the ledger; of what staff entered
    afterwards the first approval only asks for a second one.

    Raises OwnRecord for the beneficiary, Missing("why") for more than eight hours without reason,
    NeedsAnother for whoever entered the record or has approved it already.
    """
    if record.minutes > LONGEST_WITHOUT_REASON and not why.strip():
        raise Missing("why")
    if record.entered_by_id is not None:
        if by.id in (record.entered_by_id, record.seconded_by_id):
            raise NeedsAnother
        if record.status != RecordStatus.SECONDED:
            _decide(record, "second", why=why, by=by, now=now)
            record.seconded_by_id = by.id
            return
    verb = "approve" if record.entered_by_id is None else "approve_second"
    _decide(record, verb, why=why, by=by, now=now)
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
    record.journey.step("resubmit", record.status)  # who is too late hears that first
    minutes = minutes_given(record.ended_at - record.started_at, break_minutes)
    take_step(record, "resubmit", by=by, now=now, was=record.minutes, minutes=minutes)
    record.content = report or record.title
    record.break_minutes, record.minutes = break_minutes, minutes
    record.submitted_at, record.escalated_at = now, None
    record.reviewer_id = record.reviewed_at = record.seconded_by_id = None
    tell(_others(record, by), "record_submitted", about=record, now=now)


def escalate(record: Record, *, now: datetime) -> None:
    """Nobody reviewed the record in time, and the sub-district sees it on its list."""
    note(record, "escalate", may=May.ESCALATE_RECORD, by=SERVICE, now=now)
    record.escalated_at = now


def amend(
    record: Record, *, times: Times, report: str, why: str, by: Person, now: datetime
) -> None:
    """The approved record says something else; what it said before is in the history, and in the
    ledger its credit is taken back and given anew.

    Raises OwnRecord, and what `Times.on` raises.
    """
    require_another(record, by)
    before, content = _as_written(record), record.content
    record.started_at, record.ended_at, record.minutes = times.on(record.order)
    record.break_minutes, record.content = times.break_minutes, report or record.content
    record.version += 1
    facts = {"version": record.version, "minutes": record.minutes, "was": before}
    take_step(record, "amend", by=by, now=now, why=why, **facts)
    if record.content != content:  # words stand where an erasure finds them
        note(record, "rewrite", may=May.REVIEW_RECORD, by=by, now=now, why=content)
    ledger.take_back(record, why="amend", by=by, now=now)
    ledger.credit(record, by=by, now=now)
    _tell_server(record, "record_amended", now)


def ask_void(record: Record, *, why: str, by: Person, now: datetime) -> None:
    """Somebody else is asked whether the approved record is void. Raises OwnRecord."""
    require_another(record, by)
    if record.status != RecordStatus.APPROVED:
        raise WrongMoment("record.void", record.status)
    note(record, "ask_void", may=May.REVIEW_RECORD, by=by, now=now, why=why)
    record.void_asked_by_id, record.void_why = by.id, why
    tell(_others(record, by), "record_void_asked", about=record, now=now)


def void(record: Record, *, by: Person, now: datetime) -> None:
    """A second person agrees: the minutes are taken back, the member reads why.

    Raises NeedsAnother for whoever asked, OwnRecord, WrongMoment when nobody has asked.
    """
    if record.void_asked_by_id is None:
        raise WrongMoment("record.void", record.status)
    if by.id == record.void_asked_by_id:
        raise NeedsAnother
    why = record.void_why
    _decide(record, "void", why=why, by=by, now=now)
    ledger.take_back(record, why="void", by=by, now=now)
    _tell_server(record, "record_voided", now)


def keep(record: Record, *, by: Person, now: datetime) -> None:
    """The record stands as it was; nobody asks any more whether it is void. Raises OwnRecord."""
    require_another(record, by)
    if record.void_asked_by_id is None:
        raise WrongMoment("record.keep", record.status)
    note(record, "keep", may=May.SECOND_RECORD, by=by, now=now)
    record.void_asked_by_id, record.void_why = None, ""


def object_to(record: Record, *, why: str, by: Actor, now: datetime) -> None:
    """The member disagrees with a rejection or a void, and the record is looked at once more.

    Raises TooLate more than fifteen days after the decision, WrongMoment the second time.
    """
    if record.objected_at is not None:
        raise WrongMoment("record.object", record.status)
    decided = record.reviewed_at
    take_step(record, "object", by=by, now=now, why=why)
    assert decided is not None
    if now > decided + OBJECTION:
        raise TooLate
    record.objected_at, record.objection, record.submitted_at = now, why, now
    record.escalated_at = None
    record.reviewer_id = record.reviewed_at = record.seconded_by_id = None
    record.void_asked_by_id, record.void_why = None, ""
    tell(_others(record, by), "record_objected", about=record, now=now)


def enter_late(order: Order, *, times: Times, report: str, by: Person, now: datetime) -> Record:
    """What was signed on paper is entered afterwards: a record that stays marked for ever and
    waits for the approval of two others.

    Raises OwnRecord for one's own service, TooEarly before the planned end, TooLate more than
    thirty days after it, and what `Times.on` raises.
    """
    if by.id == order.member.person_id:
        raise OwnRecord
    came_at, left_at, _minutes_given = times.on(order)
    orders.enter_late(order, came_at=came_at, left_at=left_at, by=by, now=now)
    record = _new_record(order, report, times.break_minutes, now)
    record.entered_by_id = by.id
    _submit(record, by=by, now=now)
    return record


def require_another(record: Record, by: Actor) -> None:
    """Nobody decides about their own hours, whatever account they use for it."""
    if by.person_id == record.person_id:
        raise OwnRecord


def close_need_when_settled(need: Need, *, now: datetime) -> None:
    """A confirmed need is closed once every record of it is decided."""
    db.session.flush()  # the decision just made is counted
    if need.status == NeedStatus.CONFIRMED and not any(
        record.status in UNDECIDED for record in records_of(need)
    ):
        needs.close(need, now=now)


def _new_record(order: Order, report: str, break_minutes: int, now: datetime) -> Record:
    assert order.checked_in_at is not None and order.checked_out_at is not None
    need = order.need
    in_charge = names({need.triaged_by_id} if need.triaged_by_id else set())
    return Record(
        order_id=order.id,
        order=order,
        member_id=order.member_id,
        member=order.member,
        person_id=order.member.person_id,
        community_id=order.community_id,
        community=need.community,
        title=need.title,
        place=f"{need.community.name}{need.grid.name}",
        content=report or need.title,
        organiser=need.community.name,
        in_charge=in_charge.get(need.triaged_by_id or 0, ""),
        started_at=order.checked_in_at,
        ended_at=order.checked_out_at,
        break_minutes=break_minutes,
        minutes=minutes_given(order.checked_out_at - order.checked_in_at, break_minutes),
        planned_minutes=need.minutes,
        counts=NEED_TYPES[need.type].counts,
        submitted_at=now,
    )


def _submit(record: Record, *, by: Actor, now: datetime) -> None:
    begin(
        record,
        RecordStatus.SUBMITTED,
        may=May.SUBMIT_RECORD,
        by=by,
        now=now,
        minutes=record.minutes,
        **({"late": True} if record.entered_by_id else {}),
    )
    tell(_others(record, by), "record_submitted", about=record, now=now)


def _others(record: Record, by: Actor) -> set[int]:
    """The secretaries of the community who may judge, without the member."""
    staff = set(holders(RoleKind.SECRETARY, record.community_id)) - {record.person_id}
    return staff - {by.person_id} if record.entered_by_id or record.void_asked_by_id else staff


def _as_written(record: Record) -> dict[str, object]:
    """The times that the record says, as history keeps them."""
    return {
        "started_at": record.started_at.isoformat(),
        "ended_at": record.ended_at.isoformat(),
        "break_minutes": record.break_minutes,
        "minutes": record.minutes,
    }


def _decide(record: Record, verb: str, *, why: str, by: Person, now: datetime) -> None:
    require_another(record, by)
    # The resident may confirm at this very moment; one of the two must see the other and close.
    needs.lock(record.order.need)
    db.session.refresh(record)
    take_step(record, verb, by=by, now=now, why=why, minutes=record.minutes)
    record.reviewer_id, record.reviewed_at, record.review_note = by.person_id, now, why
    close_need_when_settled(record.order.need, now=now)


def _tell_server(record: Record, notice_kind: str, now: datetime) -> None:
    facts = {"title": record.title, "minutes": record.minutes}
    tell([record.person_id], notice_kind, about=record, now=now, **facts)
