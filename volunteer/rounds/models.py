"""Rounds, what they propose, and what the secretary said about pairs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.db import Model, Revised
from volunteer.journey import Journey, is_one_of
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.orders.models import Order
from volunteer.places.models import Community, roles_in
from volunteer.policy import Actor, As
from volunteer.rounds import lifecycle
from volunteer.rounds.lifecycle import RoundStatus


class Ruling(StrEnum):
    """What the secretary wants of a pair when solving again."""

    PIN = "pin"
    FORBID = "forbid"


class Round(Revised, Model):
    """One proposal for one community: who could do what in the days ahead."""

    __tablename__ = "rounds"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("status", RoundStatus), name="round_status_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"), index=True)
    status: Mapped[RoundStatus] = mapped_column(sa.String)
    created_at: Mapped[datetime]
    solved_at: Mapped[datetime]
    until: Mapped[datetime]
    members_asked: Mapped[int]
    places_wanted: Mapped[int]
    method: Mapped[str]
    gap: Mapped[float]
    seconds: Mapped[float]
    suitability: Mapped[int]

    journey: ClassVar[Journey] = lifecycle.JOURNEY

    community: Mapped[Community] = relationship()
    proposals: Mapped[list[Proposal]] = relationship(
        cascade="all, delete-orphan", order_by="Proposal.need_id, Proposal.member_id"
    )
    unfilled: Mapped[list[Unfilled]] = relationship(
        cascade="all, delete-orphan", order_by="Unfilled.need_id"
    )
    wishes: Mapped[list[PairWish]] = relationship(cascade="all, delete-orphan")

    def stands_of(self, actor: Actor) -> set[As]:
        return roles_in(actor, self.community_id)


class Proposal(Model):
    """The round proposes to ask this member for this need, for these reasons."""

    __tablename__ = "proposals"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), primary_key=True)
    need_id: Mapped[int] = mapped_column(sa.ForeignKey("needs.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"), primary_key=True)
    reasons: Mapped[dict[str, Any]]
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))

    need: Mapped[Need] = relationship()
    member: Mapped[Member] = relationship()
    order: Mapped[Order | None] = relationship()


class Unfilled(Model):
    """Places the round could not fill, with the funnel that says where people were lost."""

    __tablename__ = "unfilled"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), primary_key=True)
    need_id: Mapped[int] = mapped_column(sa.ForeignKey("needs.id"), primary_key=True)
    places: Mapped[int]
    funnel: Mapped[list[Any]]

    need: Mapped[Need] = relationship()


class PairWish(Model):
    """The secretary pinned or forbade a pair in this round."""

    __tablename__ = "pair_wishes"
    __table_args__ = (sa.CheckConstraint(is_one_of("ruling", Ruling), name="ruling_is_known"),)

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), primary_key=True)
    need_id: Mapped[int] = mapped_column(sa.ForeignKey("needs.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"), primary_key=True)
    ruling: Mapped[Ruling] = mapped_column(sa.String)
