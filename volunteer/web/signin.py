"""Signing in and out."""

from __future__ import annotations

import re

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext
from flask_login import current_user, login_user, logout_user
from werkzeug import Response

from volunteer import door, gate, proving
from volunteer.db import transaction
from volunteer.door import before_all
from volunteer.errors import TooManyTries
from volunteer.people import actions
from volunteer.people.models import Person
from volunteer.people.queries import sessions_of
from volunteer.people.schemas import PasswordSchema, SignInSchema
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.frame import locale
from volunteer.web.guard import anyone, limit, out, person, signed_in

pages = Blueprint("signin", __name__)
HALF_WAY = "half_in"  # in the signed cookie: whose password was right, when, and which
LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


@pages.get("/sign-in")
@anyone
def page() -> str:
    """The form; it remembers where somebody was going."""
    return _sign_in_page(Form(SignInSchema))


@pages.post("/sign-in")
@anyone
@gate.limited(door.SIGNING_IN)
def sign_in() -> Response | tuple[str, int]:
    """Signed in, in a new session; or the form again, not saying which of the two was wrong."""
    form, status = read_form(SignInSchema), 422
    try:
        if form.ok and (person := gate.known(**form.value)):
            if proving.is_needed(person):
                return ask_second(person)
            open_session(person.id)
            return redirect(safe_next(asked_next(), "home.start"), 303)
        if form.ok:
            form.refuse("", gettext("登录名或密码不对，请再试一次。"))
    except TooManyTries as error:
        status = refuse(form, error)
    return _sign_in_page(form), status


@pages.post("/sign-out")
@anyone
def leave() -> Response:
    """The session is over, also for copies of its cookie."""
    if current_user.is_authenticated:
        with transaction():
            actions.end_session(current_user.token, now=door.now())
        logout_user()
    session.clear()  # also who was half way in, or vouched for
    return out()


@pages.get("/me/account")
@signed_in
@before_all
def account() -> tuple[str, int]:
    """Where the person is signed in, and the form for another password."""
    return _account_page(Form(PasswordSchema))


@pages.post("/me/account/sessions/<int:session_id>/end")
@signed_in
def end(session_id: int) -> Response:
    """That session of the person's own is over; of anybody else's nothing happens."""
    with transaction():
        actions.end_sessions(person().id, only=session_id, now=door.now())
    flash(gettext("那边已经退出了。"), "good")
    return redirect(url_for("signin.account"), 303)


@pages.post("/me/account/sessions/end-others")
@signed_in
def end_others() -> Response:
    """The person is signed in here and nowhere else."""
    with transaction():
        actions.end_sessions(person().id, keep=person().token, now=door.now())
    flash(gettext("其他地方都退出了。"), "good")
    return redirect(url_for("signin.account"), 303)


@pages.post("/me/account/password")
@signed_in
@before_all
@limit(door.SIGNING_IN, share="sign-in")
def change_password() -> Response | tuple[str, int]:
    """The new password holds, and only this browser is signed in; or the form again, saying why."""
    form = read_form(PasswordSchema)
    if form.ok:
        for field, why in gate.wrong_with(person(), **form.value).items():
            form.refuse(field, gettext(why))
    if not form.ok:
        return _account_page(form, status=422)
    login_user(door.change_password(person(), form.value["new"]))
    flash(gettext("密码换好了。其他地方的登录都已退出。"), "good")
    return redirect(url_for("signin.account"), 303)


def open_session(person_id: int, *, has_second: bool = False) -> None:
    """Whoever is at the browser is signed in as this person, whoever they were before."""
    person = door.open_session(person_id, has_second=has_second)
    login_user(person)
    gate.remember_device(person)


def safe_next(target: str | None, otherwise: str = "home.index") -> str:
    """The target if it is a path on this site, else the other page."""
    if target and len(target) < 512 and LOCAL.fullmatch(target):
        return target
    return url_for(otherwise)


def ask_second(person: Person, wanted: str = "") -> Response:
    """The browser is led to the form for the code, which knows whose password was right."""
    session[HALF_WAY] = [person.id, door.now().isoformat(), half_of(person)]
    return redirect(url_for("proofs.asks_second", next=wanted or asked_next() or None), 303)


def half_of(person: Person) -> str:
    """What the first half was, so that another password since then undoes it."""
    return actions.digest(person.password_hash)[:16]


def unit_label() -> str:
    """What the operator calls accounts of work units, in the reader's language; empty where
    nobody can sign in by one."""
    settings = current_app.config["SETTINGS"]
    if current_app.config["WORK_UNITS"] is None:
        return ""
    chosen = settings.unit_label_en if locale() == "en" else settings.unit_label
    return chosen or gettext("单位账号")


def asked_next() -> str:
    """Where somebody was going when they were asked who they are."""
    return request.form.get("next") or request.args.get("next") or ""


def _sign_in_page(form: Form) -> str:
    return render_template("signin/page.html", form=form, next=asked_next(), unit=unit_label())


def _account_page(form: Form, *, status: int = 200) -> tuple[str, int]:
    found = sessions_of(person().id, now=door.now())
    here = actions.digest(person().token)
    page = render_template(
        "signin/account.html",
        form=form,
        is_due=door.is_password_due(person()),
        unit=unit_label(),
        sessions=found,
        current_id=next((one.id for one in found if one.token_hash == here), None),
    )
    return page, status
