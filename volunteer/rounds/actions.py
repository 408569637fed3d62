"""Running a round, steering it, and turning it into offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.history.steps import begin, note, take_step
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders import actions as orders
from volunteer.orders.fit import OWN_WISHES, hindrances
from volunteer.orders.hall import BEHIND
from volunteer.orders.queries import busy_times, offered_times, places_taken
from volunteer.places.models import Scope
from volunteer.policy import Actor, May, require
from volunteer.rounds.adapter import USUAL_WEIGHTS
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import PairWish, Round, Ruling
from volunteer.rounds.queries import on_the_board
from volunteer.rounds.solving import keep, look, solve


@dataclass(frozen=True)
class Released:
    """What became of a release: members asked, and proposals that no longer held."""

    asked: int
    passed_over: int


def run(
    where: Scope,
    *,
    by: Actor,
    now: datetime,
    days: int,
    travel: timedelta,
    weights: Mapping[str, float] | None = None,
) -> Round:
    """A proposal for the days ahead exists, with reasons for each pair and a funnel for each gap.

    Whatever the place had on the board is discarded: there is one proposal to look at. One that was
    made from equal input stays and is returned, because it would be the same again.
    """
    require(by, May.RUN_ROUND, where)
    found = Round(
        **{where.kind: where, f"{where.kind}_id": where.id},
        created_at=now,
        until=now + timedelta(days=days),
        weights=dict(weights or USUAL_WEIGHTS),
        seed=0,
    )
    asked = look(found, now=now, travel=travel)
    for old in on_the_board(where):
        if old.input_hash == asked.hash:
            return old
        take_step(old, "discard", by=by, now=now)
    answer = solve(found, asked, now=now)
    begin(
        found,
        RoundStatus.PROPOSED,
        may=May.RUN_ROUND,
        by=by,
        now=now,
        places=found.places_wanted,
        pairs=len(answer.proposals),
    )
    keep(found, asked, answer, now=now)
    return found


def solve_again(
    found: Round,
    *,
    by: Actor,
    now: datetime,
    travel: timedelta,
    weights: Mapping[str, float] | None = None,
) -> bool:
    """The proposal is the best for what holds now, with the pins and forbids of the secretary.

    False when nothing has changed since it was last solved, and so nothing is different. Raises
    Unpinnable when a pinned pair breaks a rule, WrongMoment once it was released.
    """
    found.journey.step("release", found.status)
    note(found, "solve", may=May.RUN_ROUND, by=by, now=now)
    found.weights = dict(weights or found.weights)
    asked = look(found, now=now, travel=travel)
    if found.input_hash == asked.hash:
        return False
    keep(found, asked, solve(found, asked, now=now), now=now)
    return True


def rule(
    found: Round, need_id: int, member_id: int, ruling: Ruling | None, *, by: Actor, now: datetime
) -> None:
    """The pair is pinned or forbidden, or left to the solver again (None).

    A forbidden pair leaves the proposal at once; the rest stands until solved again. Raises
    NotFound for a pair to pin or forbid that the round does not propose.
    """
    found.journey.step("release", found.status)
    verb = ruling or "clear"
    note(found, verb, may=May.RUN_ROUND, by=by, now=now, need=need_id, member=member_id)
    wishes = {(one.need_id, one.member_id): one for one in found.wishes}
    proposed = {(one.need_id, one.member_id): one for one in found.proposals}
    pair = (need_id, member_id)
    if pair in wishes:
        found.wishes.remove(wishes[pair])
        db.session.flush()  # the same key may come again: the row must go before it returns
    if ruling is None:
        return
    if pair not in proposed and pair not in wishes:
        raise NotFound("proposal", pair)
    found.wishes.append(PairWish(need_id=need_id, member_id=member_id, ruling=ruling))
    if ruling == Ruling.FORBID and pair in proposed:
        found.proposals.remove(proposed[pair])
        found.input_hash = ""  # it is not what was solved any more


def release(found: Round, *, by: Actor, now: datetime, travel: timedelta) -> Released:
    """Each member proposed is asked, unless a rule, a time or a place has changed since."""
    take_step(found, "release", by=by, now=now, pairs=len(found.proposals))
    ids = [one.member_id for one in found.proposals]
    busy, asked = busy_times(ids, since=now - BEHIND), offered_times(ids, since=now)
    taken = places_taken([one.need_id for one in found.proposals])
    passed_over = 0
    for one in found.proposals:
        need, member = one.need, one.member
        held = [*busy.get(member.id, ()), *asked.times.get(member.id, ())]
        against = set(hindrances(member, need, held, travel=travel)) - OWN_WISHES
        if (
            against
            or need.status != NeedStatus.OPEN
            or need.starts_at <= now
            or member.is_paused(now)
            or taken.get(need.id, 0) >= need.headcount
        ):
            passed_over += 1
            continue
        one.order = orders.offer(need, member, reasons=one.reasons, by=by, now=now)
    db.session.flush()  # the proposals learn the ids of their orders
    return Released(len(found.proposals) - passed_over, passed_over)


def discard(found: Round, *, by: Actor, now: datetime) -> None:
    """The proposal is put aside; nobody was asked."""
    take_step(found, "discard", by=by, now=now)
