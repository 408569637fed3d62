"""What may be asked of a round: why not, what if, who is lacked, how the load falls.

Answers come from what the round was solved from, so they hold for its proposal, also long after;
nothing is changed by asking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.needs.models import Need
from volunteer.places.queries import beside
from volunteer.rounds import adapter, inquiry
from volunteer.rounds.adapter import USUAL_WEIGHTS, Asked
from volunteer.rounds.gather import gather
from volunteer.rounds.inquiry import Imagined, Insisted, Lack, Swap
from volunteer.rounds.models import Round, RoundInput

# Somebody waits for the page; what is not proved by then is said to be an estimate.
SECONDS = 3.0
# Upper ends of the classes in which the load of members is counted, in minutes.
LOADS = (0, 60, 120, 180, 240, 480)


def kept(found: Round) -> Asked:
    """What the round was solved from; NotFound once that is no longer kept."""
    packed = db.session.scalar(sa.select(RoundInput.arrays).where(RoundInput.round_id == found.id))
    if packed is None:
        raise NotFound("round input", found.id)
    return adapter.unpacked(packed, found.weights, found.seed)


def why_not(found: Round, need_id: int, member_id: int) -> Insisted:
    """Why the round does not propose this member for this need, or what it would cost.

    NotFound when the round does not know one of them, or its input is no longer kept.
    """
    try:
        return inquiry.insisted(kept(found), need_id, member_id, seconds=SECONDS)
    except KeyError as unknown:
        raise NotFound("pair", (need_id, member_id)) from unknown


def what_if(found: Round, other: Imagined) -> Swap:
    """What the round would propose otherwise, compared with what it was solved to.

    NotFound when the round does not know one of the needs or members, or its input is gone.
    """
    try:
        return inquiry.imagined(kept(found), other, seconds=SECONDS)
    except KeyError as unknown:
        raise NotFound("pair", unknown.args) from unknown


def lacking(found: Round) -> Sequence[Lack]:
    """The kinds of person of whom one more would help the round most, the best first."""
    weekday = clock.local(found.solved_at).weekday()
    return inquiry.lacking(kept(found), weekday, seconds=SECONDS)


@dataclass(frozen=True)
class Load:
    """How many members have at most so many minutes (None: more), before and with the proposal."""

    up_to: int | None
    before: int
    after: int


def loads(found: Round) -> Sequence[Load]:
    """How the minutes of thirty days fall on members, as numbers of people, never names."""
    asked = kept(found)
    before = dict(
        zip(asked.member_ids.tolist(), asked.problem.recent_minutes.tolist(), strict=True)
    )
    after = Counter(before)
    for one in found.proposals:
        after[one.member_id] += one.need.minutes
    counted = [Counter(map(_class, minutes.values())) for minutes in (before, after)]
    ends = (*LOADS, None)
    return [Load(end, counted[0][end], counted[1][end]) for end in ends]


def _class(minutes: float) -> int | None:
    return next((end for end in LOADS if minutes <= end), None)


@dataclass(frozen=True)
class Candidates:
    """Who could come for a need now: (member id, reasons), the most suitable first; or where
    people were lost, when nobody could."""

    suited: Sequence[tuple[int, dict[str, Any]]]
    funnel: Sequence[Sequence[Any]]


def candidates(need: Need, *, now: datetime, travel: timedelta) -> Candidates | None:
    """Who could come for a need, triaged or not; None when all its places are held or offered."""
    asked = adapter.to_problem(
        gather([need.community_id], now=now, until=need.starts_at, only=need.id),
        now=now,
        travel=travel,
        weights=USUAL_WEIGHTS,
    )
    if need.id not in asked.need_ids:
        return None
    suited = inquiry.suited(asked, need.id)
    return Candidates(suited, () if suited else inquiry.narrowed(asked, need.id))


def serving(found: Round, need: Need) -> Sequence[int]:
    """The ids of members the round could choose from for this need, in order."""
    asked = kept(found)
    homes = asked.problem.member_community.tolist()
    served = {need.community_id, *beside([need.community_id]).get(need.community_id, ())}
    return [
        member_id
        for member_id, home in zip(asked.member_ids.tolist(), homes, strict=True)
        if home in served
    ]
