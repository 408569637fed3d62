"""Proving who one is beyond the password: the code at sign-in, once more before exports, and
setting up what makes the codes."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug import Response

from volunteer import door, gate, proving
from volunteer.door import before_all, proved
from volunteer.errors import TooManyTries
from volunteer.people import second_factor as factors
from volunteer.people.models import Person
from volunteer.people.queries import person_for_sign_in
from volunteer.people.schemas import CodeSchema, ProofSchema
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import anyone, person, signed_in
from volunteer.web.qr import qr
from volunteer.web.signin import HALF_WAY, asked_next, half_of, open_session, safe_next

pages = Blueprint("proofs", __name__)
Page = Response | tuple[str, int]
PATIENCE = timedelta(minutes=5)


@pages.get("/sign-in/code")
@anyone
def asks_second() -> Page:
    """The form for the code, for whoever has just given the right password."""
    return _second_page(Form(CodeSchema)) if _half_way() else _back()


@pages.post("/sign-in/code")
@anyone
@gate.limited(door.SIGNING_IN)
def second() -> Page:
    """Signed in by both proofs; or the form again."""
    form, status, somebody = read_form(CodeSchema), 422, _half_way()
    if somebody is None:
        return _back()
    try:
        if form.ok and proving.is_second(somebody, form.value["code"]):
            session.pop(HALF_WAY)
            open_session(somebody.id, has_second=True)
            return redirect(safe_next(asked_next(), "home.start"), 303)
        if form.ok:
            form.refuse("code", gettext("这个码不对，或者已经用过了。请等下一个再试。"))
    except TooManyTries as error:
        status = refuse(form, error)
    return _second_page(form, status)


@pages.get("/me/prove")
@signed_in
@before_all
def asks() -> Page:
    """The form for the password or the code, before what not everybody at this browser may do."""
    return _proof_page(Form(ProofSchema))


@pages.post("/me/prove")
@signed_in
@before_all
@gate.limited(door.SIGNING_IN)
def prove() -> Page:
    """Proved, and on the way to what was wanted; or the form again."""
    form, status = read_form(ProofSchema), 422
    try:
        if form.ok and proving.prove(person(), form.value["proof"]):
            return redirect(safe_next(asked_next(), "signin.account"), 303)
        if form.ok:
            form.refuse("proof", gettext("密码或动态码不对，请再试一次。"))
    except TooManyTries as error:
        status = refuse(form, error)
    return _proof_page(form, status)


@pages.get("/me/second-factor")
@signed_in
@before_all
def second_factor() -> Page:
    """How the second proof stands, and the next step of setting it up."""
    return _factor_page(Form(CodeSchema))


@pages.post("/me/second-factor")
@signed_in
@before_all
@proved
def begin() -> Response:
    """There is a new secret to be scanned; the old one, if any, is worth nothing."""
    proving.begin(person())
    return redirect(url_for("proofs.second_factor"), 303)


@pages.post("/me/second-factor/confirm")
@signed_in
@before_all
@gate.limited(door.SIGNING_IN)
def confirm() -> Page:
    """The code is asked for from now on; the codes for paper are shown this once."""
    form = read_form(CodeSchema)
    codes = proving.confirm(person(), form.value["code"]) if form.ok else ()
    if codes:
        return render_template("proofs/spare_codes.html", codes=codes), 200
    if form.ok:
        form.refuse("code", gettext("这个码不对。请看看手机的时间准不准，等下一个再试。"))
    return _factor_page(form, 422)


@pages.post("/me/second-factor/remove")
@signed_in
@proved
def remove() -> Response:
    """The password alone is enough again."""
    proving.take_off(person())
    flash(gettext("动态码关掉了，以后只用密码登录。"), "good")
    return redirect(url_for("proofs.second_factor"), 303)


def _half_way() -> Person | None:
    """Whose password was right at this browser, not long ago."""
    if HALF_WAY not in session:
        return None
    person_id, since, half = session[HALF_WAY]
    if door.now() - datetime.fromisoformat(since) > PATIENCE:
        return None
    somebody = person_for_sign_in(person_id)
    return somebody if somebody and half_of(somebody) == half else None


def _back() -> Response:
    return redirect(url_for("signin.page"), 303)


def _second_page(form: Form, status: int = 200) -> tuple[str, int]:
    return render_template("proofs/second.html", form=form, next=asked_next()), status


def _proof_page(form: Form, status: int = 200) -> tuple[str, int]:
    return render_template("proofs/prove.html", form=form, next=asked_next()), status


def _factor_page(form: Form, status: int = 200) -> tuple[str, int]:
    secret = proving.secret_of(person())
    page = render_template(
        "proofs/second_factor.html",
        form=form,
        is_on=factors.is_on(person().id),
        spare=factors.spare_left(person().id),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        qr=_qr(secret) if secret else "",
    )
    return page, status


def _qr(secret: str) -> Markup:
    """What a device scans to make the codes from then on."""
    issuer = quote(gettext("双报到·接单"))
    label = f"{issuer}:{quote(person().login)}"
    address = f"otpauth://totp/{label}?secret={secret}&issuer={issuer}"
    return qr(address, gettext("动态码二维码"))
