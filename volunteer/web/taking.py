"""Taking a task: looked at with its terms, taken or claimed, waited for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.needs.models import Need
from volunteer.needs.queries import need_for
from volunteer.orders import actions, claims, queries, room, standby
from volunteer.orders.hall import best_of, entries_for, hall_for, reasons_for
from volunteer.orders.in_line import own_order
from volunteer.orders.lifecycle import LIVE, WAITING
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.web.guard import person, signed_in
from volunteer.web.members import own
from volunteer.web.orders import GONE, Page, gone, pages, taken, travel
from volunteer.web.terms import terms


@pages.get("/hall/any")
@signed_in
def any_task() -> Response:
    """The one task that would suit best, to be looked at; the hall when none does."""
    member = own()
    entries = hall_for(member, now=door.now(), travel=travel(), limits=door.limits())
    best = best_of(member, entries)
    if best is None:
        flash(gettext("现在没有正合适的单。看看大厅里别的单，或者过一阵再来。"))
        return redirect(url_for("orders.hall"), 303)
    return redirect(url_for("orders.look", need_id=best.need.id), 303)


@pages.get("/needs/<int:need_id>/take")
@signed_in
def look(need_id: int) -> Page:
    """One open task before it is taken: why, when, where, what one agrees to."""
    member, need = own(), need_for(person(), need_id)
    mine = own_order(need, member)
    if mine is not None and mine.status in LIVE | WAITING:
        return redirect(url_for("orders.show", order_id=mine.id), 303)
    (entry,) = entries_for(member, [need], now=door.now(), travel=travel())
    page = render_template(
        "orders/look.html",
        entry=entry,
        need=need,
        terms=terms(),
        is_ahead=need.starts_at > door.now(),
        was_refused=mine is not None,
    )
    return page, 200


@pages.post("/needs/<int:need_id>/take")
@signed_in
def take(need_id: int) -> Page:
    """The member has taken an open task, or reads kindly that it is gone."""
    try:
        room.must_have_room(person(), need_id)
    except GONE as error:
        return gone(error, need_id)
    return _wants(need_id, room.task_for, partial(actions.take, patience=door.patience()))


@pages.post("/needs/<int:need_id>/stand-by")
@signed_in
def stand_by(need_id: int) -> Page:
    """The member waits for a place; or reads that there is one, or that they cannot."""
    return _wants(need_id, need_for, standby.stand_by)


@pages.post("/orders/<int:order_id>/take-back")
@signed_in
def take_back(order_id: int) -> Response:
    """The member waits no more."""
    with transaction():
        order = queries.order_for(person(), order_id)
        claims.take_back(order, by=person(), now=door.now())
    flash(gettext("收回了，没关系。"))
    return redirect(url_for("orders.mine"), 303)


def _wants(need_id: int, find: Callable[[Person, int], Need], act: Callable[..., Order]) -> Page:
    """The member has done so with the task, for the reasons it suits them; or reads why not."""
    try:
        with transaction():
            need, member = find(person(), need_id), own()
            reasons = reasons_for(member, need, now=door.now())
            told = {"reasons": reasons, "by": person(), "now": door.now(), "travel": travel()}
            order = act(need, member, **told)
            order_id, status = order.id, order.status
    except GONE as error:
        return gone(error, need_id)
    return taken(order_id, status)
