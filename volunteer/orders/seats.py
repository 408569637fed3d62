"""The places of a need: who holds which, counted while nobody else changes them.

Locks are taken in one order everywhere: member, then need. On SQLite the one writer makes them
needless; on PostgreSQL they make counting seats safe under READ COMMITTED.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import lazyload

from volunteer.db import db, is_alone
from volunteer.errors import Clash, NoRoom, NotSuited, TooLate, WrongMoment
from volunteer.history.steps import take_step
from volunteer.members.models import Member
from volunteer.needs import actions as needs
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.notices.actions import tell, tell_each
from volunteer.orders.fit import Hindrance, rules_against
from volunteer.orders.in_line import givers_to
from volunteer.orders.lifecycle import ASKED, WAITING, OrderStatus
from volunteer.orders.models import Order
from volunteer.orders.queries import busy_times, orders_of, seats_held
from volunteer.people.models import RoleKind
from volunteer.people.queries import holders
from volunteer.policy import SERVICE, Actor


def lock(need: Need, *members: Member) -> None:
    """Nobody else changes the tasks of these members, or of who waits for one of them to take over
    a place of the need, or the need's places, until we are done."""
    if is_alone():
        return
    ids = [one.id for one in members]
    db.session.execute(
        sa.select(Member)
        .where(sa.or_(Member.id.in_(ids), Member.id.in_(givers_to(need, ids))))
        .order_by(Member.id)  # two who hand over to each other must not wait for each other
        .with_for_update(of=Member, key_share=True)
        .options(lazyload(Member.person), lazyload(Member.skills), lazyload(Member.free_parts)),
        execution_options={"populate_existing": True},
    ).all()
    needs.lock(need)


def lock_order(order: Order) -> None:
    """The order is as the last one who changed it left it, and nobody else changes it now; so is
    the order of whoever hands it over."""
    if is_alone():
        return
    lock(order.need, order.member)
    for one in (order, *([order.given_by] if order.given_by else [])):
        db.session.refresh(one)


def free_seat(
    need: Need, member: Member, *, now: datetime, travel: timedelta, kept: int = 0
) -> int:
    """The lowest free seat of the need for this member; the rules are checked under the lock.

    So many free seats are `kept` for others who were there before.
    """
    must_be_ahead(need, now=now)
    if need.status == NeedStatus.STAFFED:
        raise NoRoom
    must_suit(need, member, travel=travel)
    taken = seats_held(need)
    free = [seat for seat in range(need.headcount) if seat not in taken]
    if len(free) <= kept:
        raise NoRoom
    return free[0]


def must_be_ahead(need: Need, *, now: datetime) -> None:
    """The need still expects somebody; TooLate after its start, WrongMoment when it is no more."""
    if need.starts_at <= now:
        raise TooLate
    if need.status not in (NeedStatus.OPEN, NeedStatus.STAFFED):
        raise WrongMoment("order.accept", need.status)


def must_suit(need: Need, member: Member, *, travel: timedelta) -> None:
    """No rule keeps the member from the task, whatever their wishes; else Clash or NotSuited."""
    busy = busy_times([member.id], since=need.starts_at - timedelta(days=8)).get(member.id, [])
    against = rules_against(member, need, busy, travel=travel)
    if Hindrance.CLASH in against:
        raise Clash
    if against:
        raise NotSuited(against)


def seat_for(order: Order, *, now: datetime, travel: timedelta) -> int:
    """The seat this order would have: a free one, or that of the colleague who hands it over.

    Raises what `free_seat` raises, and WrongMoment when the colleague has it no more.
    """
    giver = order.given_by
    if giver is None:
        return free_seat(order.need, order.member, now=now, travel=travel)
    must_be_ahead(order.need, now=now)
    if giver.status != OrderStatus.ACCEPTED or giver.seat_no is None:
        raise WrongMoment("order.hand_over", giver.status)
    must_suit(order.need, order.member, travel=travel)
    return giver.seat_no


def sit_down(order: Order, verb: str, seat: int, *, by: Actor, now: datetime) -> None:
    """The order holds the seat; where a colleague hands it over, theirs has ended in the same
    moment, both hear of it, and so do the secretaries."""
    giver = order.given_by
    if giver is not None:
        take_step(giver, "hand_over", by=SERVICE, now=now, to=order.id)
        giver.seat_no = None
        db.session.flush()  # the seat is free before it is taken; nobody else sees that moment
    take_step(order, verb, by=by, now=now)
    order.seat_no, order.accepted_at = seat, now
    count_places(order.need, now=now)
    if giver is not None:
        title, told = order.need.title, [giver.member.person_id]
        tell(told, "hand_over_done", about=giver, now=now, title=title)
        staff = holders(RoleKind.SECRETARY, order.community_id)
        tell(staff, "order_handed_over", about=order.need, now=now, title=title)


def give_up(order: Order, *, now: datetime) -> None:
    """The place is free again; were all others done already, so is the need. Whoever was to take
    it over is not asked any more, and whoever led the group leads it no longer."""
    order.seat_no = None
    if order.need.leader_id == order.member.person_id:
        order.need.leader_id = None
    waiting = orders_of(order.need, among=WAITING)
    withdraw([one for one in waiting if one.given_by_id == order.id], now=now)
    count_places(order.need, now=now)
    finish_when_all_left(order.need, now=now)


def count_places(need: Need, *, now: datetime) -> None:
    """The need knows how many places are taken; offers and claims for a full one are withdrawn.

    Not those of colleagues who are to take over a place that is held, nor of who stands by.
    """
    db.session.flush()  # the seat just given or freed is counted
    needs.note_places(need, taken=len(seats_held(need)), now=now)
    if need.status == NeedStatus.STAFFED:
        asked = orders_of(need, among=ASKED)
        withdraw([one for one in asked if one.given_by_id is None], now=now)


def withdraw_offers(need: Need, *, now: datetime) -> None:
    """Nobody is asked any more and nobody waits; those who did are told kindly."""
    withdraw(orders_of(need, among=WAITING), now=now)


def withdraw(orders: Sequence[Order], *, now: datetime, why: str = "") -> None:
    """Nobody waits for these members any more, and they are told; whoever wanted to hand a task
    over knows that it stays with them."""
    if not orders:
        return
    for order in orders:
        take_step(order, "withdraw", by=SERVICE, now=now, why=why)
    told = [(one.member.person_id, one, {"title": one.need.title}) for one in orders]
    tell_each(told, "order_withdrawn", now=now)
    for order in orders:
        stays_with_giver(order, now=now)


def stays_with_giver(order: Order, *, now: datetime) -> None:
    """Whoever wanted to hand the task over, and still has it, knows that nothing came of it."""
    giver = order.given_by
    if giver is not None and giver.status == OrderStatus.ACCEPTED:
        told = [giver.member.person_id]
        tell(told, "hand_over_failed", about=giver, now=now, title=order.need.title)


def finish_when_all_left(need: Need, *, now: datetime) -> None:
    """A service under way is done when nobody is left who is there or may still come."""
    db.session.flush()  # the order just ended is counted
    held = set(seats_held(need).values())
    if need.status == NeedStatus.IN_SERVICE and held <= {OrderStatus.COMPLETED}:
        needs.finish(need, now=now)
