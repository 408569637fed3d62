"""What happens to an order, in the order of its life; exits after the main path.

Locks are taken in one order everywhere: member, then need. On SQLite the one writer makes them
needless; on PostgreSQL they make counting seats safe under READ COMMITTED.
"""

from __future__ import annotations

import hmac
import unicodedata
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from volunteer.db import db
from volunteer.errors import Clash, NoRoom, NotSuited, TooEarly, TooLate, WrongCode, WrongMoment
from volunteer.history.steps import begin, note, take_step
from volunteer.members.models import Member
from volunteer.needs import actions as needs
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import Cancellation
from volunteer.notices.actions import tell
from volunteer.orders.fit import OWN_WISHES, Hindrance, hindrances
from volunteer.orders.lifecycle import LIVE, OrderStatus
from volunteer.orders.models import Order, Presence, Release
from volunteer.orders.queries import busy_times, live_orders, orders_of
from volunteer.people.models import RoleKind
from volunteer.people.queries import holders
from volunteer.policy import SERVICE, Actor, May, require

EARLY_ARRIVAL = timedelta(hours=1)
LATE_LEAVING = timedelta(hours=2)
LATE_RELEASE = timedelta(hours=24)
NO_SHOW_AFTER = timedelta(minutes=30)
CODE_TRIES = 5


def offer(
    need: Need, member: Member, *, reasons: dict[str, Any], by: Actor, now: datetime
) -> Order:
    """The member is asked, with the reasons for asking; nothing is promised yet."""
    order = _order(need, member, reasons)
    order.offered_at = now
    begin(order, OrderStatus.OFFERED, may=May.OFFER_TASK, by=by, now=now)
    tell([member.person_id], "order_offered", about=order, now=now)
    return order


def accept(order: Order, *, by: Actor, now: datetime, travel: timedelta) -> None:
    """The member has the task and a place of the need; address and phone are theirs to see.

    Raises NoRoom when all places are taken, Clash when they are busy then, TooLate after the
    start, NotSuited when a rule (not one of the member's own wishes) speaks against it.
    """
    _lock_order(order)
    order.seat_no = _seat(order.need, order.member, now=now, travel=travel)
    order.accepted_at = now
    take_step(order, "accept", by=by, now=now)
    _count_places(order.need, now=now)


def take(
    need: Need,
    member: Member,
    *,
    reasons: dict[str, Any],
    by: Actor,
    now: datetime,
    travel: timedelta,
) -> Order:
    """The member has taken an open task from the hall, under the same rules as an offer.

    An offer of the same task to the same member is accepted instead. Raises what `accept` raises.
    """
    _lock(member, need)
    require(by, May.TAKE_TASK, need)
    for order in orders_of(need):
        if (order.member_id, order.attempt) == (member.id, need.reopened):
            if order.status == OrderStatus.OFFERED:
                accept(order, by=by, now=now, travel=travel)
                return order
            if order.status in LIVE:
                raise WrongMoment("order.accept", order.status)
    order = _order(need, member, reasons)
    order.seat_no = _seat(need, member, now=now, travel=travel)
    order.accepted_at = now
    begin(order, OrderStatus.ACCEPTED, may=May.ANSWER_OFFER, by=by, now=now)
    _count_places(need, now=now)
    return order


def check_in(order: Order, *, code: str = "", by: Actor, now: datetime) -> bool:
    """The member has arrived, by the server's clock; returns whether the code was right.

    Without a code the member's own word stands until staff confirm it; staff need no code. A
    wrong code is counted and changes nothing else (returns False): the caller commits, then says
    so. Raises TooEarly, TooLate, and WrongCode(0) when five wrong tries have locked the code.
    """
    _lock_order(order)
    if now < order.starts_at - EARLY_ARRIVAL:
        raise TooEarly
    if now > order.ends_at:
        raise TooLate
    presence, verb = _presence(order, code, by)
    if presence is None:
        order.wrong_codes += 1
        note(order, "wrong_code", may=May.CHECK_IN, by=by, now=now)
        return False
    order.checked_in_at, order.presence = now, presence
    take_step(order, verb, by=by, now=now, presence=presence.value)
    needs.start(order.need, now=now)
    return True


def finish(order: Order, *, by: Actor, now: datetime) -> None:
    """The member has left; when the last one has, the resident may say how it went.

    Whoever forgets to leave is taken to have left two hours after the planned end at the latest.
    """
    _lock_order(order)
    order.checked_out_at = min(now, order.ends_at + LATE_LEAVING)
    own = by.person_id == order.member.person_id
    take_step(order, "complete" if own else "complete_by_staff", by=by, now=now)
    _finish_need_when_all_left(order.need, now=now)


def decline(order: Order, *, by: Actor, now: datetime) -> None:
    """The member said no; no reason is asked and nothing follows from it for them."""
    take_step(order, "decline", by=by, now=now)


def release(order: Order, *, reason: Release, by: Actor, now: datetime) -> None:
    """The member has given the task back before its start; the place is free for others.

    Raises TooLate once it has begun. Within a day of the start the secretaries are told.
    """
    _lock_order(order)
    if now >= order.starts_at:
        raise TooLate
    order.seat_no = None
    late = now > order.starts_at - LATE_RELEASE
    take_step(order, "release", by=by, now=now, reason=reason.value, late=late)
    _count_places(order.need, now=now)
    if late:
        staff = holders(RoleKind.SECRETARY, order.community_id)
        tell(staff, "order_released_late", about=order.need, now=now)


def miss(order: Order, *, by: Actor, now: datetime) -> None:
    """Staff, having called, note that the member did not come; the place is free again.

    Raises TooEarly before half an hour after the start.
    """
    _lock_order(order)
    if now < order.starts_at + NO_SHOW_AFTER:
        raise TooEarly
    order.seat_no = None
    take_step(order, "miss", by=by, now=now)
    tell([order.member.person_id], "order_missed", about=order, now=now)
    _count_places(order.need, now=now)
    _finish_need_when_all_left(order.need, now=now)


def cancel_need(need: Need, *, reason: Cancellation, by: Actor, now: datetime) -> None:
    """The need is no more; whoever was asked or had accepted is told, and keeps the history."""
    needs.lock(need)
    needs.cancel(need, reason=reason, by=by, now=now)
    for order in orders_of(need):
        if order.status == OrderStatus.OFFERED:
            take_step(order, "withdraw", by=SERVICE, now=now, why=reason.value)
        elif order.status == OrderStatus.ACCEPTED:
            order.seat_no = None
            take_step(order, "cancel", by=SERVICE, now=now, why=reason.value)
            tell([order.member.person_id], "order_cancelled", about=order, now=now)


def rearrange_need(need: Need, *, by: Actor, now: datetime, **window: Any) -> None:
    """The need stands at another time; offers for the old time are withdrawn.

    Raises WrongMoment when somebody has already accepted: they agreed to the old time.
    """
    needs.lock(need)
    if live_orders(need):
        raise WrongMoment("need.rearrange", NeedStatus.STAFFED)
    needs.rearrange(need, by=by, now=now, **window)
    _withdraw_offers(need, now=now)


def _order(need: Need, member: Member, reasons: dict[str, Any]) -> Order:
    return Order(
        need_id=need.id,
        need=need,
        member_id=member.id,
        member=member,
        attempt=need.reopened,
        community_id=need.community_id,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        reasons=reasons,
    )


def _lock(member: Member, need: Need) -> None:
    """Nobody else changes this member's tasks or this need's places until we are done."""
    db.session.execute(
        sa.select(Member).where(Member.id == member.id).with_for_update(of=Member),
        execution_options={"populate_existing": True},
    ).all()
    needs.lock(need)


def _lock_order(order: Order) -> None:
    """The order is as the last one who changed it left it, and nobody else changes it now."""
    _lock(order.member, order.need)
    db.session.refresh(order)


def _seat(need: Need, member: Member, *, now: datetime, travel: timedelta) -> int:
    """The lowest free seat of the need for this member; the rules are checked under the lock."""
    if need.starts_at <= now:
        raise TooLate
    if need.status == NeedStatus.STAFFED:
        raise NoRoom
    if need.status != NeedStatus.OPEN:
        raise WrongMoment("order.accept", need.status)
    busy = busy_times([member.id], since=need.starts_at - timedelta(days=8)).get(member.id, [])
    against = [
        one for one in hindrances(member, need, busy, travel=travel) if one not in OWN_WISHES
    ]
    if Hindrance.CLASH in against:
        raise Clash
    if against:
        raise NotSuited(against)
    taken = {order.seat_no for order in live_orders(need)}
    free = next((seat for seat in range(need.headcount) if seat not in taken), None)
    if free is None:
        raise NoRoom
    return free


def _presence(order: Order, code: str, by: Actor) -> tuple[Presence | None, str]:
    """How the arrival is known, and the verb for it; no presence when the code is wrong."""
    if by.person_id != order.member.person_id:
        return Presence.STAFF, "check_in_by_staff"
    given = "".join(unicodedata.normalize("NFKC", code).split())
    if not given:
        return Presence.DECLARED, "check_in"
    if order.wrong_codes >= CODE_TRIES:
        raise WrongCode(0)
    right = hmac.compare_digest(given.encode(), order.need.service_code.encode())
    return (Presence.SERVICE_CODE if right else None), "check_in"


def _count_places(need: Need, *, now: datetime) -> None:
    """The need knows how many places are taken; offers for a full one are withdrawn."""
    db.session.flush()  # the seat just given or freed is counted
    needs.note_places(need, taken=len(live_orders(need)), now=now)
    if need.status == NeedStatus.STAFFED:
        _withdraw_offers(need, now=now)


def _withdraw_offers(need: Need, *, now: datetime) -> None:
    """Nobody is asked any more; those who were are told kindly."""
    for order in orders_of(need):
        if order.status == OrderStatus.OFFERED:
            take_step(order, "withdraw", by=SERVICE, now=now)
            tell([order.member.person_id], "order_withdrawn", about=order, now=now)


def _finish_need_when_all_left(need: Need, *, now: datetime) -> None:
    db.session.flush()  # the order just ended is counted
    held = {order.status for order in live_orders(need)}
    if need.status == NeedStatus.IN_SERVICE and held <= {OrderStatus.COMPLETED}:
        needs.finish(need, now=now)
