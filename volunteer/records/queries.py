"""Reading service records, always on behalf of somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.members.models import Member
from volunteer.members.queries import NAME_ONLY
from volunteer.needs.models import Need
from volunteer.orders.models import Order
from volunteer.people.models import Person, RoleKind
from volunteer.places.models import Community
from volunteer.places.queries import under
from volunteer.policy import May
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.models import Record

PAGE = 50
# What may become void waits for a second word, as what was entered afterwards does.
_stands = sa.case(
    (Record.void_asked_by_id.is_not(None) & (Record.status == "approved"), "seconded"),
    else_=Record.status,
)


def visible_to(person: Person) -> sa.Select[Record]:
    """Records a person may see: their own, those of communities they are secretary of, and under
    their office those that wait for a second word or were not reviewed in time."""
    theirs = person.communities_for(May.SEE_RECORD)
    seen = [Record.person_id == person.id, Record.community_id.in_(theirs)]
    if person.offices:
        wants_second = sa.or_(
            Record.status == RecordStatus.SECONDED, Record.void_asked_by_id.is_not(None)
        )
        overdue = sa.and_(Record.status == RecordStatus.SUBMITTED, Record.escalated_at.is_not(None))
        here = Record.community_id.in_(under(person.offices))
        seen.append(sa.and_(here, sa.or_(wants_second, overdue)))
    return (
        sa.select(Record)
        .where(sa.or_(*seen))
        .options(
            joinedload(Record.order).joinedload(Order.need).joinedload(Need.grid),
            joinedload(Record.member).options(*NAME_ONLY),
            joinedload(Record.community).joinedload(Community.subdistrict),
        )
    )


def record_for(person: Person, record_id: int) -> Record:
    """The record, if this person may see it; otherwise it does not exist for them."""
    record = db.session.scalar(visible_to(person).where(Record.id == record_id))
    if record is None:
        raise NotFound("record", record_id)
    return record


def chosen_for(person: Person, ids: Iterable[int]) -> Sequence[Record]:
    """Those of these records that this person may see, in id order."""
    chosen = visible_to(person).where(Record.id.in_(list(ids)))
    return db.session.scalars(chosen.order_by(Record.id)).all()


def list_for(
    person: Person, *, status: RecordStatus | None = None, after: int = 0, limit: int = PAGE
) -> Sequence[Record]:
    """Records in id order beyond `after`, of one status if given."""
    chosen = visible_to(person).where(Record.id > after)
    if status:
        chosen = chosen.where(Record.status == status)
    return db.session.scalars(chosen.order_by(Record.id).limit(limit)).all()


def list_of_others(
    person: Person, status: RecordStatus, *, after: int = 0, limit: int = PAGE
) -> Sequence[Record]:
    """Records of one's communities in this state, in id order beyond `after`; never one's own."""
    return db.session.scalars(
        visible_to(person)
        .where(Record.person_id != person.id, _stands == status.value, Record.id > after)
        .order_by(Record.id)
        .limit(limit)
    ).all()


def queue_for(person: Person, *, limit: int = PAGE) -> Sequence[Record]:
    """Submitted records this secretary may decide, the oldest first; never their own."""
    return db.session.scalars(
        _waiting_for(person)
        .options(
            joinedload(Record.order).joinedload(Order.need).joinedload(Need.grid),
            joinedload(Record.member).options(*NAME_ONLY),
            joinedload(Record.community).joinedload(Community.subdistrict),
        )
        .order_by(Record.submitted_at, Record.id)
        .limit(limit)
    ).all()


def waiting_count(person: Person) -> int:
    """How many records wait for this secretary."""
    waiting = _waiting_for(person).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(waiting)) or 0


def counts_for(person: Person) -> Counter[RecordStatus]:
    """How many records of one's communities stand in each state; one's own are left out."""
    rows = db.session.execute(
        sa.select(_stands, sa.func.count())
        .where(
            Record.community_id.in_(person.communities_as(RoleKind.SECRETARY)),
            Record.person_id != person.id,
        )
        .group_by(_stands)
    )
    return Counter({RecordStatus(status): count for status, count in rows})


def decided_since(person: Person, moment: datetime) -> int:
    """How many records the person has decided since that moment."""
    decided = sa.select(sa.func.count()).where(
        Record.reviewer_id == person.id, Record.reviewed_at > moment
    )
    return db.session.scalar(decided) or 0


def records_of(need: Need) -> Sequence[Record]:
    """Every record of the need's orders. Callers have checked who asks."""
    return db.session.scalars(
        sa.select(Record).join(Record.order).where(Order.need_id == need.id).order_by(Record.id)
    ).all()


def hours_of(member: Member) -> Sequence[Record]:
    """All records of the member, newest first."""
    return db.session.scalars(
        sa.select(Record)
        .where(Record.member_id == member.id)
        .options(joinedload(Record.order))
        .order_by(Record.started_at.desc(), Record.id.desc())
    ).all()


def own_of(member: Member, *, after: int | None = None, limit: int = PAGE) -> Sequence[Record]:
    """The member's records, the last one first, below the id `after`."""
    chosen = sa.select(Record).where(Record.member_id == member.id)
    if after is not None:
        chosen = chosen.where(Record.id < after)
    return db.session.scalars(
        chosen.options(joinedload(Record.order), joinedload(Record.member))
        .order_by(Record.id.desc())
        .limit(limit)
    ).all()


def _waiting_for(person: Person) -> sa.Select[Record]:
    """What this person may decide now: submitted to them, or waiting for a word besides that of
    whoever entered, approved or asked first."""
    theirs = Record.community_id.in_(person.communities_as(RoleKind.SECRETARY))
    in_reach = sa.or_(theirs, Record.community_id.in_(under(person.offices)))
    not_by_them = [
        sa.func.coalesce(one, 0) != person.id
        for one in (Record.entered_by_id, Record.seconded_by_id, Record.void_asked_by_id)
    ]
    asked_void = sa.and_(
        Record.status == RecordStatus.APPROVED, Record.void_asked_by_id.is_not(None)
    )
    return sa.select(Record).where(
        sa.or_(
            sa.and_(theirs, Record.status == RecordStatus.SUBMITTED),
            sa.and_(in_reach, sa.or_(Record.status == RecordStatus.SECONDED, asked_void)),
        ),
        *not_by_them,
        Record.person_id != person.id,
    )
