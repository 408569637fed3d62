"""Letters to work units, and one row for each time that somebody was told of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.consents.models import Purpose
from volunteer.db import Model
from volunteer.people.models import Person
from volunteer.places.models import Community


class UnitLetter(Model):
    """What a community told a work unit of a quarter: `content` is the letter itself (see
    `letters.Preview`), `digest` its SHA-256. The database refuses to change or remove it."""

    __tablename__ = "unit_letters"
    __table_args__ = (
        sa.UniqueConstraint("community_id", "receiver", "quarter", name="one_letter_a_quarter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    receiver: Mapped[str]
    quarter: Mapped[str]
    content: Mapped[dict[str, Any]]
    digest: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    made_at: Mapped[datetime]

    community: Mapped[Community] = relationship()
    made_by: Mapped[Person] = relationship()


class Disclosure(Model):
    """Somebody was told of: by which consent, to whom, in which letter, and the very figures
    (`told`). The database refuses to change or remove a row."""

    __tablename__ = "disclosures"
    __table_args__ = (sa.CheckConstraint("purpose IN ('to_unit')", name="told_for_a_purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(sa.ForeignKey("unit_letters.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    consent_id: Mapped[int] = mapped_column(sa.ForeignKey("consents.id"))
    purpose: Mapped[Purpose] = mapped_column(sa.String)
    receiver: Mapped[str]
    told: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    letter: Mapped[UnitLetter] = relationship()
