"""The sessions in which people are signed in."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.db import Model
from volunteer.journey import is_one_of
from volunteer.people.models import Person


class Face(StrEnum):
    """Where somebody is signed in."""

    API = "api"
    PAGES = "pages"


class SignIn(Model):
    """One session of one person; it ends at logout, whatever copies of the cookie exist.

    It also ends when nobody used it for its idle minutes, or at `expires_at` whatever is done.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (sa.CheckConstraint(is_one_of("face", Face), name="face_is_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    face: Mapped[Face] = mapped_column(sa.String)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    idle_minutes: Mapped[int]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # When a password or a code was given here last, and whether a second proof ever was.
    proved_at: Mapped[datetime]
    has_second: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    def is_awake(self, now: datetime) -> bool:
        """Whether it was used lately enough to go on."""
        return now < self.seen_at + timedelta(minutes=self.idle_minutes)

    person: Mapped[Person] = relationship(lazy="joined")
