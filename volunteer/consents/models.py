"""Consents, one row for each that was ever given, and accounts as things with a history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model
from volunteer.journey import Journey, is_one_of, journey
from volunteer.policy import Actor, As

JOURNEY = journey("account", notes=["consent", "erase", "export", "withdraw_consent"])


class Purpose(StrEnum):
    """What somebody may agree to, each by itself."""

    TO_UNIT = "to_unit"
    MATCHING = "matching"
    MESSAGES = "messages"


@dataclass(frozen=True)
class Account:
    """What somebody does with their account as a whole, for the history."""

    id: int

    journey: ClassVar[Journey] = JOURNEY
    status = ""
    community_id = None

    @property
    def person_id(self) -> int:
        return self.id

    def stands_of(self, actor: Actor) -> set[As]:
        return {As.HIMSELF} if actor.person_id == self.id else set()


def _unique(name: str, *columns: str, where: str = "") -> sa.Index:
    standing = sa.text("withdrawn_at IS NULL" + where)
    return sa.Index(name, *columns, unique=True, sqlite_where=standing, postgresql_where=standing)


class Consent(Model):
    """Somebody agreed to exactly this `text`, which is the `version` of the words of its purpose:
    what, what for, who is told or by which channel (`receiver`). It holds until they take it back;
    one for a purpose and receiver at a time, and one work unit; those before stay to be read."""

    __tablename__ = "consents"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("purpose", Purpose), name="purpose_is_known"),
        sa.CheckConstraint("withdrawn_at >= given_at", name="consent_ends_after_it_begins"),
        _unique("one_consent_at_a_time", "person_id", "purpose", "receiver"),
        _unique("one_unit_at_a_time", "person_id", where=" AND purpose = 'to_unit'"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    purpose: Mapped[Purpose] = mapped_column(sa.String)
    version: Mapped[str]
    text: Mapped[str] = mapped_column(sa.Text)
    receiver: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
