"""Running a round, steering it, and turning it into offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.history.steps import begin, note, take_step
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders import actions as orders
from volunteer.orders.fit import OWN_WISHES, hindrances
from volunteer.orders.hall import BEHIND, terms_of
from volunteer.orders.queries import busy_times, offered_times, places_taken
from volunteer.places.models import Community
from volunteer.policy import Actor, May, require
from volunteer.rounds.adapter import Answer, Situation, solved
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import PairWish, Proposal, Round, Ruling, Unfilled
from volunteer.rounds.queries import situation

# A community takes milliseconds; what is not done by then is proposed with its honest gap.
SOLVING_SECONDS = 10.0


@dataclass(frozen=True)
class Released:
    """What became of a release: members asked, and proposals that no longer held."""

    asked: int
    passed_over: int


def run(community: Community, *, by: Actor, now: datetime, days: int, travel: timedelta) -> Round:
    """A proposal for the days ahead exists, with reasons for each pair and a funnel for each gap.

    Proposals of the community that nobody released are discarded: there is one to look at.
    """
    require(by, May.RUN_ROUND, community)
    for old in db.session.scalars(
        sa.select(Round).where(
            Round.community_id == community.id, Round.status == RoundStatus.PROPOSED
        )
    ):
        take_step(old, "discard", by=by, now=now)
    found = Round(
        community_id=community.id,
        community=community,
        created_at=now,
        until=now + timedelta(days=days),
    )
    _solve(found, now=now, travel=travel)
    begin(
        found,
        RoundStatus.PROPOSED,
        may=May.RUN_ROUND,
        by=by,
        now=now,
        places=found.places_wanted,
        pairs=len(found.proposals),
    )
    return found


def solve_again(found: Round, *, by: Actor, now: datetime, travel: timedelta) -> None:
    """The proposal is the best for what holds now, with the pins and forbids of the secretary.

    Raises Unpinnable when a pinned pair breaks a rule, WrongMoment once it was released.
    """
    found.journey.step("release", found.status)
    note(found, "solve", may=May.RUN_ROUND, by=by, now=now)
    found.proposals.clear()
    found.unfilled.clear()
    db.session.flush()  # the same keys may come again: rows must go before they return
    _solve(found, now=now, travel=travel)


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


def _solve(found: Round, *, now: datetime, travel: timedelta) -> None:
    """The round holds the plan for what is true now."""
    now_is = situation(found.community_id, found.wishes, now=now, until=found.until)
    found.solved_at = now
    found.members_asked = len(now_is.members)
    found.places_wanted = sum(now_is.places[need.id] for need in now_is.needs)
    found.method, found.gap, found.seconds, found.suitability = "none", 0.0, 0.0, 0
    if not now_is.needs or not now_is.members:
        found.unfilled.extend(
            Unfilled(need_id=need.id, need=need, places=now_is.places[need.id], funnel=[])
            for need in now_is.needs
        )
        return
    _keep(found, solved(now_is, now=now, travel=travel, seconds=SOLVING_SECONDS), now_is)


def _keep(found: Round, answer: Answer, now_is: Situation) -> None:
    """Pairs with their reasons and gaps with their funnels are rows of the round."""
    found.method, found.gap = answer.method, answer.gap
    found.seconds, found.suitability = answer.seconds, answer.suitability
    familiar = set(now_is.familiar)
    found.proposals.extend(
        Proposal(
            need_id=need.id,
            need=need,
            member_id=member.id,
            member=member,
            reasons=terms_of(
                member,
                need,
                recent=now_is.recent.get(member.id, 0),
                familiar=(need.id, member.id) in familiar,
            ),
        )
        for need, member in answer.pairs
    )
    found.unfilled.extend(
        Unfilled(need_id=gap.need.id, need=gap.need, places=gap.places, funnel=gap.funnel)
        for gap in answer.gaps
    )
