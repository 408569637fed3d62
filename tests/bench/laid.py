"""The made-up year as rows of the service's own tables, by bulk inserts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any

import sqlalchemy as sa

from tests.bench.year import COMMUNITIES, FIRST_DAY, GRIDS, Served, Somebody, Town
from volunteer import clock
from volunteer.db import db
from volunteer.history.models import Event
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import NEED_TYPES
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.people.models import Person, Role, RoleKind
from volunteer.places.models import Community, District, Grid, Subdistrict
from volunteer.records.entries import Entry, EntryKind, Head
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.models import Record
from volunteer.reviews.follow_ups import FollowUp
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.reviews.models import Confirmation

BEFORE = clock.at(FIRST_DAY, datetime.min.time()) - timedelta(days=400)
FIRST = 1_000_000  # ids of what is laid down; lower ones are made by the actions
Row = dict[str, Any]


def people(town: Town) -> None:
    """Places, people, members and staff are there."""
    _insert(District, [{"id": 1, "name": "示例区"}])
    _insert(Subdistrict, [{"id": 1, "district_id": 1, "name": "示例街道"}])
    here = range(1, COMMUNITIES + 1)
    _insert(
        Community,
        [{"id": i, "subdistrict_id": 1, "name": f"示例{i}社区", "phone": ""} for i in here],
    )
    _insert(
        Grid,
        [
            {"id": i + 1, "community_id": i // GRIDS + 1, "name": f"第{i % GRIDS + 1}网格",
             "x_metres": 2000.0 * (i // GRIDS) + 260 * (i % 2), "y_metres": 130.0 * (i % GRIDS)}
            for i in range(COMMUNITIES * GRIDS)
        ],
    )  # fmt: skip
    everybody = {one.id: one for one in (*town.members, *town.staff())}
    _insert(Person, [_person(one) for one in everybody.values()])
    _insert(Member, [_member(one) for one in town.members])
    _insert(Role, _roles(town))


def services(served: Sequence[Served], judged_at: datetime) -> Iterator[tuple[int, Served]]:
    """Need, order, record and whatever was said of each service are there; its record's id."""
    last = db.session.scalar(sa.select(sa.func.max(Record.id))) or 0
    numbered = list(enumerate(served, start=max(FIRST, last + 1)))
    _insert(Need, [_need(number, one) for number, one in numbered])
    _insert(Order, [_order(number, one) for number, one in numbered])
    _insert(Record, [_record(number, one) for number, one in numbered])
    _insert(Confirmation, [_word(number, one) for number, one in numbered if one.word])
    _insert(Event, [_tick(number, one) for number, one in numbered if one.ticked_by])
    called = [(number, one) for number, one in numbered if one.call]
    _insert(FollowUp, [_call(number, one, judged_at) for number, one in called])
    yield from numbered


def approve(served: dict[int, Served], at: datetime) -> None:
    """Every record of the week stands approved by who looked at it, but for those that take two."""
    records = sa.table("records", *(sa.column(name) for name in ("id", "reviewer_id", "status")))
    records.append_column(sa.column("reviewed_at", Record.reviewed_at.type))
    judged = [
        {"which": number, "by": one.reader}
        for number, one in served.items()
        if one.entered_by is None
    ]
    change = sa.update(records).where(records.c.id == sa.bindparam("which"))
    values = {"reviewer_id": sa.bindparam("by"), "reviewed_at": at, "status": "approved"}
    db.session.connection().execute(change.values(**values), judged)


def credit() -> None:
    """Whatever is approved and counts, and has no credit yet, is credited, community after
    community."""
    credited = sa.select(Entry.record_id)
    waiting = db.session.execute(
        sa.select(Record)
        .where(Record.status == RecordStatus.APPROVED, Record.counts, Record.id.not_in(credited))
        .order_by(Record.community_id, Record.id)
    ).scalars()
    for community, records in groupby(waiting, key=lambda one: one.community_id):
        _credit_community(community, records)
    db.session.flush()
    db.session.expunge_all()


def _credit_community(community: int, records: Iterable[Record]) -> None:
    head = db.session.get(Head, community) or Head(community_id=community, number=0, hash="")
    db.session.add(head)
    rows = []
    for record in records:
        head.number += 1
        row = {
            "community_id": community,
            "number": head.number,
            "kind": EntryKind.CREDIT,
            "record_id": record.id,
            "member_id": record.member_id,
            "minutes": record.minutes,
            "served_at": record.started_at,
            "reverses_id": None,
            "why": "",
            "by_person_id": record.reviewer_id,
            "written_at": record.reviewed_at,
        }
        row["hash"] = head.hash = Entry(**row).chained_to(head.hash)
        rows.append(row)
    _insert(Entry, rows)


def some_approved(chance: Random, count: int) -> Sequence[int]:
    """Records whose minutes are credited."""
    return chance.sample(list(db.session.scalars(sa.select(Entry.record_id))), count)


def _insert(table: Any, rows: Sequence[Row]) -> None:
    if rows:
        db.session.execute(sa.insert(table), rows)


def _person(one: Somebody) -> Row:
    return {
        "id": one.id,
        "name": one.name,
        "login": f"bench{one.id}",
        "phone": one.phone,
        "password_hash": "",
        "created_at": BEFORE,
    }


def _member(one: Somebody) -> Row:
    return {
        "id": one.id,
        "person_id": one.id,
        "community_id": one.community,
        "grid_id": one.home,
        "unit_name": "示例单位党支部",
        "tasks_per_week": 14,
        "reach_minutes": 60,
        "status": MemberStatus.ACTIVE,
        "submitted_at": BEFORE,
        "confirmed_at": BEFORE,
        "decision_note": "",
        "revision": 1,
    }


def _roles(town: Town) -> list[Row]:
    held = [(one, RoleKind.MEMBER) for one in town.members]
    held += [(one, RoleKind.SECRETARY) for some in town.secretaries.values() for one in some]
    held += [(one, RoleKind.WORKER) for some in town.workers.values() for one in some]
    return [
        {"person_id": one.id, "community_id": one.community, "role": kind, "granted_at": BEFORE}
        for one, kind in held
    ]


def _need(number: int, one: Served) -> Row:
    asked = one.starts_at - timedelta(days=3)
    return {
        "id": number,
        "community_id": one.community,
        "grid_id": one.grid,
        "link_secret": f"bench{number}",
        "channel": one.channel,
        "posted_by_id": one.posted_by,
        "posted_at": asked,
        "contact_name": "某某",
        "contact_phone": one.phone,
        "address": "",
        "wish": "请帮忙",
        "type": one.type,
        "title": one.type,
        "starts_at": one.starts_at,
        "ends_at": one.starts_at + timedelta(minutes=one.planned),
        "status": NeedStatus.CONFIRMED if one.word else NeedStatus.DONE_REPORTED,
        "triaged_at": asked + timedelta(hours=3),
        "triaged_by_id": one.reader,
        "question": "",
        "revision": 1,
    }


def _order(number: int, one: Served) -> Row:
    asked = one.starts_at - timedelta(days=2)
    return {
        "id": number,
        "need_id": number,
        "attempt": 0,
        "member_id": one.member.id,
        "community_id": one.community,
        "starts_at": one.starts_at,
        "ends_at": one.starts_at + timedelta(minutes=one.planned),
        "seat_no": 0,
        "reasons": {},
        "status": OrderStatus.COMPLETED,
        "accepted_at": asked,
        "agreed_at": asked,
        "agreement_version": "1",
        "agreement": {},
        "checked_in_at": one.came_at,
        "checked_out_at": one.left_at,
        "presence": one.presence,
        "leaving": one.presence,
        "revision": 1,
    }


def _record(number: int, one: Served) -> Row:
    return {
        "id": number,
        "order_id": number,
        "member_id": one.member.id,
        "person_id": one.member.id,
        "community_id": one.community,
        "title": one.type,
        "place": "",
        "content": one.type,
        "organiser": "",
        "in_charge": "",
        "started_at": one.came_at,
        "ended_at": one.left_at,
        "break_minutes": 0,
        "minutes": one.minutes,
        "planned_minutes": one.planned,
        "counts": NEED_TYPES[one.type].counts,
        "status": RecordStatus.SUBMITTED,
        "submitted_at": one.left_at,
        "entered_by_id": one.entered_by,
        "revision": 1,
    }


def _word(number: int, one: Served) -> Row:
    assert one.word is not None
    at, outcome, mode, by = one.word
    said = {"at": at, "outcome": outcome, "mode": mode, "by_person_id": by}
    return {"need_id": number, "attempt": 0, "comment": "", **said}


def _tick(number: int, one: Served) -> Row:
    """Staff wrote down that somebody came."""
    return {
        "at": one.came_at,
        "kind": "order",
        "thing_id": number,
        "verb": "check_in_by_staff",
        "old": OrderStatus.ACCEPTED,
        "new": OrderStatus.CHECKED_IN,
        "standing": "worker",
        "by_person_id": one.ticked_by,
        "community_id": one.community,
        "why": "",
        "facts": {},
    }


def _call(number: int, one: Served, judged_at: datetime) -> Row:
    """What another community heard, settled before the record is judged."""
    assert one.call is not None
    reached = one.call.reached
    return {
        "need_id": number,
        "attempt": 0,
        "community_id": one.community,
        "caller_id": one.community % COMMUNITIES + 1,
        "reasons": ["silent"],
        "drawn_at": one.left_at + timedelta(days=3),
        "status": FollowUpStatus.ANSWERED if reached else FollowUpStatus.UNREACHABLE,
        "tries": 0 if reached else 3,
        "last_try_on": clock.local(judged_at).date(),
        "contacted": one.call.came if reached else None,
        "outcome": one.call.outcome if reached else None,
        "asked_for_money": False if reached else None,
        "remark": "",
        "revision": 1,
    }
