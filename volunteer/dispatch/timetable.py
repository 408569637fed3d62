"""Where a community chose so, a round is run and released by timetable, without anybody's hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db, reading
from volunteer.dispatch import queries
from volunteer.dispatch.alarms import has_rung, ring
from volunteer.dispatch.rules import Rules
from volunteer.places.models import Community
from volunteer.policy import SERVICE
from volunteer.rounds import actions as rounds
from volunteer.rounds.adapter import Answer
from volunteer.rounds.drafts import Draft, solve
from volunteer.rounds.queries import on_the_board

ROUND = "round"
Solved = tuple[Draft, Answer | None]
# Who was out of order at the hour catches up so long; later it would be another hour.
CATCH_UP = timedelta(hours=3)


def rounds_due(now: datetime, rules: Rules) -> Sequence[int]:
    """Communities whose hour has come today, and for which no round was released at it."""
    chose = sa.select(Community).where(Community.round_hour.is_not(None)).order_by(Community.id)
    return [one.id for one in db.session.scalars(chose) if _is_due(one, now)]


def solved_round(community_id: int, now: datetime, rules: Rules) -> Solved:
    """A fresh round of the community, read and solved while nobody waits."""
    with reading():
        draft = rounds.draft(
            queries.community(community_id),
            by=SERVICE,
            now=now,
            days=rules.round_days,
            travel=rules.travel,
        )
    return draft, solve(draft)


def release_round(community_id: int, now: datetime, rules: Rules, solved: Solved) -> bool:
    """The round is released as if the secretary had done it.

    A proposal that the secretary has steered stays on the board, and nobody is asked past it.
    """
    community = queries.community(community_id)
    if not _is_due(community, now) or not ring(ROUND, community.id, _hour(community, now), now=now):
        return False
    if any(one.wishes for one in on_the_board(community)):
        return False
    draft, answer = solved
    found = rounds.publish(draft, answer, by=SERVICE, now=now)
    rounds.release(
        found,
        by=SERVICE,
        now=now,
        travel=rules.travel,
        patience=rules.patience,
        weekly=rules.weekly_offers,
    )
    return True


def _is_due(community: Community, now: datetime) -> bool:
    """Whether the hour has come on one of the chosen days, and has not been used."""
    if community.round_hour is None or clock.local(now).weekday() not in community.round_days:
        return False
    hour = _hour(community, now)
    rung = db.session.scalar(sa.select(has_rung(ROUND, community.id, hour)))
    return hour <= now < hour + CATCH_UP and not rung


def _hour(community: Community, now: datetime) -> datetime:
    """The chosen hour of today."""
    assert community.round_hour is not None, "only a timetable has an hour"
    return clock.at(clock.local(now).date(), community.round_hour)
