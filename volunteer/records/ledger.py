"""Writing and reading the ledger: there is no other source of hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db
from volunteer.members.models import Member
from volunteer.people.models import Person
from volunteer.records.earlier import EarlierHours
from volunteer.records.entries import Entry, EntryKind, Head
from volunteer.records.models import Record

AT_ONCE = 1000  # rows looked at together


def credit(record: Record, *, by: Person, now: datetime) -> None:
    """The record's minutes stand to the member's credit; nothing when its kind never counts."""
    if record.counts:
        _append(record, EntryKind.CREDIT, record.minutes, by=by, now=now)


def credit_earlier(hours: Sequence[EarlierHours], *, by: Person, now: datetime) -> None:
    """These hours of one community, brought in from elsewhere, stand to their members' credit."""
    _append_all([_entry_of(one, EntryKind.CREDIT, one.minutes, None) for one in hours], by, now)


def take_back_earlier(
    hours: Sequence[EarlierHours], *, why: str, by: Person, now: datetime
) -> None:
    """The credits of these hours are reversed; both rows of each stay to be read. `why` is a code:
    words stand in the history, from where they can be erased."""
    standing = {one.earlier_id: one for one in _standing_earlier([one.id for one in hours])}
    undone = [
        _entry_of(one, EntryKind.REVERSAL, -standing[one.id].minutes, standing[one.id], why)
        for one in hours
        if one.id in standing
    ]
    _append_all(undone, by, now)


def take_back(record: Record, *, why: str, by: Person, now: datetime) -> None:
    """The credit of the record, if one stands, is reversed whole; both rows stay to be read. `why`
    is a code: words stand in the history of the record, from where they can be erased."""
    standing = credit_of(record)
    if standing is not None:
        _append(
            record, EntryKind.REVERSAL, -standing.minutes, undoes=standing, why=why, by=by, now=now
        )


def credit_of(record: Record) -> Entry | None:
    """The credit that stands for the record, if there is one."""
    undone = sa.select(Entry.reverses_id).where(Entry.reverses_id.is_not(None))
    return db.session.scalar(
        sa.select(Entry).where(
            Entry.record_id == record.id,
            Entry.kind == EntryKind.CREDIT,
            Entry.id.not_in(undone.where(Entry.record_id == record.id)),
        )
    )


def entries_of(record: Record) -> Sequence[Entry]:
    """What was credited for the record and what was taken back, oldest first. Callers have checked
    who asks."""
    return db.session.scalars(
        sa.select(Entry).where(Entry.record_id == record.id).order_by(Entry.number)
    ).all()


def minutes_of(
    member: Member, *, since: datetime | None = None, until: datetime | None = None
) -> int:
    """Sum of the member's ledger for services that began in the period, `until` not included."""
    chosen = sa.select(sa.func.coalesce(sa.func.sum(Entry.minutes), 0)).where(
        Entry.member_id == member.id
    )
    if since is not None:
        chosen = chosen.where(Entry.served_at >= since)
    if until is not None:
        chosen = chosen.where(Entry.served_at < until)
    return int(db.session.scalar(chosen) or 0)


def heads() -> Sequence[Head]:
    """The last row of every chain, in the order of communities."""
    return db.session.scalars(sa.select(Head).order_by(Head.community_id)).all()


def hash_at(community_id: int, number: int) -> str | None:
    """The hash of a row of the chain, if there is such a row."""
    return db.session.scalar(
        sa.select(Entry.hash).where(Entry.community_id == community_id, Entry.number == number)
    )


def broken_links() -> Iterator[int]:
    """The ids of rows that do not follow from the rows before, and of the last row of a chain
    that does not end where its head says; nothing when every chain is whole."""
    ends = {head.community_id: (head.number, head.hash) for head in heads()}
    community, number, previous, last_id = 0, 0, "", 0
    rows = sa.select(Entry).order_by(Entry.community_id, Entry.number)
    for entry in db.session.scalars(rows.execution_options(yield_per=AT_ONCE)):
        if entry.community_id != community:
            if community and ends.pop(community, None) != (number, previous):
                yield last_id
            community, number, previous = entry.community_id, 0, ""
        if entry.number != number + 1 or entry.hash != entry.chained_to(previous):
            yield entry.id
        number, previous, last_id = entry.number, entry.hash, entry.id
    if community and ends.pop(community, None) != (number, previous):
        yield last_id
    yield from ends  # a head without a chain: the community's number stands for all of it


def began_at(hours: EarlierHours) -> datetime:
    """When the service began, as far as the other system knew: else the first moment of its day."""
    return hours.started_at or clock.at(hours.day, time())


def _entry_of(
    hours: EarlierHours, kind: EntryKind, minutes: int, undoes: Entry | None, why: str = ""
) -> Entry:
    return Entry(
        community_id=hours.community_id,
        kind=kind,
        earlier_id=hours.id,
        member_id=hours.member_id,
        minutes=minutes,
        served_at=began_at(hours),
        reverses_id=undoes.id if undoes else None,
        why=why,
    )


def _append_all(entries: Sequence[Entry], by: Person, now: datetime) -> None:
    """All of them follow each other at the end of their community's chain, locked once."""
    if not entries:
        return
    head = _locked_head(entries[0].community_id)
    for entry in entries:
        entry.number, entry.by_person_id, entry.written_at = head.number + 1, by.id, now
        entry.hash = entry.chained_to(head.hash)
        head.number, head.hash = entry.number, entry.hash
    db.session.add_all(entries)
    db.session.flush()  # the next of the same transaction follows these


def _standing_earlier(ids: Sequence[int]) -> Iterator[Entry]:
    """The credits of these lines of earlier hours that nobody has taken back."""
    undone = sa.select(Entry.reverses_id).where(Entry.reverses_id.is_not(None))
    for some in (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE)):
        yield from db.session.scalars(
            sa.select(Entry).where(
                Entry.earlier_id.in_(some),
                Entry.kind == EntryKind.CREDIT,
                Entry.id.not_in(undone.where(Entry.earlier_id.in_(some))),
            )
        )


def _append(  # noqa: PLR0913
    record: Record,
    kind: EntryKind,
    minutes: int,
    *,
    undoes: Entry | None = None,
    why: str = "",
    by: Person,
    now: datetime,
) -> None:
    db.session.flush()  # what is credited is in the database before the row that says so
    head = _locked_head(record.community_id)
    entry = Entry(
        community_id=record.community_id,
        number=head.number + 1,
        kind=kind,
        record_id=record.id,
        member_id=record.member_id,
        minutes=minutes,
        served_at=record.started_at if undoes is None else undoes.served_at,
        reverses_id=undoes.id if undoes else None,
        why=why,
        by_person_id=by.id,
        written_at=now,
    )
    entry.hash = entry.chained_to(head.hash)
    head.number, head.hash = entry.number, entry.hash
    db.session.add(entry)
    db.session.flush()  # the next of the same transaction follows this one


def _locked_head(community_id: int) -> Head:
    """The end of the community's chain, held until the transaction ends."""
    db.session.execute(
        sa.text("INSERT INTO ledger_heads VALUES (:id, 0, '') ON CONFLICT DO NOTHING"),
        {"id": community_id},
    )
    return db.session.scalars(
        sa.select(Head)
        .where(Head.community_id == community_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
