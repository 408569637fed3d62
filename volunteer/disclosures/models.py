"""Consents, letters to work units, and one row for each time that somebody was told of."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.db import Model
from volunteer.journey import is_one_of
from volunteer.people.models import Person
from volunteer.places.models import Community


class Purpose(StrEnum):
    """What somebody may agree to, each by itself."""

    TO_UNIT = "to_unit"


class Consent(Model):
    """Somebody agreed to exactly this `text`: who is told (`receiver`), what, what for. It holds
    until they take it back; one for a purpose at a time, those before stay to be read."""

    __tablename__ = "consents"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("purpose", Purpose), name="purpose_is_known"),
        sa.CheckConstraint("withdrawn_at >= given_at", name="consent_ends_after_it_begins"),
        sa.Index(
            "one_consent_at_a_time",
            "person_id",
            "purpose",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    purpose: Mapped[Purpose] = mapped_column(sa.String)
    version: Mapped[str]
    text: Mapped[str] = mapped_column(sa.Text)
    receiver: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


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
    __table_args__ = (sa.CheckConstraint(is_one_of("purpose", Purpose), name="told_for_a_purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(sa.ForeignKey("unit_letters.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    consent_id: Mapped[int] = mapped_column(sa.ForeignKey("consents.id"))
    purpose: Mapped[Purpose] = mapped_column(sa.String)
    receiver: Mapped[str]
    told: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    letter: Mapped[UnitLetter] = relationship()
