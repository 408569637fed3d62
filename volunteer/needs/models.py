"""Needs, and the actor who holds the secret link of one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer import clock
from volunteer.db import Model, Revised
from volunteer.journey import Journey, is_one_of
from volunteer.needs import lifecycle
from volunteer.needs.lifecycle import PLANNED, NeedStatus
from volunteer.needs.types import AgeBand, Channel, Risk, Urgency
from volunteer.places.models import Community, Grid, roles_in
from volunteer.policy import Actor, As
from volunteer.sealing import Sealed, blind_of
from volunteer.sounds import sound_of

PLANNED_STATES = ", ".join(f"'{one}'" for one in sorted(PLANNED))


class Need(Revised, Model):
    """One request of one resident."""

    __tablename__ = "needs"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("status", NeedStatus), name="need_status_is_known"),
        sa.CheckConstraint(is_one_of("urgency", Urgency), name="urgency_is_known"),
        sa.CheckConstraint(is_one_of("risk", Risk), name="risk_is_known"),
        sa.CheckConstraint(is_one_of("channel", Channel), name="channel_is_known"),
        sa.CheckConstraint(is_one_of("child_age", AgeBand), name="child_age_is_known"),
        sa.CheckConstraint(
            "(notice_version IS NULL) = (notice_agreed_at IS NULL)", name="agreed_notice_says_when"
        ),
        sa.CheckConstraint("headcount BETWEEN 1 AND 50", name="headcount_is_sane"),
        sa.CheckConstraint("NOT together OR headcount > 1", name="together_takes_several"),
        sa.CheckConstraint("ends_at > starts_at", name="need_ends_after_it_starts"),
        sa.CheckConstraint(
            "(triaged_at IS NULL) = (triaged_by_id IS NULL)", name="triage_is_whole"
        ),
        sa.CheckConstraint(
            f"status NOT IN ({PLANNED_STATES}) OR triaged_at IS NOT NULL",
            name="planned_need_was_triaged",
        ),
        sa.CheckConstraint(
            "(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged_says_into_what"
        ),
        sa.CheckConstraint("risk = 'low' OR risk_note <> ''", name="risk_is_explained"),
        sa.CheckConstraint("risk <> 'high' OR insurance <> ''", name="high_risk_is_insured"),
        sa.Index("ix_needs_queue", "community_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    grid_id: Mapped[int] = mapped_column(sa.ForeignKey("grids.id"))
    link_secret: Mapped[str] = mapped_column(default=lambda: secrets.token_urlsafe(16))

    channel: Mapped[Channel] = mapped_column(sa.String)
    posted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    posted_at: Mapped[datetime]
    contact_name: Mapped[str]
    contact_sound: Mapped[str] = mapped_column(default=sound_of("contact_name"), server_default="")
    contact_phone: Mapped[str] = mapped_column(Sealed("needs.contact_phone"))
    contact_phone_index: Mapped[str] = mapped_column(default=blind_of("contact_phone"), index=True)
    address: Mapped[str] = mapped_column(Sealed("needs.address"))
    address_index: Mapped[str] = mapped_column(default=blind_of("address"))
    wish: Mapped[str] = mapped_column(sa.Text)
    child_age: Mapped[AgeBand | None] = mapped_column(sa.String)
    # What they agreed to by posting it themselves (see `notice`); staff write for others.
    notice_version: Mapped[str | None]
    notice_agreed_at: Mapped[datetime | None]
    # Since when they do not want to be called afterwards (回访); nobody has to say why.
    no_call_since: Mapped[datetime | None]

    type: Mapped[str]
    title: Mapped[str]
    skill: Mapped[str | None]
    skill_level: Mapped[int] = mapped_column(default=1)
    headcount: Mapped[int] = mapped_column(default=1)
    together: Mapped[bool] = mapped_column(default=False)  # all of them or nobody
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    urgency: Mapped[Urgency] = mapped_column(sa.String, default=Urgency.NORMAL)
    risk: Mapped[Risk] = mapped_column(sa.String, default=Risk.LOW)
    risk_note: Mapped[str] = mapped_column(default="")
    insurance: Mapped[str] = mapped_column(default="")
    meeting_point: Mapped[str] = mapped_column(default="")  # read before anybody accepts

    status: Mapped[NeedStatus] = mapped_column(sa.String)
    triaged_at: Mapped[datetime | None]
    triaged_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("needs.id"))
    question: Mapped[str] = mapped_column(default="")
    # Who leads the group, and may say who of it is there.
    leader_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    reopened: Mapped[int] = mapped_column(default=0)
    # How many released rounds have looked for people for it: the hall may wait for that.
    rounds_seen: Mapped[int] = mapped_column(default=0, server_default="0")

    journey: ClassVar[Journey] = lifecycle.JOURNEY

    community: Mapped[Community] = relationship()
    grid: Mapped[Grid] = relationship()

    @property
    def number(self) -> str:
        """What people say on the phone: XQ, year and month, running number."""
        return f"XQ{clock.local(self.posted_at):%y%m}{self.id:05d}"

    @property
    def minutes(self) -> int:
        """How long the planned service lasts."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def stands_of(self, actor: Actor) -> set[As]:
        found = roles_in(actor, self.community_id)
        if isinstance(actor, LinkHolder) and actor.need_id == self.id:
            found.add(As.RESIDENT)
        if actor.person_id is not None and actor.person_id == self.leader_id:
            found.add(As.LEADER)
        return found


@dataclass(frozen=True)
class LinkHolder:
    """Whoever opened the secret link of a need: the resident or family, without an account."""

    need_id: int
    person_id: None = None


def id_of_number(number: str) -> int | None:
    """The row a need's number speaks of, or None when it is no such number."""
    digits = number.strip().upper().removeprefix("XQ")
    known = digits.isascii() and digits.isdigit() and 9 <= len(digits) <= 13
    return int(digits[4:]) if known else None
