"""Certificates of volunteer service (志愿服务记录证明)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.certificates import lifecycle
from volunteer.certificates.lifecycle import CertificateStatus
from volunteer.db import Model, Revised
from volunteer.journey import Journey, is_one_of
from volunteer.members.models import Member
from volunteer.places.models import Community, roles_in
from volunteer.policy import Actor, As


class Language(StrEnum):
    """In which the paper is printed."""

    CHINESE = "zh"
    ENGLISH = "en"


class Certificate(Revised, Model):
    """What the ledger said of a member's service in a period, signed.

    `statement` is the signed text itself: JSON with sorted keys that holds the number, the issuing
    unit, the period, minutes and how many records, and of the name only a hash. It is never
    changed; a certificate that should not stand is revoked.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        sa.CheckConstraint(
            is_one_of("status", CertificateStatus), name="certificate_status_is_known"
        ),
        sa.CheckConstraint(is_one_of("language", Language), name="certificate_language_is_known"),
        sa.CheckConstraint("until >= since", name="certificate_period_has_days"),
        sa.CheckConstraint(
            "status <> 'revoked' OR (revoked_at IS NOT NULL AND revoke_why <> '')",
            name="revocation_says_when_and_why",
        ),
        sa.Index("ix_certificates_register", "community_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"), index=True)
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    since: Mapped[date]
    until: Mapped[date]
    language: Mapped[Language] = mapped_column(sa.String)
    minutes: Mapped[int]
    records: Mapped[int]
    statement: Mapped[str] = mapped_column(sa.Text)
    signature: Mapped[str]
    public_key: Mapped[str]
    status: Mapped[CertificateStatus] = mapped_column(sa.String)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoke_why: Mapped[str] = mapped_column(default="")

    journey: ClassVar[Journey] = lifecycle.JOURNEY

    member: Mapped[Member] = relationship()
    community: Mapped[Community] = relationship()

    def stands_of(self, actor: Actor) -> set[As]:
        found = roles_in(actor, self.community_id)
        if actor.person_id == self.member.person_id:
            # Nobody is their own secretary.
            found = found - {As.SECRETARY} | {As.HIMSELF}
        return found
