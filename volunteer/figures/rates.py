"""The three rates (响应率、解决率、满意率), and how many residents could be reached at all.

Each counts what people said or did, never silence; each comes with its n and the 95 % interval of
Wilson, since of few answers a percentage says little.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib import import_module
from typing import Any

import sqlalchemy as sa

from volunteer import workdays
from volunteer.db import db
from volunteer.history.models import Event
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.reviews.follow_ups import FollowUp
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.reviews.models import Confirmation, Outcome

SATISFIED = 4  # of five steps
RESPONSE_DAYS = 1  # working days until somebody of the community has decided or asked back
FIRST_WORDS = ("approve", "ask", "reject", "redirect", "merge")
# Nobody had to answer these: they ended before, or the answer was another need's.
NOT_ASKED = (NeedStatus.MERGED, NeedStatus.CANCELLED)


@dataclass(frozen=True)
class Rate:
    """So many of so many; both are counts, and 0 of 0 says nothing."""

    hits: int
    of: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None while nothing is known."""
        return self.hits / self.of if self.of else None

    @cached_property
    def interval(self) -> tuple[float, float] | None:
        """Where the share lies with 95 % confidence (Wilson); None while nothing is known."""
        if not self.of:
            return None
        stats: Any = import_module("scipy.stats")  # half a second, for this page only
        found = stats.binomtest(self.hits, self.of).proportion_ci(method="wilson")
        return float(found.low), float(found.high)


@dataclass(frozen=True)
class Rates:
    """What residents of some communities met with in some weeks."""

    response: Rate
    resolution: Rate
    satisfaction: Rate
    reach: Rate
    partly: int  # of the answers about resolution; they count as not solved
    barely: int  # of the answers about satisfaction: “basically”, which is no yes


def rates_of(
    community_ids: Collection[int], *, since: datetime, now: datetime
) -> Mapping[int, Rates]:
    """Community id -> its rates, over needs posted and answers given since then."""
    response = _response(community_ids, since, now)
    answers = _answers(community_ids, since)
    reach = _reach(community_ids, since)
    return {
        one: _rates(response.get(one, []), answers.get(one, []), reach.get(one, Rate(0, 0)))
        for one in community_ids
    }


Answer = tuple[Outcome, int | None]


def _rates(in_time: Collection[bool], answers: Collection[Answer], reach: Rate) -> Rates:
    outcomes = [outcome for outcome, _ in answers]
    steps = [satisfaction for _, satisfaction in answers if satisfaction is not None]
    return Rates(
        response=Rate(sum(in_time), len(in_time)),
        resolution=Rate(outcomes.count(Outcome.SOLVED), len(outcomes)),
        satisfaction=Rate(sum(step >= SATISFIED for step in steps), len(steps)),
        reach=reach,
        partly=outcomes.count(Outcome.PARTLY),
        barely=steps.count(SATISFIED - 1),
    )


def _response(
    community_ids: Collection[int], since: datetime, now: datetime
) -> Mapping[int, list[bool]]:
    """Of each need whose limit has passed or that was answered: whether that was in time."""
    first = (
        sa.select(Event.thing_id, sa.func.min(Event.at).label("at"))
        .where(
            Event.kind == Need.journey.kind,
            Event.verb.in_(FIRST_WORDS),
            Event.at >= since,  # nothing is said about a need before it is posted
        )
        .group_by(Event.thing_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(Need.community_id, Need.posted_at, first.c.at, Need.status)
        .outerjoin(first, first.c.thing_id == Need.id)
        .where(Need.community_id.in_(community_ids), Need.posted_at >= since)
        # What comes again by itself was decided when it was planned.
        .where(sa.or_(first.c.at.is_not(None), Need.triaged_at.is_(None)))
    )
    found: dict[int, list[bool]] = {}
    for community_id, posted_at, answered_at, status in rows:
        limit = workdays.later(posted_at, RESPONSE_DAYS)
        if answered_at is None and (status in NOT_ASKED or limit > now):
            continue
        in_time = answered_at is not None and answered_at <= limit
        found.setdefault(community_id, []).append(in_time)
    return found


def _answers(community_ids: Collection[int], since: datetime) -> Mapping[int, list[Answer]]:
    """One answer for each service: what the caller of another community was told stands before
    what was said first."""
    said = sa.select(
        Need.community_id,
        Confirmation.need_id,
        Confirmation.attempt,
        Confirmation.outcome,
        Confirmation.satisfaction,
    ).join(Need, Need.id == Confirmation.need_id)
    told = sa.select(
        FollowUp.community_id,
        FollowUp.need_id,
        FollowUp.attempt,
        FollowUp.outcome,
        FollowUp.satisfaction,
    ).where(FollowUp.status == FollowUpStatus.ANSWERED)
    rows = [
        *db.session.execute(
            said.where(Need.community_id.in_(community_ids), Confirmation.at >= since)
        ),
        *db.session.execute(
            told.where(FollowUp.community_id.in_(community_ids), FollowUp.drawn_at >= since)
        ),
    ]
    return _by_community(
        {(row.need_id, row.attempt): (row.community_id, _answer(row)) for row in rows}.values()
    )


def _answer(row: sa.Row[Any]) -> Answer:
    return Outcome(row.outcome), row.satisfaction


def _by_community(pairs: Iterable[tuple[int, Answer]]) -> Mapping[int, list[Answer]]:
    found: dict[int, list[Answer]] = {}
    for community_id, answer in pairs:
        found.setdefault(community_id, []).append(answer)
    return found


def _reach(community_ids: Collection[int], since: datetime) -> Mapping[int, Rate]:
    """Of the follow-up calls that ended: how many were answered."""
    answered = sa.func.sum(sa.case((FollowUp.status == FollowUpStatus.ANSWERED, 1), else_=0))
    rows = db.session.execute(
        sa.select(FollowUp.community_id, answered, sa.func.count())
        .where(
            FollowUp.community_id.in_(community_ids),
            FollowUp.drawn_at >= since,
            FollowUp.status.in_((FollowUpStatus.ANSWERED, FollowUpStatus.UNREACHABLE)),
        )
        .group_by(FollowUp.community_id)
    )
    return {community_id: Rate(int(hits), of) for community_id, hits, of in rows}
