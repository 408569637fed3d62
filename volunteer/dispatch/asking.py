"""Asking the next best by itself, until a place is taken or its hour comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from volunteer import clock
from volunteer.dispatch import queries
from volunteer.dispatch.rules import Rules
from volunteer.dispatch.waves import MOST, Answers, tries_left, wave_size
from volunteer.history.steps import note
from volunteer.needs import actions as needs
from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.orders import actions as orders
from volunteer.policy import SERVICE, May
from volunteer.rounds.next_best import next_best


@dataclass(frozen=True)
class Wave:
    """Why so many are asked at once; `missing` more than are asked now, and without `least` more
    it is of no use to ask anybody."""

    tries: float
    chance: float
    missing: int
    least: int


def short_of_offers(now: datetime, rules: Rules) -> Sequence[int]:
    """Needs for which more people should be asked now than are, and somebody is left to ask."""
    looking = [one for one in queries.asking_by_itself(now) if rules.lets_ask(one, now)]
    out = queries.offers_out(looking)
    known: dict[tuple[str, int], Answers] = {}
    found = []
    for need in looking:
        kind = need.type, clock.local(need.starts_at).hour
        if kind not in known:
            known[kind] = queries.answers(*kind, now=now)
        wave = _wave(need, out, known[kind], now, rules)
        # Looked for here, where reading holds nobody up: often nobody is left to be asked.
        if wave.missing > 0 and _next_best(need, wave, now, rules):
            found.append(need.id)
    return found


def ask_next(need_id: int, now: datetime, rules: Rules) -> bool:
    """The next best members are asked, as many as the time that is left demands; the need's history
    says how many, and why so many. False when nobody is left to ask, or nobody more is wanted."""
    need = queries.need(need_id)
    needs.lock(need)
    if need not in queries.asking_by_itself(now, need_id) or not rules.lets_ask(need, now):
        return False
    answers = queries.answers(need.type, clock.local(need.starts_at).hour, now=now)
    wave = _wave(need, queries.offers_out([need]), answers, now, rules)
    if wave.missing <= 0:
        return False
    found = _next_best(need, wave, now, rules)
    for one in found:
        orders.offer(
            need,
            queries.member(one["member_id"]),
            reasons=one["reasons"],
            by=SERVICE,
            now=now,
            patience=rules.patience,
        )
    if found:
        note(
            need,
            "ask_next",
            may=May.FOLLOW_ORDERS,
            by=SERVICE,
            now=now,
            people=len(found),
            tries=int(wave.tries),
            chance=round(100 * wave.chance),
            weekly=rules.weekly_offers,
        )
    return bool(found)


def _next_best(need: Need, wave: Wave, now: datetime, rules: Rules) -> Sequence[Mapping[str, Any]]:
    excluded = queries.not_to_be_asked(need, now=now, weekly_offers=rules.weekly_offers)
    found = next_best(need, wave.missing, excluded=excluded, now=now, travel=rules.travel)
    return found if len(found) >= wave.least else ()


def _wave(
    need: Need,
    out: Mapping[int, tuple[int, int]],
    answers: Answers,
    now: datetime,
    rules: Rules,
) -> Wave:
    held, unanswered = out[need.id]
    tries = tries_left(now, need.starts_at, rules.patience.times[need.urgency])
    # In an emergency everybody near is asked at once.
    at_once = need.urgency == Urgency.EMERGENCY
    places = need.headcount - held
    wanted = places * (MOST if at_once else wave_size(tries, answers.chance))
    # Half of those who must come together would wait for nothing.
    least = places - unanswered if need.together else 1
    return Wave(tries, answers.chance, wanted - unanswered, least)
