"""A member asks another community to be at home there."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.db import Model, Revised
from volunteer.journey import Journey, is_one_of
from volunteer.members.models import Member
from volunteer.moves import lifecycle
from volunteer.moves.lifecycle import MoveStatus
from volunteer.places.models import Community, Grid, roles_in
from volunteer.policy import Actor, As


class Move(Revised, Model):
    """The member moves from one community to a grid of another, once that one has confirmed."""

    __tablename__ = "moves"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("status", MoveStatus), name="move_status_is_known"),
        sa.CheckConstraint("community_id <> from_id", name="move_leads_elsewhere"),
        sa.CheckConstraint("(status = 'asked') = (decided_at IS NULL)", name="move_says_when"),
        sa.Index(
            "one_move_at_a_time",
            "member_id",
            unique=True,
            sqlite_where=sa.text("status = 'asked'"),
            postgresql_where=sa.text("status = 'asked'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"), index=True)
    from_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"), index=True)
    grid_id: Mapped[int] = mapped_column(sa.ForeignKey("grids.id"))
    keeps_promises: Mapped[bool]
    status: Mapped[MoveStatus] = mapped_column(sa.String)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(default="")

    journey: ClassVar[Journey] = lifecycle.JOURNEY

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)
    community: Mapped[Community] = relationship(foreign_keys=[community_id])
    left: Mapped[Community] = relationship(foreign_keys=[from_id])
    grid: Mapped[Grid] = relationship()

    def stands_of(self, actor: Actor) -> set[As]:
        """The secretaries of the new community decide, nobody about themselves."""
        found = roles_in(actor, self.community_id)
        if actor.person_id == self.member.person_id:
            found = found - {As.SECRETARY} | {As.HIMSELF}
        return found
