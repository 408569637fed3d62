"""Which job has run in which period: one row, so that two runners are harmless."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model


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
