"""Laying out a round in three steps, steering it, and turning it into offers.

Read a draft, solve it, publish it: delivery holds a transaction only while it publishes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from volunteer.db import db
from volunteer.errors import NotFound, Overtaken, WrongMoment
from volunteer.history.queries import latest
from volunteer.history.steps import begin, note, take_step
from volunteer.needs import actions as needs
from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.orders import actions as orders
from volunteer.orders.patience import USUAL, Patience
from volunteer.places.models import Scope
from volunteer.places.queries import community_ids_in, hold, scope
from volunteer.policy import SERVICE, Actor, May, can, require
from volunteer.rounds.adapter import USUAL_WEIGHTS, Answer
from volunteer.rounds.drafts import Draft, View, Wishes, as_it_is_now, keep, look, write
from volunteer.rounds.holding import as_it_is
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import PairWish, Proposal, Round, Ruling, Unfilled
from volunteer.rounds.queries import asked_since, is_begun, on_the_board

A_WEEK = timedelta(days=7)
ASKED_ENOUGH = "asked_enough"  # among the reasons of a pair: how often the member was asked


@dataclass(frozen=True)
class Released:
    """What became of a release: members asked, and proposals that no longer held."""

    asked: int
    passed_over: int
    asked_enough: int = 0  # of these, who was asked often enough this week


def draft(
    where: Scope,
    *,
    by: Actor,
    now: datetime,
    days: int,
    travel: timedelta,
    weights: Mapping[str, float] | None = None,
) -> Draft:
    """What a round of the place for the days ahead has to solve; nothing is written."""
    require(by, May.RUN_ROUND, where)
    view = View(
        covers=community_ids_in(where),
        now=now,
        until=now + timedelta(days=days),
        travel=travel,
        weights=weights or USUAL_WEIGHTS,
    )
    event, asked = latest(), look(view)
    same = any(old.input_hash == asked.hash for old in on_the_board(where))
    return Draft(where.kind, where.id, view, asked, event, is_known=same)


def publish(made: Draft, answer: Answer | None, *, by: Actor, now: datetime) -> Round:
    """The proposal is on the board of its place, with reasons for each pair and a funnel for each
    gap, without the pairs that something has made impossible since the draft was read.

    Whatever the place had there is discarded: there is one proposal to look at. One that was made
    from equal input stays and is returned, because it would be the same again; so of two people who
    ask at once the second is given the proposal of the first.
    """
    where = scope(made.kind, made.place_id)
    require(by, May.RUN_ROUND, where)
    hold(where)
    for old in on_the_board(where):
        if old.input_hash == made.asked.hash:
            return old
        if answer is not None:
            discard(old, by=by, now=now)
    if answer is None:  # the equal one was put aside while we looked
        raise Overtaken
    answer, gone = as_it_is_now(made, answer)
    found = Round(
        **{where.kind: where, f"{where.kind}_id": where.id},
        covers=list(made.view.covers),
        created_at=now,
        until=made.view.until,
    )
    write(found, made, answer, gone=gone)
    begin(
        found,
        RoundStatus.PROPOSED,
        may=May.RUN_ROUND,
        by=by,
        now=now,
        places=found.places_wanted,
        pairs=len(answer.proposals),
        gone=gone,
    )
    keep(found, made, answer)
    return found


def draft_again(
    found: Round,
    *,
    by: Actor,
    now: datetime,
    travel: timedelta,
    weights: Mapping[str, float] | None = None,
) -> Draft:
    """What the round has to solve now, with the pins and forbids of the secretary.

    Raises WrongMoment once any of it was released.
    """
    require(by, May.RUN_ROUND, found)
    _refuse_begun(found)
    where = found.where
    view = View(
        covers=found.covers,
        now=now,
        until=found.until,
        travel=travel,
        weights=weights or found.weights,
        wishes=_wishes(found),
    )
    event, asked = latest(), look(view)
    known = found.input_hash == asked.hash
    return Draft(where.kind, where.id, view, asked, event, found.revision, known)


def publish_again(
    found: Round, made: Draft, answer: Answer | None, *, by: Actor, now: datetime
) -> bool:
    """The proposal is the best for what held when the draft was read, without the pairs that have
    become impossible since. False when nothing has changed since it was last solved.

    Raises Overtaken when somebody else solved it or said something about a pair meanwhile,
    WrongMoment when any of it was released.
    """
    _refuse_begun(found)
    if (found.revision, _wishes(found)) != (made.revision, made.view.wishes):
        raise Overtaken
    gone = 0
    if answer is not None:
        answer, gone = as_it_is_now(made, answer)
    note(found, "solve", may=May.RUN_ROUND, by=by, now=now, gone=gone)
    if answer is None:
        return False
    write(found, made, answer, gone=gone)
    keep(found, made, answer)
    return True


def _refuse_begun(found: Round) -> None:
    found.journey.step("release", found.status)
    if is_begun(found):
        raise WrongMoment("round.solve", RoundStatus.RELEASED)


def _wishes(found: Round) -> Wishes:
    return frozenset((one.need_id, one.member_id, one.ruling) for one in found.wishes)


def rule(
    found: Round, need_id: int, member_id: int, ruling: Ruling | None, *, by: Actor, now: datetime
) -> None:
    """The pair is pinned or forbidden, or left to the solver again (None).

    A forbidden pair leaves the proposal at once; the rest stands until solved again. Raises
    NotFound for a pair to pin or forbid that the round does not propose.
    """
    found.journey.step("release", found.status)
    verb = ruling or "clear"
    note(found, verb, may=May.RELEASE_PAIRS, by=by, now=now, need=need_id, member=member_id)
    if not can(by, May.RUN_ROUND, found):
        require(by, May.OFFER_TASK, _need_in(found, need_id))
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


def _need_in(found: Round, need_id: int) -> Need:
    """A need that the round proposes somebody for."""
    for one in found.proposals:
        if one.need_id == need_id:
            return one.need
    raise NotFound("proposal", need_id)


def release(
    found: Round,
    *,
    by: Actor,
    now: datetime,
    travel: timedelta,
    patience: Patience = USUAL,
    weekly: int | None = None,
) -> Released:
    """Each member proposed is asked, unless a rule, a time or a place has changed since, or they
    were asked `weekly` times in seven days already (an emergency asks all the same).

    The secretary of one community of a wider round releases the pairs of that community's needs;
    the round goes on for the others.
    """
    found.journey.step("release", found.status)
    mine = [one for one in found.proposals if one.order_id is None and _may_release(one, found, by)]
    if can(by, May.RUN_ROUND, found):
        take_step(found, "release", by=by, now=now, pairs=len(mine))
    else:
        note(found, "release_part", may=May.RELEASE_PAIRS, by=by, now=now, pairs=len(mine))
    gaps = [one for one in found.unfilled if _may_release(one, found, by)]
    needs.note_round({one.need_id for one in mine} | {one.need_id for one in gaps})
    held = as_it_is(mine, now=now)
    allowed = [one for one in mine if held.allows(one, now=now, travel=travel)]
    hold = _within_budget(allowed, weekly, now=now)
    # Whoever released the round is in its history; an officer has no say in a community.
    for who, is_own in ((by, True), (SERVICE, False)):
        ours = [one for one in hold if can(by, May.OFFER_TASK, one.need) == is_own]
        asked = [(one.need, one.member, one.reasons) for one in ours]
        offers = orders.offer_all(asked, by=who, now=now, patience=patience)
        for one, order in zip(ours, offers, strict=True):
            one.order = order
    db.session.flush()  # the proposals learn the ids of their orders
    return Released(len(hold), len(mine) - len(hold), len(allowed) - len(hold))


def discard(found: Round, *, by: Actor, now: datetime) -> None:
    """The proposal is put aside; nobody was asked, or nobody else is when a part was released."""
    take_step(found, "close" if is_begun(found) else "discard", by=by, now=now)


def _may_release(one: Proposal | Unfilled, found: Round, by: Actor) -> bool:
    return can(by, May.RUN_ROUND, found) or can(by, May.OFFER_TASK, one.need)


def _within_budget(
    proposals: Sequence[Proposal], weekly: int | None, *, now: datetime
) -> list[Proposal]:
    """Those whose members may still be asked this week; the others say so on the board."""
    if weekly is None:
        return [*proposals]
    asked = Counter(asked_since([one.member_id for one in proposals], now - A_WEEK))
    kept = []
    for one in proposals:
        if asked[one.member_id] < weekly or one.need.urgency == Urgency.EMERGENCY:
            kept.append(one)
            asked[one.member_id] += 1
        else:
            one.reasons = {**one.reasons, ASKED_ENOUGH: asked[one.member_id]}
    return kept
