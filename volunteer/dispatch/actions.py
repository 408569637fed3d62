"""The steps that time demands. Each looks again before it changes anything: False when there was
nothing to do any more, so that it may be tried twice, late, or by two runners at once."""

from __future__ import annotations

from datetime import datetime

from volunteer.dispatch import queries
from volunteer.dispatch.alarms import ring
from volunteer.dispatch.rules import Rules
from volunteer.needs import actions as needs
from volunteer.needs.lifecycle import NeedStatus
from volunteer.notices.actions import tell
from volunteer.orders import actions as orders
from volunteer.orders import seats, standby
from volunteer.orders.lifecycle import ASKED
from volunteer.orders.queries import orders_of

MANY, PAUSE = 5, "pause"


def expire(order_id: int, now: datetime, rules: Rules) -> bool:
    """The offer can no longer be answered; its member is told kindly, and asked once, when it was
    the fifth in a row, whether they would rather not be asked for a while."""
    order = queries.order(order_id)
    if not orders.expire(order, now=now):
        return False
    member = order.member
    if queries.unanswered_in_a_row(member) == MANY and ring(PAUSE, member.id, now, now=now):
        tell([member.person_id], "offers_unanswered", about=member, now=now)
    return True


def withdraw_late(need_id: int, now: datetime, rules: Rules) -> bool:
    """Nobody thinks any more about a need that wants nobody; they are told kindly."""
    need = queries.need(need_id)
    needs.lock(need)
    if need.status == NeedStatus.OPEN:
        return False
    late = [one for one in orders_of(need) if one.status in ASKED and one.given_by_id is None]
    seats.withdraw(late, now=now)
    return bool(late)


def call_standby(need_id: int, now: datetime, rules: Rules) -> bool:
    """Who stands by first has been asked for the place that opened. False when all who may be
    asked just now are."""
    need = queries.need(need_id)
    return standby.call_next(need, now=now, travel=rules.travel, patience=rules.patience) > 0


def lapse(need_id: int, now: datetime, rules: Rules) -> bool:
    """The need's hour has come unfilled, and the secretary decides."""
    return orders.lapse_need(queries.need(need_id), now=now)
