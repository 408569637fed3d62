"""What staff note about somebody who took a task: came, did not come, has left."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.orders import actions
from volunteer.orders.actions import EARLY_ARRIVAL, LATE_ENTRY, NO_SHOW_AFTER
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.orders.queries import order_for
from volunteer.people.models import Person
from volunteer.policy import May, can
from volunteer.records import actions as records
from volunteer.web.guard import person, signed_in
from volunteer.web.orders import pages


def notable(order: Order, *, by: Person, now: datetime) -> list[str]:
    """What this person may note about the order just now: came, missed, left, came (on paper)."""
    if not can(by, May.CHECK_IN_OTHERS, order) or order.member.person_id == by.id:
        return []
    accepted = order.status == OrderStatus.ACCEPTED
    came = accepted and order.starts_at - EARLY_ARRIVAL <= now <= order.ends_at
    missed = accepted and now >= order.starts_at + NO_SHOW_AFTER
    left = order.status == OrderStatus.CHECKED_IN
    late = accepted and order.ends_at <= now <= order.ends_at + LATE_ENTRY
    return ["came"] * came + ["missed"] * missed + ["left"] * left + ["late"] * late


@pages.post("/orders/<int:order_id>/check-in-by-staff")
@signed_in
def check_in_by_staff(order_id: int) -> Response:
    """The member has arrived, staff say so."""
    with transaction():
        order = order_for(person(), order_id)
        actions.check_in(order, by=person(), now=door.now())
        need_id = order.need_id
    return _back(need_id, gettext("签到记好了。"))


@pages.post("/orders/<int:order_id>/miss")
@signed_in
def miss(order_id: int) -> Response:
    """Staff have called: the member did not come, and the place is free."""
    with transaction():
        order = order_for(person(), order_id)
        actions.miss(order, by=person(), now=door.now())
        need_id = order.need_id
    return _back(need_id, gettext("记下了没有到场。"))


@pages.post("/orders/<int:order_id>/leave-by-staff")
@signed_in
def leave_by_staff(order_id: int) -> Response:
    """The member has left, staff say so; the minutes wait for review."""
    with transaction():
        order = order_for(person(), order_id)
        records.leave(order, by=person(), now=door.now())
        need_id = order.need_id
    return _back(need_id, gettext("签退记好了，时长等审核。"))


def _back(need_id: int, said: str) -> Response:
    flash(said, "good")
    return redirect(url_for("needs.show", need_id=need_id, _anchor="orders"), 303)
