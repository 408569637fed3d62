"""The resident's word by the secret link."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.needs.queries import need_by_link
from volunteer.reviews import actions
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
