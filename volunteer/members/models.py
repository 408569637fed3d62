"""Members: in-service party members who reported in at their home community."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from volunteer import clock
from volunteer.consents.models import Purpose
from volunteer.consents.queries import agrees
from volunteer.db import Model, Revised
from volunteer.journey import Journey, is_one_of
from volunteer.members import lifecycle
from volunteer.members.free_time import WEEK_PARTS, Grade
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.skills import Group
from volunteer.people.models import Person
from volunteer.places.models import Community, Grid, roles_in
from volunteer.policy import Actor, As

RECEIPT = re.compile(r"BD[0-9]{4}([0-9]{5,9})")


class Reminders(StrEnum):
    """How often a member wants to be reminded of a task they promised."""

    BOTH = "both"
    DAY_BEFORE = "day_before"
    NONE = "none"


class Member(Revised, Model):
    """One person's registration (报到) in their home community."""

    __tablename__ = "members"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("reminders", Reminders), name="reminders_are_known"),
        sa.CheckConstraint(is_one_of("status", MemberStatus), name="member_status_is_known"),
        sa.CheckConstraint("tasks_per_week BETWEEN 1 AND 14", name="weekly_limit_is_sane"),
        sa.CheckConstraint("reach_minutes BETWEEN 1 AND 120", name="reach_is_sane"),
        sa.CheckConstraint(is_one_of("wished_group", Group), name="wished_group_is_known"),
        sa.CheckConstraint(
            "status <> 'active' OR confirmed_at IS NOT NULL", name="active_member_is_confirmed"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), unique=True)
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"), index=True)
    grid_id: Mapped[int] = mapped_column(sa.ForeignKey("grids.id"))
    unit_name: Mapped[str]
    tasks_per_week: Mapped[int]
    reach_minutes: Mapped[int]
    serves_neighbours: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    reminders: Mapped[Reminders] = mapped_column(
        sa.String, default=Reminders.BOTH, server_default=Reminders.BOTH.value
    )
    wants_digest: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    paused_until: Mapped[date | None]
    wished_group: Mapped[Group | None] = mapped_column(sa.String)
    status: Mapped[MemberStatus] = mapped_column(sa.String, index=True)
    submitted_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(default="")

    # Whether the service may match and ask them by itself: a consent, read with the row.
    wants_offers: Mapped[bool] = column_property(agrees(Purpose.MATCHING, person_id))

    journey: ClassVar[Journey] = lifecycle.JOURNEY

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    community: Mapped[Community] = relationship()
    grid: Mapped[Grid] = relationship()
    skills: Mapped[list[MemberSkill]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="MemberSkill.skill"
    )
    free_parts: Mapped[list[FreePart]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="FreePart.part_of_week"
    )

    @property
    def receipt_no(self) -> str:
        """Number of the receipt (报到回执) that proves the registration; empty before it."""
        return receipt_no(self.id, self.confirmed_at)

    @property
    def free(self) -> dict[int, int]:
        """Part of the week (0..20) -> grade; parts left out mean no."""
        return {part.part_of_week: part.grade for part in self.free_parts}

    def is_paused(self, now: datetime) -> bool:
        """Whether the member asked not to be asked yet."""
        return self.paused_until is not None and clock.local(now).date() <= self.paused_until

    def stands_of(self, actor: Actor) -> set[As]:
        found = roles_in(actor, self.community_id)
        if actor.person_id == self.person_id:
            # Nobody is their own secretary: somebody else confirms the registration.
            found = found - {As.SECRETARY} | {As.HIMSELF}
        return found


def receipt_no(member_id: int, confirmed_at: datetime | None) -> str:
    """The number of the receipt of this member; empty before they were confirmed."""
    if confirmed_at is None:
        return ""
    return f"BD{clock.local(confirmed_at):%y%m}{member_id:05d}"


def id_of_receipt(number: str) -> int | None:
    """The member a receipt's number speaks of, or None when it is no such number."""
    found = RECEIPT.fullmatch(number.strip().upper())
    return int(found[1]) if found else None


class MemberSkill(Model):
    """A skill somebody holds, how well, and until when a licence for it was seen."""

    __tablename__ = "member_skills"
    __table_args__ = (sa.CheckConstraint("level BETWEEN 1 AND 3", name="skill_level_is_known"),)

    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"), primary_key=True)
    skill: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int]
    licence_until: Mapped[date | None]


class FreePart(Model):
    """A part of the week in which somebody may be asked."""

    __tablename__ = "free_parts"
    __table_args__ = (
        sa.CheckConstraint(f"part_of_week BETWEEN 0 AND {WEEK_PARTS - 1}", name="part_is_known"),
        sa.CheckConstraint(
            f"grade IN ({Grade.RATHER_NOT:d}, {Grade.YES:d})", name="grade_is_known"
        ),
    )

    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"), primary_key=True)
    part_of_week: Mapped[int] = mapped_column(primary_key=True)
    grade: Mapped[int]
