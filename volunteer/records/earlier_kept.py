"""What always holds of the ledger once hours are brought in, as questions nothing may answer."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from volunteer.records.earlier import EarlierHours, Import, ImportStatus
from volunteer.records.entries import Entry, EntryKind


def _not_as_credited() -> sa.Select[int]:
    """Lines whose ledger says something else: one credit that stands for each line of an import
    that is approved, with its minutes, for its member; for others nothing."""
    credits = sa.func.sum(sa.case((Entry.kind == EntryKind.CREDIT, 1), else_=-1))
    ledger = (
        sa.select(Entry.earlier_id, sa.func.sum(Entry.minutes).label("minutes"), credits.label("n"))
        .group_by(Entry.earlier_id)
        .subquery()
    )
    standing, given = (sa.func.coalesce(one, 0) for one in (ledger.c.n, ledger.c.minutes))
    stands = Import.status == ImportStatus.APPROVED
    return (
        sa.select(EarlierHours.id)
        .join(Import, Import.id == EarlierHours.import_id)
        .outerjoin(ledger, ledger.c.earlier_id == EarlierHours.id)
        .where(
            sa.or_(
                standing != sa.case((stands, 1), else_=0),
                given != sa.case((stands, EarlierHours.minutes), else_=0),
            )
        )
    )


def _about(entry: type[Entry]) -> sa.ColumnElement[int]:
    """The record of an entry, or the line of earlier hours as a number below nought."""
    return sa.func.coalesce(entry.record_id, -entry.earlier_id)


def _sums() -> sa.Select[int]:
    """Imports whose own figures are not those of their lines."""
    lines = (
        sa.select(
            EarlierHours.import_id,
            sa.func.count().label("n"),
            sa.func.sum(EarlierHours.minutes).label("minutes"),
        )
        .group_by(EarlierHours.import_id)
        .subquery()
    )
    return (
        sa.select(Import.id)
        .outerjoin(lines, lines.c.import_id == Import.id)
        .where(
            sa.or_(
                sa.func.coalesce(lines.c.n, 0) != Import.hours_count,
                sa.func.coalesce(lines.c.minutes, 0) != Import.minutes,
            )
        )
    )


_UNDONE = aliased(Entry)
RULES = {
    "A reversal takes back exactly one credit": sa.select(Entry.id).where(
        Entry.kind == EntryKind.REVERSAL,
        ~sa.exists().where(
            _UNDONE.id == Entry.reverses_id,
            _UNDONE.kind == EntryKind.CREDIT,
            _about(_UNDONE) == _about(Entry),
            _UNDONE.minutes == -Entry.minutes,
        ),
    ),
    "Hours from elsewhere are in the ledger exactly while their import stands approved": (
        _not_as_credited()
    ),
    "An import says of itself what its lines say": _sums(),
    "Whoever brought hours in did not approve them": sa.select(Import.id).where(
        Import.reviewer_id == Import.brought_by_id
    ),
    "Hours from elsewhere are in the community that brought them, and in the ledger so": (
        sa.select(EarlierHours.id)
        .join(Import, Import.id == EarlierHours.import_id)
        .outerjoin(Entry, Entry.earlier_id == EarlierHours.id)
        .where(
            sa.or_(
                Import.community_id != EarlierHours.community_id,
                Entry.member_id != EarlierHours.member_id,
                Entry.community_id != EarlierHours.community_id,
            )
        )
    ),
}
