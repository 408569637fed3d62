"""Whoever knows their way takes the hints for a first visit away, once for all."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, request
from flask_login import current_user
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.people import actions
from volunteer.web.guard import anyone
from volunteer.web.hint_words import COOKIE
from volunteer.web.signin import safe_next

pages = Blueprint("hints", __name__)
A_YEAR = 365 * 24 * 3600


@pages.post("/hints/read")
@anyone
def read() -> Response:
    """No hint is shown any more: to this account, or in this browser."""
    answer = make_response(redirect(safe_next(request.form.get("next")), 303))
    if current_user.is_authenticated:
        with transaction():
            actions.read_hints(current_user.id, now=door.now())
    else:
        answer.set_cookie(COOKIE, "read", max_age=A_YEAR, httponly=True, samesite="Lax")
    return answer
