"""Alarms that have rung: one row each, so that nobody hears the same thing twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model


class Alarm(Model):
    """Something was said once about a thing that came into this state at that moment."""

    __tablename__ = "alarms"

    alarm: Mapped[str] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    rung_at: Mapped[datetime]
