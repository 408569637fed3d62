"""Series of needs, and the dates of theirs about which something is settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer import clock
from volunteer.db import Model, Revised
from volunteer.journey import Journey, is_one_of
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.places.models import Community, roles_in
from volunteer.policy import Actor, As
from volunteer.series import lifecycle
from volunteer.series.lifecycle import SeriesStatus
from volunteer.series.rhythm import Rhythm, days
from volunteer.workdays import is_holiday


class Series(Revised, Model):
    """A need that comes again every week or month, as `pattern` was; `hour` is Shanghai's clock.

    One member may have adopted it: they have agreed once to come each time it suits.
    """

    __tablename__ = "series"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("status", SeriesStatus), name="series_status_is_known"),
        sa.CheckConstraint(is_one_of("rhythm", Rhythm), name="rhythm_is_known"),
        sa.CheckConstraint("minutes BETWEEN 15 AND 480", name="series_length_is_sane"),
        sa.CheckConstraint("ends_on >= starts_on", name="series_ends_after_it_starts"),
        sa.CheckConstraint(
            "(member_id IS NULL) = (adopted_at IS NULL)", name="adoption_says_who_and_when"
        ),
        sa.CheckConstraint("status = 'running' OR member_id IS NULL", name="ended_binds_nobody"),
        sa.Index("ix_series_running", "status", "community_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    pattern_id: Mapped[int] = mapped_column(sa.ForeignKey("needs.id"), unique=True)
    rhythm: Mapped[Rhythm] = mapped_column(sa.String)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    hour: Mapped[time]
    minutes: Mapped[int]
    skips_holidays: Mapped[bool]
    status: Mapped[SeriesStatus] = mapped_column(sa.String)
    created_at: Mapped[datetime]
    member_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"), index=True)
    adopted_at: Mapped[datetime | None]

    journey: ClassVar[Journey] = lifecycle.JOURNEY

    pattern: Mapped[Need] = relationship()
    community: Mapped[Community] = relationship()
    member: Mapped[Member | None] = relationship()

    @property
    def title(self) -> str:
        """What each of its needs is called."""
        return self.pattern.title

    @property
    def is_adopted(self) -> bool:
        """Whether a member has agreed to come each time."""
        return self.member_id is not None

    def days(self, *, since: date, until: date) -> Iterator[date]:
        """Its days within these bounds, those on which it pauses included."""
        last = min(until, self.ends_on)
        return days(Rhythm(self.rhythm), self.starts_on, since=since, until=last)

    def pauses(self, day: date) -> bool:
        """Whether nobody comes because of a national holiday."""
        return self.skips_holidays and is_holiday(day)

    def begins(self, day: date) -> datetime:
        """The moment at which help is wanted on this day."""
        return clock.at(day, self.hour)

    def ends(self, day: date) -> datetime:
        """The moment until which help is wanted on this day."""
        return self.begins(day) + timedelta(minutes=self.minutes)

    def stands_of(self, actor: Actor) -> set[As]:
        found = roles_in(actor, self.community_id)
        if self.member is not None and actor.person_id == self.member.person_id:
            found.add(As.HIMSELF)
        return found


class Occurrence(Model):
    """One date of a series: the need made for it, or that it is left out, or that a member who
    adopted the series will not come. The key lets each date be made once."""

    __tablename__ = "occurrences"
    __table_args__ = (
        sa.CheckConstraint(
            "need_id IS NOT NULL OR skipped_at IS NOT NULL OR absent_id IS NOT NULL",
            name="occurrence_says_something",
        ),
    )

    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    need_id: Mapped[int | None] = mapped_column(sa.ForeignKey("needs.id"), unique=True)
    skipped_at: Mapped[datetime | None]
    absent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("members.id"))

    series: Mapped[Series] = relationship()
    need: Mapped[Need | None] = relationship()
