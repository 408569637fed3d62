"""Bringing earlier hours in, letting them count, refusing them, and undoing all of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from volunteer import clock
from volunteer.db import db
from volunteer.errors import (
    AlreadyCounted,
    Missing,
    NeedsAnother,
    Overtaken,
    OwnRecord,
    StillRelied,
)
from volunteer.history.steps import Travels, begin, take_step
from volunteer.imports import queries
from volunteer.imports.comparing import Finding, compare, pool_of
from volunteer.imports.layouts import Column, Layout
from volunteer.imports.parsing import Service
from volunteer.imports.previewing import File, look
from volunteer.notices.actions import tell, tell_each
from volunteer.people.models import Person, RoleKind
from volunteer.people.queries import holders, officers_of
from volunteer.places.models import Community
from volunteer.places.queries import hold
from volunteer.policy import May
from volunteer.records import ledger
from volunteer.records.earlier import EarlierHours, Import, ImportStatus

Told = tuple[int, Travels, Mapping[str, object]]


def bring(
    community: Community, file: File, layout: Layout, *, seen: str, by: Person, now: datetime
) -> Import:
    """The rows that are new are here and wait for somebody else's approval; the others are not.

    Raises Unreadable, Overtaken when the file would now come to something else than was `seen`, and
    Missing("file") when no row is new.
    """
    hold(community)  # the same file sent twice at one moment comes in once
    preview = look(community, file, layout, today=clock.local(now).date())
    if preview.seen != seen:
        raise Overtaken
    if not preview.new:
        raise Missing("file")
    brought = Import(
        community_id=community.id,
        community=community,
        layout=layout.code,
        source=layout.title,
        file_name=file.name[:120],
        file_digest=file.digest,
        hours_count=len(preview.new),
        minutes=preview.minutes,
        brought_by_id=by.id,
        brought_at=now,
    )
    begin(
        brought,
        ImportStatus.SUBMITTED,
        may=May.IMPORT_HOURS,
        by=by,
        now=now,
        rows=len(preview.new),
        minutes=preview.minutes,
        digest=file.digest,
    )
    db.session.add_all(
        _hours(brought, row.service, row.member.id)
        for row in preview.new
        if row.service and row.member
    )
    others = set(holders(RoleKind.SECRETARY, community.id)) - {by.id}
    others = others or set(officers_of(community.subdistrict_id)) - {by.id}
    tell(others, "import_submitted", about=brought, now=now, rows=len(preview.new))
    return brought


def approve(brought: Import, *, by: Person, now: datetime) -> None:
    """Every hour of it stands to its member's credit, and each of them is told how much.

    Raises NeedsAnother for whoever brought it, OwnRecord when some of it is one's own,
    AlreadyCounted when meanwhile some of it stands here as a record.
    """
    hours = _judged(brought, by)
    twice = _here_by_now(brought, hours)
    if twice:
        raise AlreadyCounted(twice)
    take_step(brought, "approve", by=by, now=now, minutes=brought.minutes)
    brought.reviewer_id, brought.reviewed_at = by.id, now
    ledger.credit_earlier(hours, by=by, now=now)
    tell_each(_sums(brought, hours), "earlier_credited", now=now)


def reject(brought: Import, *, why: str, by: Person, now: datetime) -> None:
    """None of it counts; whoever brought it reads why. Raises NeedsAnother, OwnRecord."""
    _judged(brought, by)
    take_step(brought, "reject", by=by, now=now, why=why)
    brought.reviewer_id, brought.reviewed_at, brought.review_note = by.id, now, why
    tell([brought.brought_by_id], "import_rejected", about=brought, now=now, why=why)


def undo(brought: Import, *, why: str, by: Person, now: datetime) -> None:
    """All of it is taken back, in the ledger by reversals; what was there stays to be read.

    Raises StillRelied while a certificate that stands says so.
    """
    counted = brought.status == ImportStatus.APPROVED
    take_step(brought, "undo", by=by, now=now, why=why, minutes=brought.minutes)
    brought.review_note = why
    if not counted:
        return
    relied = queries.papers_on(brought)
    if relied:
        raise StillRelied(relied)
    hours = queries.all_hours(brought)
    ledger.take_back_earlier(hours, why="undo", by=by, now=now)
    tell_each(_sums(brought, hours), "earlier_taken_back", now=now)


def _judged(brought: Import, by: Person) -> list[EarlierHours]:
    """The lines of the import, for somebody who may judge them."""
    hold(brought.community)
    db.session.refresh(brought)
    if by.id == brought.brought_by_id:
        raise NeedsAnother
    hours = queries.all_hours(brought)
    if any(one.member.person_id == by.id for one in hours):
        raise OwnRecord
    return hours


def _here_by_now(brought: Import, hours: list[EarlierHours]) -> int:
    """How many lines meet something that came here besides them, or leave no room in a day."""
    days = [one.day for one in hours]
    pool = pool_of([one.member_id for one in hours], min(days), max(days), without=brought)
    rows = [compare(_said(one), one.member, pool, {}) for one in hours]
    return sum(row.finding != Finding.NEW for row in rows)


def _said(one: EarlierHours) -> Service:
    times = (one.day, one.started_at, one.ended_at, one.minutes)
    return Service(one.row, *times, exact=True, texts={Column.TITLE: one.title})


def _hours(brought: Import, service: Service, member_id: int) -> EarlierHours:
    texts = service.texts
    return EarlierHours(
        import_id=brought.id,
        row=service.row,
        member_id=member_id,
        community_id=brought.community_id,
        day=service.day,
        started_at=service.starts,
        ended_at=service.ends,
        minutes=service.minutes,
        title=service.title,
        content=texts.get(Column.CONTENT) or service.title,
        place=texts.get(Column.PLACE, ""),
        organiser=texts.get(Column.ORGANISER) or brought.community.name,
        in_charge=texts.get(Column.IN_CHARGE, ""),
        kind=service.kind,
    )


def _sums(brought: Import, hours: list[EarlierHours]) -> list[Told]:
    """Whom it concerns, and how much of it is theirs."""
    sums: Counter[int] = Counter()
    for one in hours:
        sums[one.member.person_id] += one.minutes
    return [
        (person_id, brought, {"source": brought.source, "minutes": minutes})
        for person_id, minutes in sorted(sums.items())
    ]
