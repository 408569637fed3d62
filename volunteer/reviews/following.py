"""Calling residents afterwards, by people who had no part in the service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from volunteer import clock
from volunteer.db import db
from volunteer.errors import NotFound, OwnRecord, TooEarly, WrongMoment
from volunteer.history.steps import begin, note, take_step
from volunteer.needs import actions as needs
from volunteer.needs.limits import USUAL, Limits
from volunteer.needs.models import Need
from volunteer.notices.actions import tell
from volunteer.orders.queries import live_orders
from volunteer.people.models import Person, Role, RoleKind
from volunteer.people.queries import holders
from volunteer.places.queries import beside
from volunteer.policy import SERVICE, Actor, May, require
from volunteer.reviews.follow_ups import FollowUp
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.reviews.models import Outcome
from volunteer.reviews.sampling import to_call_about

TRIES = 3
PAGE = 50
STAFF = (RoleKind.SECRETARY, RoleKind.WORKER)


def draw(need: Need, *, now: datetime, limits: Limits = USUAL) -> bool:
    """Somebody else will call the resident about the present attempt; whether that was due."""
    needs.lock(need)
    why = to_call_about(now, need.id, limits=limits).get(need.id)
    if not why:
        return False
    follow_up = FollowUp(
        need_id=need.id,
        need=need,
        attempt=need.reopened,
        community_id=need.community_id,
        caller_id=_caller_for(need.community_id),
        reasons=[str(one) for one in why],
        drawn_at=now,
    )
    begin(
        follow_up,
        FollowUpStatus.OPEN,
        may=May.FOLLOW_ORDERS,
        by=SERVICE,
        now=now,
        reasons=follow_up.reasons,
    )
    return True


def refuse_calls(need: Need, *, by: Actor, now: datetime) -> None:
    """From now on nobody is to call about this need afterwards: none is drawn, and one that waits
    is hidden from those who would make it, the phone too. Nothing happens the second time."""
    _choose(need, "refuse_calls", since=now, by=by, now=now)


def allow_calls(need: Need, *, by: Actor, now: datetime) -> None:
    """From now on the resident may be called about this need, and one that waited waits again."""
    _choose(need, "allow_calls", since=None, by=by, now=now)


def answer(  # noqa: PLR0913 - the answers are as many as the questions, each by name
    follow_up: FollowUp,
    *,
    contacted: bool,
    outcome: Outcome,
    satisfaction: int | None = None,
    asked_for_money: bool,
    remark: str = "",
    by: Person,
    now: datetime,
) -> None:
    """What the resident said is kept. Not solved after all disputes the need again; asked for
    money is told to its secretaries. What the resident said before stays as it was.

    Raises OwnRecord for somebody whose own service it was, NotFound when the resident does not
    want to be called.
    """
    need = _still_to_call(follow_up)
    _require_another(follow_up, by)
    take_step(follow_up, "answer", by=by, now=now, outcome=outcome.value)
    follow_up.contacted, follow_up.outcome = contacted, outcome
    follow_up.satisfaction, follow_up.remark = satisfaction, remark
    follow_up.asked_for_money = asked_for_money
    same = need.reopened == follow_up.attempt and need.journey.allows("doubt", need.status)
    if outcome == Outcome.NOT and same:
        _doubt(need, why=remark, now=now)
    if asked_for_money:
        secretaries = holders(RoleKind.SECRETARY, need.community_id)
        tell(secretaries, "need_paid_for", about=need, now=now, title=need.title)


def not_reached(follow_up: FollowUp, *, by: Person, now: datetime) -> None:
    """One try more without an answer; after three days of trying it stays so.

    Raises TooEarly the second time on one day, OwnRecord for somebody whose own service it was,
    NotFound when the resident does not want to be called.
    """
    _still_to_call(follow_up)
    _require_another(follow_up, by)
    today = clock.local(now).date()
    last = follow_up.tries + 1 >= TRIES
    verb = "give_up" if last else "not_reached"
    take_step(follow_up, verb, by=by, now=now, tries=follow_up.tries + 1)
    if follow_up.last_try_on == today:
        raise TooEarly
    follow_up.tries, follow_up.last_try_on = follow_up.tries + 1, today


def refused(follow_up: FollowUp, *, by: Person, now: datetime) -> None:
    """Whoever calls wrote down that the resident does not want to be called about this need; the
    call is hidden from now on. Only the resident, by their link, can say otherwise.

    Raises OwnRecord for somebody whose own service it was, NotFound when the resident has said so
    already.
    """
    need = _still_to_call(follow_up)
    _require_another(follow_up, by)
    if follow_up.status != FollowUpStatus.OPEN:
        raise WrongMoment("follow_up.refused", follow_up.status)
    note(follow_up, "refused", may=May.CALL_BACK, by=by, now=now)
    need.no_call_since = now


def list_for(person: Person, *, after: int = 0, limit: int = PAGE) -> Sequence[FollowUp]:
    """The calls that wait for the person's communities, in id order beyond `after`."""
    return db.session.scalars(
        _visible_to(person)
        .where(FollowUp.status == FollowUpStatus.OPEN, FollowUp.id > after)
        .order_by(FollowUp.id)
        .limit(limit)
    ).all()


def follow_up_for(person: Person, follow_up_id: int) -> FollowUp:
    """The follow-up, if the person's community calls and the resident has nothing against it;
    otherwise it does not exist for them. What was heard before stays."""
    found = db.session.scalar(_visible_to(person).where(FollowUp.id == follow_up_id))
    if found is None:
        raise NotFound("follow-up", follow_up_id)
    return found


def calls_on(need_ids: Iterable[int]) -> Mapping[int, FollowUp]:
    """Need id -> its last follow-up that is settled: answered, or nobody was reached."""
    rows = db.session.scalars(
        sa.select(FollowUp)
        .where(FollowUp.need_id.in_(list(need_ids)), FollowUp.status != FollowUpStatus.OPEN)
        .order_by(FollowUp.attempt)
    )
    return {row.need_id: row for row in rows}


def _visible_to(person: Person) -> sa.Select[FollowUp]:
    return (
        sa.select(FollowUp)
        .join(FollowUp.need)
        .where(
            FollowUp.caller_id.in_(person.communities_as(*STAFF)),
            sa.or_(FollowUp.status != FollowUpStatus.OPEN, Need.no_call_since.is_(None)),
        )
        .options(contains_eager(FollowUp.need), joinedload(FollowUp.community))
    )


def _choose(need: Need, verb: str, *, since: datetime | None, by: Actor, now: datetime) -> None:
    needs.lock(need)  # waits for whoever writes down a call, or draws one
    if (need.no_call_since is None) == (since is None):
        require(by, May.CHOOSE_CALLS, need)
        return
    note(need, verb, may=May.CHOOSE_CALLS, by=by, now=now)
    need.no_call_since = since


def _still_to_call(follow_up: FollowUp) -> Need:
    """The need, locked: its resident cannot say no between this and what is written down."""
    needs.lock(follow_up.need)
    if follow_up.need.no_call_since is not None:
        raise NotFound("follow-up", follow_up.id)
    return follow_up.need


def _doubt(need: Need, *, why: str, now: datetime) -> None:
    """It is not solved after all; the secretary must decide."""
    take_step(need, "doubt", by=SERVICE, now=now, why=why)
    tell(holders(RoleKind.SECRETARY, need.community_id), "need_disputed", about=need, now=now)


def _require_another(follow_up: FollowUp, by: Person) -> None:
    served = [order.member.person_id for order in live_orders(follow_up.need)]
    if by.id in served:
        raise OwnRecord


def _caller_for(community_id: int) -> int:
    """Another community of the sub-district that has staff, the one with the fewest calls."""
    others = beside([community_id])[community_id]
    staffed = (
        sa.select(Role.community_id)
        .where(Role.community_id.in_(others), Role.role.in_(STAFF), Role.ended_at.is_(None))
        .distinct()
    )
    waiting = (
        sa.select(FollowUp.caller_id)
        .join(FollowUp.need)
        .where(
            FollowUp.status == FollowUpStatus.OPEN,
            Need.no_call_since.is_(None),
            FollowUp.caller_id.in_(others),
        )
    )
    calls = list(db.session.scalars(waiting))
    callers = [one for one in db.session.scalars(staffed) if one is not None]
    return min(callers, key=lambda one: (calls.count(one), one), default=community_id)
