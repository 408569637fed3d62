"""What staff note about somebody who took a task: came, did not come, has left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.errors import Clash, DomainError, NoRoom, NotSuited, TooLate, WrongMoment
from volunteer.needs.limits import Limits
from volunteer.orders import actions, claims, presence
from volunteer.orders.actions import LATE_ENTRY
from volunteer.orders.lifecycle import AHEAD, LIVE, OrderStatus
from volunteer.orders.models import Order, Presence
from volunteer.orders.presence import EARLY_ARRIVAL
from volunteer.orders.queries import order_for
from volunteer.orders.schemas import RefuseSchema
from volunteer.people.models import Person
from volunteer.policy import May, can, require
from volunteer.records import actions as records
from volunteer.web.errors import SENTENCES
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.orders import GONE, Page, pages, travel
from volunteer.words import word as w

TOO_LATE_TO_APPROVE: Mapping[type[DomainError], str] = {
    Clash: w("这个时间他已经有别的单了，没法同意。请和他说一声。"),
    NoRoom: w("人已经齐了，没有位置了。"),
    NotSuited: w("他现在不符合这一单的要求，没法同意。请和他说一声。"),
    TooLate: w("时间已经过了。"),
}


def notable(order: Order, *, by: Person, now: datetime, limits: Limits) -> list[str]:
    """What this person may note about the order just now: came, missed, left, came
    (on paper), leads the group, came indeed."""
    if not can(by, May.CHECK_IN_OTHERS, order) or order.member.person_id == by.id:
        return []
    if order.status == OrderStatus.CLAIMED:
        return ["claimed"] if can(by, May.DECIDE_CLAIM, order) else []
    accepted = order.status == OrderStatus.ACCEPTED
    came = accepted and order.starts_at - EARLY_ARRIVAL <= now <= order.ends_at
    missed = accepted and now >= order.starts_at + limits.arrival
    left = order.status == OrderStatus.CHECKED_IN
    late = accepted and order.ends_at <= now <= order.ends_at + LATE_ENTRY
    leads = order.status in AHEAD and order.need.headcount > 1 and not _leads(order)
    unsure = order.presence == Presence.DECLARED and order.vouched_at is None
    vouch = unsure and order.status in LIVE
    return [
        *["came"] * came,
        *["missed"] * missed,
        *["left"] * left,
        *["late"] * late,
        *["lead"] * (leads and can(by, May.APPOINT_LEADER, order)),
        *["vouch"] * vouch,
    ]


def _leads(order: Order) -> bool:
    return order.need.leader_id == order.member.person_id


@pages.post("/orders/<int:order_id>/check-in-by-staff")
@signed_in
def check_in_by_staff(order_id: int) -> Response:
    """The member has arrived, staff say so."""
    with transaction():
        order = order_for(person(), order_id)
        presence.check_in(order, by=person(), now=door.now())
        need_id = order.need_id
    return _back(need_id, gettext("签到记好了。"))


@pages.post("/orders/<int:order_id>/lead")
@signed_in
def lead(order_id: int) -> Response:
    """The member leads the group, and may say who of it is there."""
    with transaction():
        order = order_for(person(), order_id)
        presence.appoint(order, by=person(), now=door.now())
        need_id = order.need_id
    return _back(need_id, gettext("请好了，已经告诉本人。"))


@pages.post("/orders/<int:order_id>/vouch")
@signed_in
def vouch(order_id: int) -> Response:
    """Staff have asked the resident: the member did come."""
    with transaction():
        order = order_for(person(), order_id)
        presence.vouch(order, by=person(), now=door.now())
        need_id = order.need_id
    return _back(need_id, gettext("核实好了。"))


@pages.post("/orders/<int:order_id>/miss")
@signed_in
def miss(order_id: int) -> Response:
    """Staff have called: the member did not come, and the place is free."""
    with transaction():
        order = order_for(person(), order_id)
        actions.miss(order, by=person(), now=door.now(), limits=door.limits())
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


@pages.post("/orders/<int:order_id>/approve")
@signed_in
def approve(order_id: int) -> Response:
    """The member who claimed it has the task; or it is said why that cannot be any more."""
    need_id = order_for(person(), order_id).need_id
    try:
        with transaction():
            order = order_for(person(), order_id)
            claims.approve(order, by=person(), now=door.now(), travel=travel())
    except GONE as error:
        flash(gettext(TOO_LATE_TO_APPROVE.get(type(error), SENTENCES[WrongMoment])))
        return redirect(url_for("needs.show", need_id=need_id, _anchor="orders"), 303)
    return _back(need_id, gettext("同意了，已经告诉本人。"))


@pages.get("/orders/<int:order_id>/refuse")
@signed_in
def refusing(order_id: int) -> Page:
    """Why the member will not do it this time, to be written."""
    order = order_for(person(), order_id)
    require(person(), May.DECIDE_CLAIM, order)
    return _refusal(order, Form(RefuseSchema))


@pages.post("/orders/<int:order_id>/refuse")
@signed_in
def refuse(order_id: int) -> Page:
    """The member reads why they will not do it this time."""
    form = read_form(RefuseSchema)
    if not form.ok:
        return _refusal(order_for(person(), order_id), form, 422)
    with transaction():
        order = order_for(person(), order_id)
        claims.refuse(order, by=person(), now=door.now(), **form.value)
        need_id = order.need_id
    return _back(need_id, gettext("已经告诉本人。"))


def _refusal(order: Order, form: Form, status: int = 200) -> Page:
    return render_template("orders/refuse.html", order=order, form=form), status


def _back(need_id: int, said: str) -> Response:
    flash(said, "good")
    return redirect(url_for("needs.show", need_id=need_id, _anchor="orders"), 303)
