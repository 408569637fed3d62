"""One row for each file, or page of an API, with which data of others left the service."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model
from volunteer.journey import is_one_of


class What(StrEnum):
    """What was taken."""

    HOURS_CSV = "hours_csv"
    HOURS_JSON = "hours_json"
    HOURS_XLSX = "hours_xlsx"
    LETTER_CSV = "letter_csv"
    LETTER_JSON = "letter_json"


class Export(Model):
    """Somebody took so many `rows` about others out of a community. The database refuses to change
    or remove it."""

    __tablename__ = "exports"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("what", What), name="export_is_known"),
        sa.CheckConstraint("rows >= 0", name="export_counts_its_rows"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    what: Mapped[What] = mapped_column(sa.String)
    rows: Mapped[int]
