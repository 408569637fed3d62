"""Approved records put right: amended, voided by two; and what is entered afterwards."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.errors import Missing
from volunteer.orders.models import Order
from volunteer.orders.queries import order_for
from volunteer.policy import May, require
from volunteer.records import actions, queries
from volunteer.records.schemas import TimesSchema
from volunteer.web import times
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.records import pages
from volunteer.web.review import decide, onward

Page = Response | tuple[str, int]


@pages.post("/records/<int:record_id>/amend")
@signed_in
def amend(record_id: int) -> Page:
    """The record says something else; what it said stays in its story."""
    return decide(record_id, "amend", actions.amend, gettext("更正好了，原来的内容也留着。"))


@pages.post("/records/<int:record_id>/ask-void")
@signed_in
def ask_void(record_id: int) -> Page:
    """A second person is asked whether the record is void."""
    said = gettext("提出来了，等第二个人来定。")
    return decide(record_id, "ask-void", actions.ask_void, said)


@pages.post("/records/<int:record_id>/void")
@signed_in
def void(record_id: int) -> Response:
    """The second person agrees: the minutes are taken back."""
    with transaction():
        record = queries.record_for(person(), record_id)
        actions.void(record, by=person(), now=door.now())
    return onward(gettext("作废了，时长从账上冲回。"))


@pages.post("/records/<int:record_id>/keep")
@signed_in
def keep(record_id: int) -> Response:
    """The record stands as it was."""
    with transaction():
        record = queries.record_for(person(), record_id)
        actions.keep(record, by=person(), now=door.now())
    return onward(gettext("不作废，时长照旧。"))


@pages.get("/orders/<int:order_id>/enter-late", endpoint="enter_late")
@signed_in
def late_form(order_id: int) -> Page:
    """What the sheet of paper says is asked for."""
    order = order_for(person(), order_id)
    require(person(), May.CHECK_IN_OTHERS, order)
    filled = {"came_at": times.hour(order.starts_at), "stay_minutes": order.need.minutes}
    return _late_page(order, Form(TimesSchema, filled))


@pages.post("/orders/<int:order_id>/enter-late", endpoint="enter_late_now")
@signed_in
def enter_late(order_id: int) -> Page:
    """A marked record waits for two others."""
    form, status = read_form(TimesSchema), 422
    if form.ok:
        try:
            with transaction():
                order = order_for(person(), order_id)
                actions.enter_late(order, by=person(), now=door.now(), **form.value)
                need_id = order.need_id
        except Missing as error:
            status = refuse(form, error)
        else:
            flash(gettext("补录好了，要两个人审核。"), "good")
            return redirect(url_for("needs.show", need_id=need_id, _anchor="orders"), 303)
    return _late_page(order_for(person(), order_id), form, status)


def _late_page(order: Order, form: Form, status: int = 200) -> Page:
    return render_template("records/late.html", order=order, need=order.need, form=form), status
