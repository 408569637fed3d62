"""What happens to an order, in the order of its life; exits after the main path."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from volunteer.db import db
from volunteer.errors import AlreadyTaken, TooEarly, TooLate, WrongMoment
from volunteer.history.steps import begin, begin_all, take_step
from volunteer.members.models import Member
from volunteer.needs import actions as needs
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.limits import USUAL as LIMITS
from volunteer.needs.limits import Limits
from volunteer.needs.models import Need
from volunteer.needs.types import Cancellation
from volunteer.notices.actions import tell, tell_each
from volunteer.orders import claims, seats
from volunteer.orders.agreement import agree
from volunteer.orders.in_line import let_pass, own_order, places_kept
from volunteer.orders.lifecycle import ASKED, LIVE, WAITING, OrderStatus
from volunteer.orders.models import Order, Presence, Release
from volunteer.orders.patience import USUAL, Patience
from volunteer.orders.queries import live_orders, orders_of
from volunteer.people.models import RoleKind
from volunteer.people.queries import holders
from volunteer.policy import SERVICE, Actor, May, require

LATE_ENTRY = timedelta(days=30)


def offer(
    need: Need,
    member: Member,
    *,
    reasons: dict[str, Any],
    by: Actor,
    now: datetime,
    patience: Patience = USUAL,
) -> Order:
    """The member is asked, with the reasons for asking, and may answer until it expires; nothing
    is promised yet."""
    (order,) = offer_all([(need, member, reasons)], by=by, now=now, patience=patience)
    return order


def offer_all(
    pairs: Sequence[tuple[Need, Member, dict[str, Any]]],
    *,
    by: Actor,
    now: datetime,
    patience: Patience = USUAL,
) -> Sequence[Order]:
    """Each of the members is asked, with the reasons for asking; in the order of the pairs."""
    orders = [Order.of(need, member, reasons) for need, member, reasons in pairs]
    for order in orders:
        order.offered_at, order.expires_at = now, patience.until(order.need, now)
    begin_all(orders, OrderStatus.OFFERED, may=May.OFFER_TASK, by=by, now=now)
    told = [(order.member.person_id, order, {"title": order.need.title}) for order in orders]
    tell_each(told, "order_offered", now=now)
    return orders


def accept(
    order: Order, *, by: Actor, now: datetime, travel: timedelta, patience: Patience = USUAL
) -> None:
    """The member has the task and a place of the need; address and phone are theirs to see.

    What is risky and was not the community's own wish waits for a secretary instead. What a
    colleague hands over comes with the colleague's place.

    Raises NoRoom when all places are taken, AlreadyTaken when one of them is theirs, Clash when
    they are busy then, TooLate after the start, NotSuited when a rule (not one of the member's own
    wishes) speaks against it.
    """
    seats.lock_order(order)
    require(by, May.ANSWER_OFFER, order)
    if order.status in LIVE:
        raise AlreadyTaken
    seat = seats.seat_for(order, now=now, travel=travel)
    agree(order, now=now)
    if order.needs_approval:
        claims.claim(order, by=by, now=now, patience=patience)
    else:
        seats.sit_down(order, "accept", seat, by=by, now=now)


def take(  # noqa: PLR0913 - two people, a task and how long each of them may take
    need: Need,
    member: Member,
    *,
    reasons: dict[str, Any],
    by: Actor,
    now: datetime,
    travel: timedelta,
    patience: Patience = USUAL,
) -> Order:
    """The member has taken an open task from the hall, under the same rules as an offer; what is
    risky waits for a secretary first, and holds no place until then.

    An offer of the same task to the same member is accepted instead, even one whose time is over:
    the community has chosen them already. Raises what `accept` raises.
    """
    seats.lock(need, member)
    require(by, May.TAKE_TASK, need)
    before = own_order(need, member)
    if before is not None and before.status == OrderStatus.OFFERED:
        accept(before, by=by, now=now, travel=travel, patience=patience)
        return before
    if before is not None:
        raise AlreadyTaken
    kept = places_kept([need.id]).get(need.id, 0)
    seat = seats.free_seat(need, member, now=now, travel=travel, kept=kept)
    late = db.session.scalars(let_pass(member.id, [need.id])).first()
    order = late or Order.of(need, member, reasons)
    agree(order, now=now)
    if late is not None:
        seats.sit_down(late, "accept_late", seat, by=by, now=now)
        return late
    if order.needs_approval:
        claims.claim(order, by=by, now=now, patience=patience)
        return order
    order.seat_no, order.accepted_at = seat, now
    begin(order, OrderStatus.ACCEPTED, may=May.ANSWER_OFFER, by=by, now=now)
    seats.count_places(need, now=now)
    return order


def enter_late(
    order: Order, *, came_at: datetime, left_at: datetime, by: Actor, now: datetime
) -> None:
    """The member was there, as a sheet of paper says: arrival and leaving are entered afterwards.

    Raises TooEarly before the planned end, TooLate more than thirty days after it.
    """
    seats.lock_order(order)
    facts = {"presence": Presence.PAPER.value}
    take_step(order, "complete_late", by=by, now=now, **facts)
    if now < order.ends_at:
        raise TooEarly
    if now > order.ends_at + LATE_ENTRY:
        raise TooLate
    order.checked_in_at, order.checked_out_at = came_at, left_at
    order.presence = order.leaving = Presence.PAPER
    needs.start(order.need, now=now)
    seats.withdraw_offers(order.need, now=now)
    seats.finish_when_all_left(order.need, now=now)


def decline(order: Order, *, by: Actor, now: datetime) -> None:
    """The member said no; no reason is asked and nothing follows from it for them."""
    seats.lock_order(order)
    take_step(order, "decline", by=by, now=now)
    seats.stays_with_giver(order, now=now)


def expire(order: Order, *, now: datetime) -> bool:
    """The time for an answer, the member's or the community's, is over; the member may forget about
    it, and nothing follows for them.

    False, and nothing is different, when it was answered or may still be.
    """
    seats.lock_order(order)
    if order.status not in ASKED or order.expires_at is None or now < order.expires_at:
        return False
    was_claim = order.status == OrderStatus.CLAIMED
    take_step(order, "expire", by=SERVICE, now=now)
    _tell_member(order, "claim_expired" if was_claim else "order_expired", now)
    seats.stays_with_giver(order, now=now)
    return True


def release(
    order: Order, *, reason: Release, by: Actor, now: datetime, limits: Limits = LIMITS
) -> None:
    """The member has given the task back before its start; the place is free for others.

    Raises TooLate once it has begun. Shortly before the start the secretaries are told.
    """
    seats.lock_order(order)
    late = now > order.starts_at - limits.late_release
    take_step(order, "release", by=by, now=now, reason=reason.value, late=late)
    if now >= order.starts_at:
        raise TooLate
    seats.give_up(order, now=now)
    if late:
        staff = holders(RoleKind.SECRETARY, order.community_id)
        tell(staff, "order_released_late", about=order.need, now=now)


def miss(order: Order, *, by: Actor, now: datetime, limits: Limits = LIMITS) -> None:
    """Staff, having called, note that the member did not come; the place is free again.

    Raises TooEarly while they may still come.
    """
    seats.lock_order(order)
    take_step(order, "miss", by=by, now=now)
    if now < order.starts_at + limits.arrival:
        raise TooEarly
    seats.give_up(order, now=now)
    _tell_member(order, "order_missed", now)


def cancel_need(need: Need, *, reason: Cancellation, by: Actor, now: datetime) -> None:
    """The need is no more; whoever was asked, waits or had accepted is told and keeps it in
    their history."""
    needs.lock(need)
    needs.cancel(need, reason=reason, by=by, now=now)
    for order in orders_of(need, among=[OrderStatus.ACCEPTED]):
        take_step(order, "cancel", by=SERVICE, now=now, why=reason.value)
        order.seat_no = None
        _tell_member(order, "order_cancelled", now)
    seats.withdraw(orders_of(need, among=WAITING), now=now, why=reason.value)


def rearrange_need(need: Need, *, by: Actor, now: datetime, **window: Any) -> None:
    """The need stands at another time; offers for the old time are withdrawn.

    Raises WrongMoment when somebody has already accepted: they agreed to the old time.
    """
    needs.lock(need)
    if live_orders(need):
        raise WrongMoment("need.rearrange", NeedStatus.STAFFED)
    needs.rearrange(need, by=by, now=now, **window)
    seats.withdraw_offers(need, now=now)


def lapse_need(need: Need, *, now: datetime) -> bool:
    """The need's hour has come and nobody has accepted: nobody is asked any more, the secretary
    decides. False, and nothing is different, when somebody may still come.
    """
    needs.lock(need)
    if need.status != NeedStatus.OPEN or now < need.starts_at or live_orders(need):
        return False
    needs.lapse(need, now=now)
    seats.withdraw_offers(need, now=now)
    return True


def _tell_member(order: Order, notice_kind: str, now: datetime) -> None:
    tell([order.member.person_id], notice_kind, about=order, now=now, title=order.need.title)
