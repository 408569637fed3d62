"""What a round sees: one query for each kind of row, whatever the size of the round."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from volunteer.db import db
from volunteer.members.models import FreePart, Member, MemberSkill
from volunteer.members.queries import askable
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.orders.hall import BEHIND, LATELY
from volunteer.orders.lifecycle import LIVE, OrderStatus
from volunteer.orders.models import Order
from volunteer.orders.queries import NOT_AGAIN
from volunteer.places.models import Grid
from volunteer.places.queries import beside
from volunteer.rounds.seen import GRADE_BITS, Pair, Seen

Columns = sa.Select[*tuple[Any, ...]]


def gather(
    communities: Collection[int], *, now: datetime, until: datetime, only: int | None = None
) -> Seen:
    """What a round of these communities sees now; seven queries. With `only` it sees that one
    need, in whatever state.

    Members who also go to other communities of their sub-district are there as well.

    Open offers count as places filled and times taken: whoever was asked is not asked elsewhere.
    """
    looking = _looking(communities, now, until) if only is None else [Need.id == only]
    around = beside(communities)
    at_home = Member.community_id.in_(communities)
    guests = sa.and_(Member.community_id.in_(around), Member.serves_neighbours)
    candidates = [sa.or_(at_home, guests), *askable(now)]

    def rows(chosen: Columns) -> Any:
        return db.session.execute(chosen).all()

    return Seen(
        needs=rows(_needs(looking)),
        members=rows(_members(candidates)),
        skills=rows(_skills(candidates)),
        tasks=rows(_tasks(candidates, now)),
        familiar=_pairs(_familiar(looking)),
        refused=_pairs(_refused(looking)),
        beside=around,
    )


def _looking(
    communities: Collection[int], now: datetime, until: datetime
) -> list[sa.ColumnElement[bool]]:
    return [
        Need.community_id.in_(communities),
        Need.status == NeedStatus.OPEN,
        Need.starts_at > now,
        Need.starts_at <= until,
    ]


def _needs(looking: Sequence[sa.ColumnElement[bool]]) -> Columns:
    held = (
        sa.select(Order.need_id, sa.func.count().label("held"))
        .join(Need, Need.id == Order.need_id)
        .where(
            *looking,
            Order.attempt == Need.reopened,
            # What a colleague is to take over is held already.
            sa.or_(
                Order.status.in_(LIVE),
                sa.and_(Order.status == OrderStatus.OFFERED, Order.given_by_id.is_(None)),
            ),
        )
        .group_by(Order.need_id)
        .subquery()
    )
    places = Need.headcount - sa.func.coalesce(held.c.held, 0)
    return (
        sa.select(
            Need.id,
            Need.community_id,
            Grid.x_metres,
            Grid.y_metres,
            Need.posted_at,
            Need.starts_at,
            Need.ends_at,
            places.label("places"),
            Need.urgency,
            Need.skill,
            Need.skill_level,
            Need.together,
            Need.type,
        )
        .join(Grid, Grid.id == Need.grid_id)
        .outerjoin(held, held.c.need_id == Need.id)
        .where(*looking, places > 0)
        .order_by(Need.id)
    )


def _members(candidates: Sequence[sa.ColumnElement[bool]]) -> Columns:
    # A week is 21 rows; the database folds them into one number, which is a fifth of the time.
    grade = sa.cast(FreePart.grade, sa.BigInteger)
    week = (
        sa.select(
            FreePart.member_id,
            sa.cast(
                sa.func.sum(grade.bitwise_lshift(GRADE_BITS * FreePart.part_of_week)),
                sa.BigInteger,
            ).label("free"),
        )
        .join(Member, Member.id == FreePart.member_id)
        .where(*candidates)
        .group_by(FreePart.member_id)
        .subquery()
    )
    return (
        sa.select(
            Member.id,
            Member.community_id,
            Grid.x_metres,
            Grid.y_metres,
            Member.reach_minutes,
            Member.tasks_per_week,
            Member.serves_neighbours,
            Member.wished_group,
            sa.func.coalesce(week.c.free, 0).label("free"),
        )
        .join(Grid, Grid.id == Member.grid_id)
        .outerjoin(week, week.c.member_id == Member.id)
        .where(*candidates)
        .order_by(Member.id)
    )


def _skills(candidates: Sequence[sa.ColumnElement[bool]]) -> Columns:
    return (
        sa.select(
            MemberSkill.member_id, MemberSkill.skill, MemberSkill.level, MemberSkill.licence_until
        )
        .join(Member, Member.id == MemberSkill.member_id)
        .where(*candidates)
    )


def _tasks(candidates: Sequence[sa.ColumnElement[bool]], now: datetime) -> Columns:
    held = sa.and_(
        Order.status.in_(LIVE),
        sa.or_(Order.ends_at > now - BEHIND, Order.starts_at > now - LATELY),
    )
    asked = sa.and_(Order.status == OrderStatus.OFFERED, Order.ends_at > now)
    return (
        sa.select(Order.member_id, Order.starts_at, Order.ends_at, Order.status)
        .join(Member, Member.id == Order.member_id)
        .where(*candidates, sa.or_(held, asked))
        .order_by(Order.id)
    )


def _familiar(looking: Sequence[sa.ColumnElement[bool]]) -> sa.Select[int, int]:
    """Pairs in which the member has already served the resident."""
    before = aliased(Need)
    return (
        sa.select(Need.id, Order.member_id)
        .join(before, before.contact_phone_index == Need.contact_phone_index)
        .join(Order, Order.need_id == before.id)
        .where(*looking, Order.status == OrderStatus.COMPLETED, before.contact_phone_index != "")
        .distinct()
    )


def _refused(looking: Sequence[sa.ColumnElement[bool]]) -> sa.Select[int, int]:
    """Pairs in which the member has said no, gave the task back or did not come."""
    return (
        sa.select(Order.need_id, Order.member_id)
        .join(Need, Need.id == Order.need_id)
        .where(*looking, Order.status.in_(NOT_AGAIN))
    )


def _pairs(chosen: sa.Select[int, int]) -> Sequence[Pair]:
    return [(need_id, member_id) for need_id, member_id in db.session.execute(chosen)]
