"""What a community hopes its members will give, and how far one of them has come.

Nobody but the member reads how far: it is no quota, ranks nobody and has no consequence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model, db
from volunteer.journey import is_one_of
from volunteer.people.models import Person
from volunteer.places.models import Community
from volunteer.policy import May, require
from volunteer.records.overview import Served


class Metric(StrEnum):
    """What is counted."""

    TIMES = "times"
    HOURS = "hours"


class Period(StrEnum):
    """How long it is counted before it begins anew."""

    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


MONTHS_IN = {Period.QUARTER: 3, Period.HALF: 6, Period.YEAR: 12}


class Expectation(Model):
    """A community hopes for so many services or hours of each member in a period, from the day it
    was said until it ends. One at a time; those before stay to be read."""

    __tablename__ = "expectations"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("metric", Metric), name="metric_is_known"),
        sa.CheckConstraint(is_one_of("period", Period), name="period_is_known"),
        sa.CheckConstraint("minimum > 0", name="expectation_is_something"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name="expectation_ends_by_somebody"
        ),
        sa.Index(
            "one_expectation_at_a_time",
            "community_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"))
    metric: Mapped[Metric] = mapped_column(sa.String)
    period: Mapped[Period] = mapped_column(sa.String)
    minimum: Mapped[int]
    said_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    said_at: Mapped[datetime]
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Progress:
    """How far somebody has come in the running period, in whole services or minutes."""

    period: Period
    metric: Metric
    done: int
    hoped: int


def expectation_of(community_id: int) -> Expectation | None:
    """What the community hopes for now, if it does."""
    return db.session.scalar(
        sa.select(Expectation).where(
            Expectation.community_id == community_id, Expectation.ended_at.is_(None)
        )
    )


def expect(
    community: Community,
    *,
    metric: Metric,
    period: Period,
    minimum: int,
    by: Person,
    now: datetime,
) -> Expectation:
    """The community hopes for this from now on; what it hoped for before has ended."""
    expect_nothing(community, by=by, now=now)
    said = Expectation(
        community_id=community.id,
        metric=metric,
        period=period,
        minimum=minimum,
        said_by_id=by.id,
        said_at=now,
    )
    db.session.add(said)
    db.session.flush()  # callers tell what stands now
    return said


def expect_nothing(community: Community, *, by: Person, now: datetime) -> None:
    """The community hopes for nothing particular any more."""
    require(by, May.SET_EXPECTATION, community)
    standing = expectation_of(community.id)
    if standing is not None:
        standing.ended_at, standing.ended_by_id = now, by.id
        db.session.flush()  # one at a time: the database sees the end before the beginning


def progress(expectation: Expectation, served: Sequence[Served], *, today: date) -> Progress:
    """What of these services falls into the running period."""
    period, metric = Period(expectation.period), Metric(expectation.metric)
    begins = period_begin(period, today)
    within = [one.minutes for one in served if one.day >= begins]
    if metric == Metric.TIMES:
        return Progress(period, metric, len(within), expectation.minimum)
    return Progress(period, metric, sum(within), expectation.minimum * 60)


def period_begin(period: Period, today: date) -> date:
    """The first day of the period that today lies in."""
    months = MONTHS_IN[period]
    return today.replace(month=(today.month - 1) // months * months + 1, day=1)
