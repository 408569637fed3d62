"""Whom to ask next for one need, by the same rules and score as in a round."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from volunteer.needs.models import Need
from volunteer.rounds.adapter import USUAL_WEIGHTS, solved, to_answer, to_problem
from volunteer.rounds.gather import gather
from volunteer.rounds.seen import NeedRow

SECONDS = 1.0  # for one need; it takes milliseconds


def next_best(
    need: Need, places: int, *, excluded: Collection[int], now: datetime, travel: timedelta
) -> Sequence[Mapping[str, Any]]:
    """The members (`member_id`, with `reasons`) who suit best, at most so many; none of the
    excluded ids."""
    asked = to_problem(
        replace(
            gather([need.community_id], now=now, until=need.starts_at),
            needs=[_looking_for(need, places)],
        ),
        now=now,
        travel=travel,
        forbidden=[(need.id, member_id) for member_id in excluded],
        weights=USUAL_WEIGHTS,
    )
    return to_answer(asked, solved(asked, seconds=SECONDS)).proposals


def _looking_for(need: Need, places: int) -> NeedRow:
    return NeedRow(
        id=need.id,
        community_id=need.community_id,
        x_metres=need.grid.x_metres,
        y_metres=need.grid.y_metres,
        posted_at=need.posted_at,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        places=places,
        urgency=need.urgency,
        skill=need.skill,
        skill_level=need.skill_level,
        type=need.type,
        together=False,  # the others have been asked already
    )
