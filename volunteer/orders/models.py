"""Orders (接单): what one member does for one need."""

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
from volunteer.needs.types import Risk
from volunteer.orders import lifecycle
from volunteer.orders.lifecycle import LIVE_SQL, WAITING_SQL, OrderStatus
from volunteer.places.models import roles_in
from volunteer.policy import Actor, As


class Presence(StrEnum):
    """How we know that somebody came, or left."""

    SERVICE_CODE = "service_code"  # that changes on the resident's phone
    CARD = "card"  # the printed pair of the resident
    GROUP_CODE = "group_code"  # that changes on the organiser's screen
    LEADER = "leader"
    STAFF = "staff"
    DECLARED = "declared"
    PAPER = "paper"  # entered afterwards
    FORGOTTEN = "forgotten"  # of leaving only: the service closed the order


class Release(StrEnum):
    """Why somebody gives an accepted task back; said only if they like."""

    WORK = "work"
    ILLNESS = "illness"
    FAMILY = "family"
    TRAVEL = "travel"
    OTHER = "other"


# Orders that a colleague gives, or has given: of each other's there is one.
HANDED_ON_SQL = f"given_by_id IS NOT NULL AND ({LIVE_SQL} OR {WAITING_SQL})"


class Order(Revised, Model):
    """One member, one need, one try.

    A place of a need is a seat: the database lets each seat be held once (`one_seat`), no seat
    beyond the headcount (`no_room`, trigger), each member once per need
    (`one_order_per_member`), and no member in two places at a time (`no_overlap`, exclusion
    constraint on PostgreSQL, trigger on SQLite). Nobody takes up what is risky unless somebody of
    the community has asked them or approved it (`no_approval`, trigger).

    Whoever stood by keeps `stood_by_at` when a place opens and they are asked. An order that a
    colleague wants to hand over names theirs in `given_by`; the place stays with that one until
    this one is accepted.

    How the arrival and the leaving are known (`presence`, `leaving`) is recorded as it was. Of a
    code only its time step is kept, or the number of the pair on the card: each pair serves one
    member of the need (`one_use_of_a_pair`).
    """

    __tablename__ = "orders"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("status", OrderStatus), name="order_status_is_known"),
        sa.CheckConstraint(f"(seat_no IS NOT NULL) = ({LIVE_SQL})", name="live_order_holds_a_seat"),
        sa.CheckConstraint("seat_no >= 0", name="seats_count_from_zero"),
        sa.CheckConstraint(
            f"NOT ({LIVE_SQL}) OR accepted_at IS NOT NULL", name="live_order_was_accepted"
        ),
        sa.CheckConstraint(
            "status NOT IN ('offered', 'claimed', 'expired') OR expires_at IS NOT NULL",
            name="offer_says_until_when",
        ),
        sa.CheckConstraint(f"NOT ({LIVE_SQL}) OR agreed_at IS NOT NULL", name="live_order_agreed"),
        sa.CheckConstraint(
            "(agreed_at IS NULL) = (agreement_version IS NULL)", name="agreement_is_whole"
        ),
        sa.CheckConstraint(
            "status <> 'standing_by' OR stood_by_at IS NOT NULL", name="standby_says_since_when"
        ),
        sa.CheckConstraint("(checked_in_at IS NULL) = (presence IS NULL)", name="arrival_says_how"),
        sa.CheckConstraint(
            "checked_out_at IS NULL OR checked_out_at >= checked_in_at",
            name="leaving_follows_arrival",
        ),
        sa.CheckConstraint("wrong_codes BETWEEN 0 AND 5", name="code_tries_are_few"),
        sa.Index(
            "one_seat",
            "need_id",
            "attempt",
            "seat_no",
            unique=True,
            sqlite_where=sa.text(LIVE_SQL),
            postgresql_where=sa.text(LIVE_SQL),
        ),
        sa.Index(
            "one_order_per_member",
            "need_id",
            "attempt",
            "member_id",
            unique=True,
            sqlite_where=sa.text(f"{LIVE_SQL} OR {WAITING_SQL}"),
            postgresql_where=sa.text(f"{LIVE_SQL} OR {WAITING_SQL}"),
        ),
        sa.Index(
            "one_hand_over_at_a_time",
            "given_by_id",
            unique=True,
            sqlite_where=sa.text(HANDED_ON_SQL),
            postgresql_where=sa.text(HANDED_ON_SQL),
        ),
        sa.Index(
            "one_use_of_a_pair",
            "need_id",
            "attempt",
            "card_pair",
            unique=True,
            sqlite_where=sa.text("card_pair IS NOT NULL"),
            postgresql_where=sa.text("card_pair IS NOT NULL"),
        ),
        sa.Index("ix_orders_member", "member_id", "status", "starts_at"),
        sa.Index("ix_orders_need", "need_id", "attempt", "status"),
        sa.Index("ix_orders_expiring", "status", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(sa.ForeignKey("needs.id"))
    attempt: Mapped[int]
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    seat_no: Mapped[int | None]
    reasons: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[OrderStatus] = mapped_column(sa.String)
    offered_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    stood_by_at: Mapped[datetime | None]
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))
    agreed_at: Mapped[datetime | None]
    agreement_version: Mapped[str | None]
    agreement: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    approved_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]
    checked_out_at: Mapped[datetime | None]
    presence: Mapped[Presence | None] = mapped_column(sa.String)
    came_step: Mapped[int | None]  # the time step of the code that was taken, not the code
    card_pair: Mapped[int | None]  # which pair of the resident's card was used
    leaving: Mapped[Presence | None] = mapped_column(sa.String)
    vouched_at: Mapped[datetime | None]  # the resident told staff that it is as declared
    wrong_codes: Mapped[int] = mapped_column(default=0)

    journey: ClassVar[Journey] = lifecycle.JOURNEY

    need: Mapped[Need] = relationship(lazy="joined", innerjoin=True)
    member: Mapped[Member] = relationship()
    given_by: Mapped[Order | None] = relationship(remote_side=[id])

    @classmethod
    def of(cls, need: Need, member: Member, reasons: dict[str, Any]) -> Order:
        """A try of this member at this need in its present attempt, in no state yet."""
        return cls(
            need_id=need.id,
            need=need,
            member_id=member.id,
            member=member,
            attempt=need.reopened,
            community_id=need.community_id,
            starts_at=need.starts_at,
            ends_at=need.ends_at,
            reasons=reasons,
        )

    @property
    def needs_approval(self) -> bool:
        """Whether a secretary has yet to agree: what is risky is only for whom the community
        itself has asked, or approved."""
        by_own_wish = self.offered_at is None or self.stood_by_at or self.given_by_id
        return bool(self.need.risk != Risk.LOW and by_own_wish and self.approved_at is None)

    def stands_of(self, actor: Actor) -> set[As]:
        found = roles_in(actor, self.community_id)
        if actor.person_id == self.member.person_id:
            found.add(As.HIMSELF)
        if self.given_by is not None and actor.person_id == self.given_by.member.person_id:
            found.add(As.GIVER)
        if actor.person_id is not None and actor.person_id == self.need.leader_id:
            found.add(As.LEADER)
        return found
