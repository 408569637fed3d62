"""What was done: which alarm has rung, which job has run in which period, and when the service
last looked for people."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model


class Alarm(Model):
    """Something was said once about a thing that came into this state at that moment."""

    __tablename__ = "alarms"

    alarm: Mapped[str] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    rung_at: Mapped[datetime]


class Search(Model):
    """The service looked for people for a need when its present attempt had so many places `held`
    and so many offers `unanswered`; it looks again when these have changed, and at `again_at`."""

    __tablename__ = "searches"

    need_id: Mapped[int] = mapped_column(sa.ForeignKey("needs.id"), primary_key=True)
    attempt: Mapped[int]
    held: Mapped[int]
    unanswered: Mapped[int]
    again_at: Mapped[datetime]


class JobRun(Model):
    """One job in one period, and what came of it; no end means that it was cut short."""

    __tablename__ = "job_runs"
    __table_args__ = (
        sa.CheckConstraint("done >= 0 AND failed >= 0", name="steps_are_counted"),
        sa.CheckConstraint("ended_at >= began_at", name="run_ends_after_it_began"),
    )

    job: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[datetime] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
