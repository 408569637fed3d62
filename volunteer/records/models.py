"""Service records (志愿服务记录)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.db import Model, Revised
from volunteer.journey import Journey, is_one_of
from volunteer.members.models import Member
from volunteer.orders.models import Order
from volunteer.places.models import Community, offices_in, roles_in
from volunteer.policy import Actor, As
from volunteer.records import lifecycle
from volunteer.records.lifecycle import RecordStatus


class Record(Revised, Model):
    """The minutes one member gave for one order.

    Carries what 《志愿服务记录与证明出具办法（试行）》 art. 7 asks: name of the activity, date,
    place, content, time, organising unit, person in charge. Minutes are computed by the server
    from arrival and leaving, without breaks and travel. The reviewer is never the beneficiary:
    the database compares the persons. What staff entered afterwards (`entered_by_id`, 补录) stays
    marked, and is approved by two others; a void takes two as well. `version` counts amendments:
    what stood before each is in the history.
    """

    __tablename__ = "records"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("status", RecordStatus), name="record_status_is_known"),
        sa.CheckConstraint("ended_at >= started_at", name="record_ends_after_it_starts"),
        sa.CheckConstraint("minutes >= 0 AND break_minutes >= 0", name="minutes_are_not_negative"),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'rejected', 'voided') "
            "OR (reviewer_id IS NOT NULL AND reviewed_at IS NOT NULL)",
            name="decided_record_says_by_whom",
        ),
        sa.CheckConstraint(
            "reviewer_id IS NULL OR reviewer_id <> person_id", name="nobody_reviews_their_own"
        ),
        sa.CheckConstraint(
            "seconded_by_id IS NULL OR seconded_by_id <> person_id", name="nobody_seconds_their_own"
        ),
        sa.CheckConstraint(
            "entered_by_id IS NULL OR status <> 'approved' OR (seconded_by_id IS NOT NULL"
            " AND seconded_by_id <> reviewer_id AND seconded_by_id <> entered_by_id"
            " AND reviewer_id <> entered_by_id)",
            name="late_record_has_two_approvers",
        ),
        sa.CheckConstraint(
            "status <> 'voided'"
            " OR (void_asked_by_id IS NOT NULL AND void_asked_by_id <> reviewer_id)",
            name="void_takes_two",
        ),
        sa.Index("ix_records_queue", "community_id", "status", "id"),
        sa.Index("ix_records_member", "member_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"), unique=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("members.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    title: Mapped[str]
    place: Mapped[str]
    content: Mapped[str] = mapped_column(sa.Text)
    organiser: Mapped[str]
    in_charge: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    break_minutes: Mapped[int]
    minutes: Mapped[int]
    planned_minutes: Mapped[int]
    counts: Mapped[bool]
    status: Mapped[RecordStatus] = mapped_column(sa.String)
    submitted_at: Mapped[datetime]
    reviewer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    reviewed_at: Mapped[datetime | None]
    review_note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    seconded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    void_asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    void_why: Mapped[str] = mapped_column(default="")
    objected_at: Mapped[datetime | None]
    objection: Mapped[str] = mapped_column(default="")
    escalated_at: Mapped[datetime | None]  # nobody reviewed it in ten working days

    journey: ClassVar[Journey] = lifecycle.JOURNEY

    order: Mapped[Order] = relationship()
    member: Mapped[Member] = relationship()
    community: Mapped[Community] = relationship()

    def stands_of(self, actor: Actor) -> set[As]:
        above = self.community.subdistrict
        found = roles_in(actor, self.community_id)
        found |= offices_in(actor, "subdistrict", above.id)
        found |= offices_in(actor, "district", above.district_id)
        if actor.person_id == self.person_id:
            found.add(As.HIMSELF)
        if actor.person_id is not None and actor.person_id == self.order.need.leader_id:
            found.add(As.LEADER)
        return found
