"""Handing a task over to a colleague, from the page of the order."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.errors import NoSuchColleague
from volunteer.orders import handing, queries
from volunteer.orders.schemas import HandOverSchema
from volunteer.web.errors import HTTP_STATUS, sentence
from volunteer.web.forms import read_form
from volunteer.web.guard import limit, person, signed_in
from volunteer.web.orders import Page, order_page, pages, travel


@pages.post("/orders/<int:order_id>/hand-over")
@signed_in
@limit(door.POSTING, share="hand-over")  # names and phones are not to be tried out
def hand_over(order_id: int) -> Page:
    """The colleague is asked; whoever cannot be asked is simply not found."""
    form = read_form(HandOverSchema, name="hand-over")
    if not form.ok:
        return order_page(queries.order_for(person(), order_id), hand_over=form, status=422)
    try:
        with transaction():
            order = queries.order_for(person(), order_id)
            handing.propose(
                order,
                by=person(),
                now=door.now(),
                travel=travel(),
                patience=door.patience(),
                **form.value,
            )
    except NoSuchColleague as error:
        form.refuse("phone", sentence(error))
        order = queries.order_for(person(), order_id)
        return order_page(order, hand_over=form, status=HTTP_STATUS[NoSuchColleague])
    flash(gettext("问了。他答应了就换他去，会马上告诉您；在那以前，这一单还是您的。"), "good")
    return redirect(url_for("orders.show", order_id=order_id), 303)


@pages.post("/orders/<int:order_id>/recall")
@signed_in
def recall(order_id: int) -> Response:
    """The member goes after all."""
    with transaction():
        order = queries.order_for(person(), order_id)
        handing.recall(order, by=person(), now=door.now())
    flash(gettext("好的，还是您去。"))
    return redirect(url_for("orders.show", order_id=order_id), 303)
