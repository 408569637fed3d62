"""The outbox, which is also the inbox people read on the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model


class Notice(Model):
    """Something one person is to be told. Facts carry no address and no phone."""

    __tablename__ = "notices"
    __table_args__ = (sa.Index("ix_notices_inbox", "to_person_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_kind: Mapped[str]
    to_person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    thing_kind: Mapped[str]
    thing_id: Mapped[int]
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
