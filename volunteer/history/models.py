"""The story of every thing, one row per change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model


class Event(Model):
    """Something happened to a thing: who, when, from which state to which, and why.

    The database refuses to change or remove a row (triggers in the migrations).
    """

    __tablename__ = "events"
    __table_args__ = (sa.Index("ix_events_thing", "kind", "thing_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str]
    thing_id: Mapped[int]
    verb: Mapped[str]
    old: Mapped[str | None]
    new: Mapped[str | None]
    standing: Mapped[str]
    by_person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    community_id: Mapped[int | None] = mapped_column(sa.ForeignKey("communities.id"))
    why: Mapped[str]
    facts: Mapped[dict[str, Any]]
