"""The ledger: what was credited and what was taken back, each row chained to the one before."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.db import Model
from volunteer.journey import is_one_of
from volunteer.members.models import Member
from volunteer.records.earlier import EarlierHours
from volunteer.records.models import Record


class EntryKind(StrEnum):
    """Credit, or the taking back of one."""

    CREDIT = "credit"
    REVERSAL = "reversal"


class Entry(Model):
    """Minutes that count were credited to a member, or one credit was taken back whole.

    Rows are added and never changed or removed: the database refuses (`append_only`). A credit
    is reversed once, exactly, with a reason; a record, or a line of earlier hours that were brought
    in (an entry is about one of the two), has one credit that stands at a time
    (`one_credit_at_a_time`, `reversal_undoes_a_credit`), so no sum is ever negative. `number`
    counts from 1 in each community; `hash` covers the row and the hash of the number before
    (`chain_is_whole`).
    """

    __tablename__ = "ledger"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("kind", EntryKind), name="entry_kind_is_known"),
        sa.CheckConstraint(
            "(kind = 'credit' AND minutes >= 0) OR (kind = 'reversal' AND minutes <= 0)",
            name="credit_gives_reversal_takes",
        ),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reversal_says_what_it_undoes"
        ),
        sa.CheckConstraint("kind = 'credit' OR why <> ''", name="reversal_says_why"),
        sa.CheckConstraint(
            "(record_id IS NULL) <> (earlier_id IS NULL)", name="entry_is_about_one_thing"
        ),
        sa.UniqueConstraint("community_id", "number"),
        sa.Index("ix_ledger_member", "member_id", "served_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    number: Mapped[int]
    kind: Mapped[EntryKind] = mapped_column(sa.String)
    record_id: Mapped[int | None] = mapped_column(sa.ForeignKey("records.id"), index=True)
    earlier_id: Mapped[int | None] = mapped_column(sa.ForeignKey("earlier_hours.id"), index=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    minutes: Mapped[int]
    served_at: Mapped[datetime]
    reverses_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ledger.id"), unique=True)
    why: Mapped[str]
    by_person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    written_at: Mapped[datetime]
    hash: Mapped[str]

    record: Mapped[Record | None] = relationship()
    earlier: Mapped[EarlierHours | None] = relationship()
    member: Mapped[Member] = relationship()

    def chained_to(self, previous: str) -> str:
        """The hash that this row must carry after a row with that one (empty for the first)."""
        said: dict[str, object] = {
            "by": self.by_person_id,
            "community": self.community_id,
            "kind": str(self.kind),
            "member": self.member_id,
            "minutes": self.minutes,
            "number": self.number,
            "previous": previous,
            "record": self.record_id,
            "reverses": self.reverses_id,
            "served_at": self.served_at.astimezone(UTC).isoformat(),
            "why": self.why,
            "written_at": self.written_at.astimezone(UTC).isoformat(),
        }
        if self.earlier_id is not None:
            said["earlier"] = self.earlier_id
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class Head(Model):
    """The last row of a community's chain. Whoever appends locks it first: one at a time in a
    community, and nobody waits for another community."""

    __tablename__ = "ledger_heads"

    community_id: Mapped[int] = mapped_column(
        sa.ForeignKey("communities.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int]
    hash: Mapped[str]
