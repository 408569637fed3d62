"""Rounds, what they propose, what they were solved from, and what was said about pairs."""

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
from volunteer.places.models import (
    Community,
    District,
    Scope,
    Subdistrict,
    offices_in,
    roles_in,
)
from volunteer.policy import Actor, As
from volunteer.rounds import lifecycle
from volunteer.rounds.lifecycle import RoundStatus

# Written so that both engines read it: exactly one of the three is there.
ONE_SCOPE = (
    "(CASE WHEN community_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN subdistrict_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN district_id IS NULL THEN 0 ELSE 1 END) = 1"
)


class Ruling(StrEnum):
    """What the secretary wants of a pair when solving again."""

    PIN = "pin"
    FORBID = "forbid"


class Round(Revised, Model):
    """One proposal for one community, sub-district or district: who could do what in the days
    ahead. `covers` are the ids of its communities. Equal `input_hash` means equal input, and so an
    equal proposal; it is empty when the proposal was changed by hand since it was solved."""

    __tablename__ = "rounds"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("status", RoundStatus), name="round_status_is_known"),
        sa.CheckConstraint(ONE_SCOPE, name="round_has_one_scope"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int | None] = mapped_column(sa.ForeignKey("communities.id"), index=True)
    subdistrict_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subdistricts.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(sa.ForeignKey("districts.id"), index=True)
    covers: Mapped[list[Any]]
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
    weights: Mapped[dict[str, Any]]
    seed: Mapped[int]
    input_hash: Mapped[str]

    journey: ClassVar[Journey] = lifecycle.JOURNEY

    community: Mapped[Community | None] = relationship()
    subdistrict: Mapped[Subdistrict | None] = relationship()
    district: Mapped[District | None] = relationship()
    proposals: Mapped[list[Proposal]] = relationship(
        cascade="all, delete-orphan", order_by="Proposal.need_id, Proposal.member_id"
    )
    unfilled: Mapped[list[Unfilled]] = relationship(
        cascade="all, delete-orphan", order_by="Unfilled.need_id"
    )
    wishes: Mapped[list[PairWish]] = relationship(cascade="all, delete-orphan")

    @property
    def where(self) -> Scope:
        """The community, sub-district or district it is for."""
        found = self.community or self.subdistrict or self.district
        assert found is not None, "the database holds round_has_one_scope"
        return found

    def stands_of(self, actor: Actor) -> set[As]:
        if self.community_id is not None:
            return roles_in(actor, self.community_id)
        found = offices_in(actor, "subdistrict", self.subdistrict_id or 0)
        found |= offices_in(actor, "district", self.district_id or 0)
        if any(As.SECRETARY in roles_in(actor, one) for one in self.covers):
            found.add(As.SECRETARY_WITHIN)
        return found


class RoundInput(Model):
    """The arrays a round was solved from, so that it can be solved again with other weights.

    They speak of members as numbers, grids and free time, so they are kept for half a year only
    (`KEEP_INPUTS` in `rounds.drafts`).
    """

    __tablename__ = "round_inputs"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), primary_key=True)
    kept_at: Mapped[datetime] = mapped_column(index=True)
    arrays: Mapped[bytes]


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
