"""Follow-up calls (回访), and the seeds by which some of them are drawn."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.db import Model, Revised
from volunteer.journey import Journey, is_one_of
from volunteer.needs.models import Need
from volunteer.places.models import Community, roles_in
from volunteer.policy import Actor, As
from volunteer.reviews import lifecycle
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.reviews.models import Outcome

SHARE = 20  # of a hundred services about which nothing else asks for a call


class Why(StrEnum):
    """Why the resident is called."""

    LOW_RATING = "low_rating"
    SILENT = "silent"
    DISPUTED = "disputed"
    FIRST_SERVICE = "first_service"
    DRAWN = "drawn"


class FollowUp(Revised, Model):
    """One attempt at a need about which its resident is called by another community (`caller_id`),
    or by its own where there is no other. Not reached on three days stays unreachable: no answer
    is made up."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("status", FollowUpStatus), name="follow_up_status_is_known"),
        sa.CheckConstraint(
            f"outcome IS NULL OR {is_one_of('outcome', Outcome)}", name="follow_up_outcome_is_known"
        ),
        sa.CheckConstraint("satisfaction BETWEEN 1 AND 5", name="follow_up_has_five_steps"),
        sa.CheckConstraint("tries BETWEEN 0 AND 3", name="three_tries_at_most"),
        sa.CheckConstraint(
            "(status = 'answered') = (outcome IS NOT NULL)"
            " AND (status = 'answered' OR satisfaction IS NULL)",
            name="only_who_was_reached_answered",
        ),
        sa.UniqueConstraint("need_id", "attempt", name="one_follow_up_per_attempt"),
        sa.Index("ix_follow_ups_caller", "caller_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(sa.ForeignKey("needs.id"))
    attempt: Mapped[int]
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    caller_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    reasons: Mapped[list[str]] = mapped_column(sa.JSON)
    drawn_at: Mapped[datetime]
    status: Mapped[FollowUpStatus] = mapped_column(sa.String)
    tries: Mapped[int] = mapped_column(default=0)
    last_try_on: Mapped[date | None]
    contacted: Mapped[bool | None]
    outcome: Mapped[Outcome | None] = mapped_column(sa.String)
    satisfaction: Mapped[int | None]
    asked_for_money: Mapped[bool | None]
    remark: Mapped[str] = mapped_column(default="")

    journey: ClassVar[Journey] = lifecycle.JOURNEY

    need: Mapped[Need] = relationship()
    community: Mapped[Community] = relationship(foreign_keys=[community_id])
    caller: Mapped[Community] = relationship(foreign_keys=[caller_id])

    def stands_of(self, actor: Actor) -> set[As]:
        """Staff of the community that calls; those whose service it is about stand outside."""
        return roles_in(actor, self.caller_id)


class SamplingSeed(Model):
    """What decides which services of a month are called about. Its hash is published before the
    month begins and the seed after it has ended: nobody can know the draw or change it."""

    __tablename__ = "sampling_seeds"

    month: Mapped[str] = mapped_column(primary_key=True)  # 2026-11
    seed: Mapped[str]
    published_at: Mapped[datetime]

    @property
    def promise(self) -> str:
        """The hash that is published beforehand."""
        return hashlib.sha256(self.seed.encode()).hexdigest()

    def draws(self, number: str, attempt: int) -> bool:
        """Whether this attempt at the need of that number is one of the share that is called."""
        drawn = hashlib.sha256(f"{self.seed} {number} {attempt}".encode()).digest()
        return int.from_bytes(drawn[:8]) % 100 < SHARE
