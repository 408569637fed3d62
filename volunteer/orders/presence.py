"""Coming and going, each known in one of several ways and recorded as the way it was.

By a code of the resident or of the group, by the word of whoever leads the group, of staff who
called, or by one's own word, which somebody may confirm later. No way is forced.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from volunteer.db import db
from volunteer.errors import NotAllowed, TooEarly, TooLate, WrongCode, WrongMoment
from volunteer.history.steps import note, take_step
from volunteer.needs import actions as needs
from volunteer.needs.models import Need
from volunteer.notices.actions import tell
from volunteer.orders import codes, seats
from volunteer.orders.codes import Proof
from volunteer.orders.lifecycle import AHEAD, LIVE, OrderStatus
from volunteer.orders.models import Order, Presence
from volunteer.orders.queries import live_orders
from volunteer.policy import SERVICE, Actor, May, can

EARLY_ARRIVAL = timedelta(hours=1)
LATE_LEAVING = timedelta(hours=2)
CODE_TRIES = 5
THERE = (OrderStatus.CHECKED_IN, OrderStatus.COMPLETED)


def check_in(order: Order, *, code: str = "", by: Actor, now: datetime) -> bool:
    """The member has arrived, by the server's clock; returns whether the code was right.

    Without a code the member's own word stands until somebody confirms it; staff and whoever leads
    the group need none. A wrong code is counted and changes nothing else (returns False): the
    caller commits, then says so. Raises TooEarly, TooLate, and WrongCode(0) when five wrong tries
    have locked the code.
    """
    seats.lock_order(order)
    if now < order.starts_at - EARLY_ARRIVAL:
        raise TooEarly
    if now > order.ends_at:
        raise TooLate
    verb, who = _who_says(order, by)
    verb = f"check_in{verb}"
    order.journey.step(verb, order.status)  # no code is tried on what is not to be checked in
    proof: Proof | None = Proof(who)
    if codes.plain(code) and by.person_id == order.member.person_id:
        _may_still_try(order)
        proof = codes.arrival(order, code, used=_used_pairs(order), now=now)
    if proof is None:
        return _count_wrong_code(order, by=by, now=now)
    take_step(order, verb, by=by, now=now, presence=proof.presence.value)
    order.checked_in_at, order.presence = now, proof.presence
    order.came_step, order.card_pair = proof.step, proof.pair
    needs.start(order.need, now=now)
    seats.withdraw_offers(order.need, now=now)
    return True


def prove_leaving(order: Order, *, code: str, by: Actor, now: datetime) -> bool:
    """Whether the code is right, which leaving is then known by; an empty one is nobody's fault.

    A wrong one is counted as at the arrival. Raises WrongCode(0) when five have locked the code.
    """
    if not codes.plain(code) or by.person_id != order.member.person_id:
        return True
    seats.lock_order(order)
    order.journey.step("complete", order.status)
    _may_still_try(order)
    proof = codes.leaving(order, code, used=_used_pairs(order), now=now)
    if proof is None:
        return _count_wrong_code(order, by=by, now=now)
    order.leaving, order.card_pair = proof.presence, order.card_pair or proof.pair
    return True


def finish(order: Order, *, by: Actor, now: datetime) -> None:
    """The member has left; when the last one has, the resident may say how it went.

    Whoever forgets to leave is taken to have left two hours after the planned end at the latest.
    """
    db.session.flush()  # a code just proved is kept
    seats.lock_order(order)
    verb, who = _who_says(order, by)
    leaving = Presence(order.leaving or who)
    take_step(order, f"complete{verb}", by=by, now=now, leaving=leaving.value)
    assert order.checked_in_at is not None
    # A clock that was set back must not let anybody leave before they came.
    order.checked_out_at = max(order.checked_in_at, min(now, order.ends_at + LATE_LEAVING))
    order.leaving = leaving
    seats.finish_when_all_left(order.need, now=now)


def appoint(order: Order, *, by: Actor, now: datetime) -> None:
    """This member leads the group of the need, and may say who is there; they are told.

    Raises WrongMoment for whoever does not come, or comes alone.
    """
    seats.lock_order(order)
    if order.status not in AHEAD or order.need.headcount < 2:
        raise WrongMoment("order.lead", order.status)
    note(order, "lead", may=May.APPOINT_LEADER, by=by, now=now)
    order.need.leader_id = order.member.person_id
    told = [order.member.person_id]
    tell(told, "order_leads", about=order, now=now, title=order.need.title)


def vouch(order: Order, *, by: Actor, now: datetime) -> None:
    """Staff have asked, and the resident said that the member came: their own word is confirmed.

    Raises WrongMoment unless one's own word is all there is.
    """
    seats.lock_order(order)
    unsure = order.presence == Presence.DECLARED and order.status in LIVE
    if not unsure or order.vouched_at is not None:
        raise WrongMoment("order.vouch", order.status)
    if by.person_id == order.member.person_id:
        raise NotAllowed(May.CHECK_IN_OTHERS)
    note(order, "vouch", may=May.CHECK_IN_OTHERS, by=by, now=now)
    order.vouched_at = now


def may_prove(order: Order, now: datetime) -> bool:
    """Whether a code for this order is of any use now: from an hour before to two hours after."""
    in_time = order.starts_at - EARLY_ARRIVAL <= now <= order.ends_at + LATE_LEAVING
    return order.status in AHEAD and in_time


def _who_says(order: Order, by: Actor) -> tuple[str, Presence]:
    """The end of the verb, and how it is known when no code proves it."""
    if by is SERVICE:
        return "_by_service", Presence.FORGOTTEN
    if by.person_id == order.member.person_id:
        return "", Presence.DECLARED
    if can(by, May.CHECK_IN_OTHERS, order) or not leads(by, order.need):
        return "_by_staff", Presence.STAFF
    if not is_there(by, live_orders(order.need)):
        raise NotAllowed(May.LEAD_GROUP)
    return "_by_leader", Presence.LEADER


def leads(by: Actor, need: Need) -> bool:
    """Whether this is who leads the group of the need."""
    return by.person_id is not None and by.person_id == need.leader_id


def is_there(by: Actor, orders: Iterable[Order]) -> bool:
    """Whether one of these is theirs and they have come: nobody else says who is there."""
    return any(one.member.person_id == by.person_id and one.status in THERE for one in orders)


def _may_still_try(order: Order) -> None:
    if order.wrong_codes >= CODE_TRIES:
        raise WrongCode(0)


def _count_wrong_code(order: Order, *, by: Actor, now: datetime) -> bool:
    order.wrong_codes += 1
    note(order, "wrong_code", may=May.CHECK_IN, by=by, now=now)
    return False


def _used_pairs(order: Order) -> set[int]:
    """The pairs of the card that others of the need have used, in its present attempt."""
    used = sa.select(Order.card_pair).where(
        Order.need_id == order.need_id,
        Order.attempt == order.attempt,
        Order.id != order.id,
        Order.card_pair.is_not(None),
    )
    return {number for number in db.session.scalars(used) if number is not None}
