"""Asking the next best by itself, until a place is taken or its hour comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from volunteer import clock
from volunteer.db import db
from volunteer.dispatch import queries
from volunteer.dispatch.models import Search
from volunteer.dispatch.queries import Out
from volunteer.dispatch.rules import Rules
from volunteer.dispatch.waves import pace
from volunteer.history.steps import note
from volunteer.needs import actions as needs
from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.orders import actions as orders
from volunteer.policy import SERVICE, May
from volunteer.rounds.next_best import next_best

# How soon the service looks again where nothing has happened: others may have become free.
AGAIN = {
    Urgency.EMERGENCY: timedelta(minutes=1),
    Urgency.URGENT: timedelta(minutes=10),
    Urgency.NORMAL: timedelta(hours=1),
    Urgency.FLEXIBLE: timedelta(hours=1),
}


@dataclass(frozen=True)
class Wave:
    """Why so many are asked at once; `missing` more than are asked now, and without `least` more
    it is of no use to ask anybody. It is seen again when the first `turn` is over."""

    turn: timedelta
    turns: int
    chance: float
    missing: int
    least: int


def short_of_offers(now: datetime, rules: Rules) -> Sequence[int]:
    """Needs for which it is to be seen whether more people should be asked."""
    return [one.id for one in queries.not_looked_for(now) if rules.lets_ask(one, now)]


def ask_next(need_id: int, now: datetime, rules: Rules) -> bool:
    """The next best members are asked, as many as the time that is left demands; the need's history
    says how many, and why so many. False when nobody is left to ask, or nobody more is wanted."""
    need = queries.need(need_id)
    needs.lock(need)
    if not queries.asks_by_itself(need, now) or not rules.lets_ask(need, now):
        return False
    out = queries.offers_out(need)
    wave = _wave(need, out, now, rules)
    found = _next_best(need, wave, now, rules) if wave.missing > 0 else ()
    for one in found:
        orders.offer(
            need,
            queries.member(one["member_id"]),
            reasons=one["reasons"],
            by=SERVICE,
            now=now,
            patience=rules.patience,
        )
    _remember(need, out, len(found), wave.turn, now)
    if found:
        note(
            need,
            "ask_next",
            may=May.FOLLOW_ORDERS,
            by=SERVICE,
            now=now,
            people=len(found),
            tries=wave.turns,
            chance=round(100 * wave.chance),
            weekly=rules.weekly_offers,
        )
    return bool(found)


def _next_best(need: Need, wave: Wave, now: datetime, rules: Rules) -> Sequence[Mapping[str, Any]]:
    excluded = queries.not_to_be_asked(need, now=now, weekly_offers=rules.weekly_offers)
    found = next_best(need, wave.missing, excluded=excluded, now=now, travel=rules.travel)
    return found if len(found) >= wave.least else ()


def _wave(need: Need, out: Out, now: datetime, rules: Rules) -> Wave:
    answers = queries.answers(need.type, clock.local(need.starts_at).hour, now=now)
    left = need.starts_at - now
    found = pace(left, answers.chance, rules.turn, most=rules.most_offers)
    if need.urgency == Urgency.EMERGENCY:
        found = replace(found, at_once=rules.most_offers)  # everybody near is asked at once
    places, unanswered = need.headcount - out.held, len(out.asked_at)
    missing = min(
        places * found.at_once
        - out.since(now - found.turn),  # whose turn is over is not waited for
        places * rules.most_offers - unanswered,
    )
    # Half of those who must come together would wait for nothing.
    least = places - unanswered if need.together else 1
    return Wave(found.turn, found.turns(left), answers.chance, missing, least)


def _remember(need: Need, out: Out, more: int, turn: timedelta, now: datetime) -> None:
    """When to look again, and what would be a reason to do so earlier."""
    asked = [*out.asked_at, *[now] * more]
    turns_end = [at + turn for at in asked if at + turn > now]
    db.session.merge(
        Search(
            need_id=need.id,
            attempt=need.reopened,
            held=out.held,
            unanswered=len(asked),
            again_at=min([now + AGAIN[need.urgency], *turns_end]),
        )
    )
