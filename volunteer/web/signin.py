"""Signing in and out."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_user, logout_user
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.people import actions
from volunteer.people.schemas import SignInSchema
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import anyone, limit

pages = Blueprint("signin", __name__)
LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


@pages.get("/sign-in")
@anyone
def page() -> str:
    """The form; it remembers where somebody was going."""
    return render_template("signin/page.html", form=Form(SignInSchema), next=_next())


@pages.post("/sign-in")
@anyone
@limit(door.SIGNING_IN, share="sign-in")
def sign_in() -> Response | tuple[str, int]:
    """Signed in, in a new session; or the form again, not saying which of the two was wrong."""
    form = read_form(SignInSchema)
    if form.ok:
        person = door.known(**form.value)
        if person:
            open_session(person.id)
            return redirect(safe_next(_next(), "home.start"), 303)
        form.refuse("", gettext("登录名或密码不对，请再试一次。"))
    return render_template("signin/page.html", form=form, next=_next()), 422


@pages.post("/sign-out")
@anyone
def leave() -> Response:
    """The session is over, also for copies of its cookie."""
    if current_user.is_authenticated:
        with transaction():
            actions.end_session(current_user.token, now=door.now())
        logout_user()
    return redirect(url_for("home.index"), 303)


def open_session(person_id: int) -> None:
    """Whoever is at the browser is signed in as this person, whoever they were before."""
    login_user(door.open_session(person_id))


def safe_next(target: str | None, otherwise: str = "home.index") -> str:
    """The target if it is a path on this site, else the other page."""
    if target and len(target) < 512 and LOCAL.fullmatch(target):
        return target
    return url_for(otherwise)


def _next() -> str:
    return request.form.get("next") or request.args.get("next") or ""
