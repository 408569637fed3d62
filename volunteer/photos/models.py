"""The row of each photo; what is in the file was drawn anew by us, see `cleaning`."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.db import Model
from volunteer.needs.models import Need

MOST = 3  # of one need


class Photo(Model):
    """A photo of a need: `name` is its file in the folder of photos, `size` its bytes. The
    database gives out the places 1 to 3 of a need, each once."""

    __tablename__ = "photos"
    __table_args__ = (
        sa.CheckConstraint(f"place BETWEEN 1 AND {MOST}", name="photos_are_few"),
        sa.UniqueConstraint("need_id", "place", name="one_photo_at_a_place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(sa.ForeignKey("needs.id"))
    place: Mapped[int]
    name: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    added_at: Mapped[datetime]

    need: Mapped[Need] = relationship()
