"""Which services are called about: some always, of the others a share by a promised seed."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.limits import USUAL, Limits
from volunteer.needs.models import Need
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.reviews.follow_ups import FollowUp, SamplingSeed, Why
from volunteer.reviews.models import Confirmation, Outcome

WITHIN = timedelta(days=30)
LOW = 2


def month_of(day: date) -> str:
    """The month as seeds are kept by: 2026-11."""
    return f"{day:%Y-%m}"


def seeds() -> Sequence[SamplingSeed]:
    """Every seed, the latest month first."""
    return db.session.scalars(sa.select(SamplingSeed).order_by(SamplingSeed.month.desc())).all()


def months_to_promise(now: datetime) -> list[str]:
    """This month and the next, as far as nothing is promised for them."""
    first = clock.local(now).date().replace(day=1)
    months = [month_of(first), month_of(first + timedelta(days=32))]
    known = db.session.scalars(
        sa.select(SamplingSeed.month).where(SamplingSeed.month.in_(months))
    ).all()
    return [month for month in months if month not in known]


def promise(now: datetime) -> bool:
    """This month and the next have a seed whose hash anybody can read; whether one was made."""
    made = months_to_promise(now)
    db.session.add_all(
        SamplingSeed(month=month, seed=secrets.token_hex(32), published_at=now) for month in made
    )
    return bool(made)


def to_call_about(now: datetime, *only: int, limits: Limits = USUAL) -> Mapping[int, list[Why]]:
    """Need id (of these, if given) -> why its resident is called; of the services of the last
    thirty days that are confirmed, or about which nobody has said anything in time. Nobody is
    called who does not want to be."""
    called = sa.exists().where(FollowUp.need_id == Need.id, FollowUp.attempt == Need.reopened)
    chosen = sa.select(Need).where(
        Need.status.in_([NeedStatus.CONFIRMED, NeedStatus.CLOSED, NeedStatus.DONE_REPORTED]),
        Need.ends_at.between(now - WITHIN, now),
        Need.no_call_since.is_(None),
        ~called,
    )
    if only:
        chosen = chosen.where(Need.id.in_(only))
    needs = [
        need
        for need in db.session.scalars(chosen.order_by(Need.id))
        if need.status != NeedStatus.DONE_REPORTED or now >= limits.confirmed_by(need, need.ends_at)
    ]
    found = _reasons(needs)
    return {need.id: found[need.id] for need in needs if found[need.id]}


def _reasons(needs: Sequence[Need]) -> Mapping[int, list[Why]]:
    words, firsts = _words(needs), _first_services(needs)
    promised = {one.month: one for one in seeds()}
    found: dict[int, list[Why]] = defaultdict(list)
    for need in needs:
        word = words.get((need.id, need.reopened))
        seed = promised.get(month_of(clock.local(need.ends_at).date()))
        raised = (
            (Why.LOW_RATING, word is not None and (word.satisfaction or LOW + 1) <= LOW),
            (Why.SILENT, word is None),
            (Why.DISPUTED, word is not None and word.outcome == Outcome.NOT),
            (Why.FIRST_SERVICE, need.id in firsts),
            (
                Why.DRAWN,
                seed is not None
                and seed.published_at <= need.starts_at
                and seed.draws(need.number, need.reopened),
            ),
        )
        found[need.id] = [why for why, stands in raised if stands]
    return found


def _words(needs: Sequence[Need]) -> Mapping[tuple[int, int], Confirmation]:
    rows = db.session.scalars(
        sa.select(Confirmation).where(Confirmation.need_id.in_([need.id for need in needs]))
    )
    return {(row.need_id, row.attempt): row for row in rows}


def _first_services(needs: Sequence[Need]) -> set[int]:
    """The ids of those needs at which some member served for the first time."""
    served = sa.select(Order.member_id, sa.func.min(Order.id).label("first")).where(
        Order.status == OrderStatus.COMPLETED
    )
    first = served.group_by(Order.member_id).subquery()
    return set(
        db.session.scalars(
            sa.select(Order.need_id)
            .join(first, first.c.first == Order.id)
            .join(Need, sa.and_(Need.id == Order.need_id, Need.reopened == Order.attempt))
            .where(Order.need_id.in_([need.id for need in needs]))
        )
    )
