"""The resident's word by the secret link."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.needs.queries import need_by_link
from volunteer.reviews import actions, following
from volunteer.reviews.schemas import ConfirmationSchema
from volunteer.web.forms import read_form
from volunteer.web.guard import anyone, limit
from volunteer.web.needs import confirmation_choices, follow_page

pages = Blueprint("reviews", __name__)


@pages.post("/follow/<number>/<secret>/confirm")
@anyone
@limit(door.FOLLOWING, share="follow")
def confirm(number: str, secret: str) -> Response:
    """The resident's word is kept; who came is thanked, or the community asks what went wrong."""
    form = read_form(ConfirmationSchema, choices=confirmation_choices())
    if not form.ok:
        need, _holder = need_by_link(number, secret)
        return follow_page(need, confirmation=form, status=422)
    with transaction():
        need, holder = need_by_link(number, secret)
        actions.confirm(need, by=holder, now=door.now(), **form.value)
    flash(gettext("记下了，谢谢您告诉我们。"), "good")
    return redirect(url_for("needs.follow", number=number, secret=secret), 303)


@pages.post("/follow/<number>/<secret>/refuse-calls")
@anyone
@limit(door.FOLLOWING, share="follow")
def refuse_calls(number: str, secret: str) -> Response:
    """Nobody calls about the need afterwards, from now on."""
    said = gettext("好的，不会再为这一单打回访电话。")
    return _chosen(following.refuse_calls, number, secret, said)


@pages.post("/follow/<number>/<secret>/allow-calls")
@anyone
@limit(door.FOLLOWING, share="follow")
def allow_calls(number: str, secret: str) -> Response:
    """Somebody may call about the need afterwards."""
    said = gettext("好的，办完以后可能会打一次回访电话。")
    return _chosen(following.allow_calls, number, secret, said)


def _chosen(choose: Callable[..., None], number: str, secret: str, said: str) -> Response:
    with transaction():
        need, holder = need_by_link(number, secret)
        choose(need, by=holder, now=door.now())
    flash(said, "good")
    return redirect(url_for("needs.follow", number=number, secret=secret, _anchor="calls"), 303)
