"""Hours that were given before the service, brought in from another system's file.

They are no records of ours: no need, no order, no resident's word. They stand apart, say where
they come from for ever, and count once somebody else than whoever brought them has approved.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.db import Model, Revised
from volunteer.journey import Journey, Step, is_one_of, journey, one_of
from volunteer.members.models import Member
from volunteer.members.skills import Group
from volunteer.places.models import Community, offices_in, roles_in
from volunteer.policy import Actor, As, May


class ImportStatus(StrEnum):
    """Where an import stands; its hours count only while it is approved."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    UNDONE = "undone"


S = ImportStatus
# fmt: off
JOURNEY = journey(
    "import",
    #    verb       from                              to           who may
    Step("approve", one_of(S.SUBMITTED),              S.APPROVED,  May.APPROVE_IMPORT),
    Step("reject",  one_of(S.SUBMITTED),              S.REJECTED,  May.APPROVE_IMPORT),
    Step("undo",    one_of(S.SUBMITTED, S.APPROVED),  S.UNDONE,    May.IMPORT_HOURS),
    begins=[S.SUBMITTED],
)
# fmt: on
STANDING = one_of(S.SUBMITTED, S.APPROVED)  # what is here already, so that nothing comes twice


class Import(Revised, Model):
    """One file of earlier hours of one community: who brought it, from which system, and the
    SHA-256 of the file as it was. Whoever approves is somebody else: the database compares."""

    __tablename__ = "imports"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("status", ImportStatus), name="import_status_is_known"),
        sa.CheckConstraint(
            "reviewer_id IS NULL OR reviewer_id <> brought_by_id", name="import_takes_two"
        ),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'rejected')"
            " OR (reviewer_id IS NOT NULL AND reviewed_at IS NOT NULL)",
            name="decided_import_says_by_whom",
        ),
        sa.CheckConstraint("hours_count > 0", name="import_brings_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"), index=True)
    layout: Mapped[str]
    source: Mapped[str]
    file_name: Mapped[str]
    file_digest: Mapped[str]
    hours_count: Mapped[int]
    minutes: Mapped[int]
    status: Mapped[ImportStatus] = mapped_column(sa.String)
    brought_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    brought_at: Mapped[datetime]
    reviewer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    reviewed_at: Mapped[datetime | None]
    review_note: Mapped[str] = mapped_column(default="")

    journey: ClassVar[Journey] = JOURNEY

    community: Mapped[Community] = relationship()

    def stands_of(self, actor: Actor) -> set[As]:
        above = self.community.subdistrict
        found = roles_in(actor, self.community_id)
        found |= offices_in(actor, "subdistrict", above.id)
        return found | offices_in(actor, "district", above.district_id)


class EarlierHours(Model):
    """One service as the other system has it, for one member; `row` is its line in the file.

    The other system may know only the day; then nobody here makes up an hour of the clock.
    """

    __tablename__ = "earlier_hours"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("kind", Group), name="earlier_kind_is_known"),
        sa.CheckConstraint("minutes > 0", name="earlier_hours_are_some"),
        sa.CheckConstraint(
            "(started_at IS NULL) = (ended_at IS NULL) AND ended_at >= started_at",
            name="earlier_hours_end_after_they_start",
        ),
        sa.UniqueConstraint("import_id", "row"),
        sa.Index("ix_earlier_hours_member", "member_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("imports.id"))
    row: Mapped[int]
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    day: Mapped[date]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    minutes: Mapped[int]
    title: Mapped[str]
    content: Mapped[str] = mapped_column(sa.Text)
    place: Mapped[str]
    organiser: Mapped[str]
    in_charge: Mapped[str]
    kind: Mapped[Group | None] = mapped_column(sa.String)

    brought: Mapped[Import] = relationship()
    member: Mapped[Member] = relationship()
