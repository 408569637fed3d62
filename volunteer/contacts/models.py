"""One row for each time that somebody's phone or address was shown."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model
from volunteer.journey import is_one_of
from volunteer.policy import As


class Reason(StrEnum):
    """Why somebody looked."""

    ARRANGE = "arrange"
    CALL_BACK = "call_back"
    CHECK = "check"
    GOING = "going"
    OTHER = "other"
    OWN = "own"
    RESULT = "result"
    URGENT = "urgent"


# What is chosen from; the others follow from how somebody stands to the matter.
CHOSEN = (Reason.ARRANGE, Reason.CHECK, Reason.RESULT, Reason.URGENT, Reason.OTHER)
IMPLIED = {
    As.CALLER: Reason.CALL_BACK,
    As.HELPER: Reason.GOING,
    As.HIMSELF: Reason.OWN,
    As.RESIDENT: Reason.OWN,
}


class Look(Model):
    """Somebody was shown whom to call: the member `member_id` or, without one, the resident of
    the need. The database refuses to change or remove a row, and a second one for a request."""

    __tablename__ = "looks"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("reason", Reason), name="look_has_a_known_reason"),
        sa.CheckConstraint("reason <> 'other' OR words <> ''", name="other_reason_is_explained"),
        sa.CheckConstraint(
            "need_id IS NOT NULL OR member_id IS NOT NULL", name="look_is_at_somebody"
        ),
        sa.UniqueConstraint("request", name="one_look_per_request"),
        sa.Index("looks_by_one", "by_person_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    standing: Mapped[str]
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    need_id: Mapped[int | None] = mapped_column(sa.ForeignKey("needs.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"), index=True)
    reason: Mapped[Reason] = mapped_column(sa.String)
    words: Mapped[str]
    request: Mapped[str]
