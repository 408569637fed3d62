"""Confirmations."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model
from volunteer.journey import is_one_of


class Outcome(StrEnum):
    """Is it solved?"""

    SOLVED = "solved"
    PARTLY = "partly"
    NOT = "not"


class Mode(StrEnum):
    """Who told us."""

    RESIDENT = "resident"
    PHONE = "phone"


class Confirmation(Model):
    """The resident's word on one attempt at a need. Silence makes no row and no rating.

    `thanks` are words for whoever came; they read them only where the resident said so
    (`thanks_passed_on`), and they are shown nowhere else.
    """

    __tablename__ = "confirmations"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("outcome", Outcome), name="outcome_is_known"),
        sa.CheckConstraint(is_one_of("mode", Mode), name="mode_is_known"),
        sa.CheckConstraint("satisfaction BETWEEN 1 AND 5", name="satisfaction_has_five_steps"),
        sa.UniqueConstraint("need_id", "attempt", name="one_word_per_attempt"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(sa.ForeignKey("needs.id"))
    attempt: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(sa.String)
    satisfaction: Mapped[int | None]
    comment: Mapped[str]
    thanks: Mapped[str] = mapped_column(default="", server_default="")
    thanks_passed_on: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    mode: Mapped[Mode] = mapped_column(sa.String)
    by_person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]
