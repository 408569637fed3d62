"""Answering an offer from a letter: a signed link opens a page with buttons.

The link signs nobody in and shows no address. Opening it changes nothing, because mail scanners
follow links; it ends with the offer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.errors import DomainError, NotFound, TooLate, WrongMoment
from volunteer.orders import actions, queries
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.web import story
from volunteer.web.errors import HTTP_STATUS, sentence
from volunteer.web.guard import anyone, limit
from volunteer.web.orders import GONE, Offer, against, travel
from volunteer.web.terms import terms
from volunteer.words import word as w

pages = Blueprint("answers", __name__)
Page = Response | tuple[str, int]

SAID: Mapping[str, str] = {
    OrderStatus.ACCEPTED: w("接好了，谢谢您。登录以后能看到地址和电话。"),
    OrderStatus.CLAIMED: w("申请交上去了，谢谢您。社区同意了会马上告诉您。"),
}


def secret_for(order_id: int, person_id: int) -> str:
    """What stands in the link by which this person may answer this one offer."""
    return _signer().dumps([order_id, person_id])


@pages.get("/answer/<secret>")
@anyone
def show(secret: str) -> Page:
    """The offer with its two buttons; afterwards, how it stands."""
    return _page(secret, _order(secret))


@pages.post("/answer/<secret>/accept")
@anyone
@limit(door.FOLLOWING, share="answer")
def accept(secret: str) -> Page:
    """The member has the task, or reads kindly that it is gone."""
    try:
        with transaction():
            order = _open_offer(secret)
            actions.accept(
                order,
                by=order.member.person,
                now=door.now(),
                travel=travel(),
                patience=door.patience(),
            )
            said = SAID[order.status]
    except GONE as error:
        return _page(secret, _order(secret), error)
    flash(gettext(said), "good")
    return redirect(url_for("answers.show", secret=secret), 303)


@pages.post("/answer/<secret>/decline")
@anyone
@limit(door.FOLLOWING, share="answer")
def decline(secret: str) -> Page:
    """The member said no, and that is all."""
    try:
        with transaction():
            order = _open_offer(secret)
            actions.decline(order, by=order.member.person, now=door.now())
    except GONE as error:
        return _page(secret, _order(secret), error)
    flash(gettext("好的，没关系。有合适的再请您看。"))
    return redirect(url_for("answers.show", secret=secret), 303)


def _page(secret: str, order: Order, error: DomainError | None = None) -> tuple[str, int]:
    page = render_template(
        "answers/show.html",
        secret=secret,
        order=order,
        need=order.need,
        offer=Offer(order, against(order)) if _is_open(order, door.now()) else None,
        standing=story.order_standing(order, None),
        terms=terms(),
        said=sentence(error) if error else "",
    )
    return page, HTTP_STATUS[type(error)] if error else 200


def _order(secret: str) -> Order:
    """The order that the link was made for; NotFound for a link that is not ours."""
    try:
        order_id, person_id = _signer().loads(secret)
    except BadSignature:
        raise NotFound("answer", "") from None
    return queries.order_of(person_id, order_id)


def _open_offer(secret: str) -> Order:
    order = _order(secret)
    if order.status != OrderStatus.OFFERED:
        raise WrongMoment("order.accept", order.status)
    if not _is_open(order, door.now()):
        raise TooLate
    return order


def _is_open(order: Order, now: datetime) -> bool:
    """Whether the offer still waits for an answer: for the link it ends when it said it would."""
    offered = order.status == OrderStatus.OFFERED
    return offered and order.expires_at is not None and now < order.expires_at


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="answer-offer")
