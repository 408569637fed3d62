"""Signing in by the account of a work unit, and linking it: whoever is signed in when they come
back from its sign-in service is asked whether to link, everybody else is let in or told how."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from volunteer import by_unit, door, proving
from volunteer.door import proved
from volunteer.errors import DomainError, NotVouched, OutOfReach
from volunteer.people.identities import identity_of
from volunteer.web.errors import sentence
from volunteer.web.guard import anyone, limit, person, signed_in
from volunteer.web.signin import ask_second, asked_next, open_session, safe_next, unit_label

pages = Blueprint("by_unit", __name__)
Page = Response | tuple[str, int]
# In the signed cookie of one browser: what it has to come back with, and who was vouched for.
ASKED, VOUCHED = "unit_asked", "unit_vouched"
PATIENCE = timedelta(minutes=10)


@pages.get("/sign-in/work-unit")
@anyone
@limit(door.FOLLOWING, method="GET")
def ask() -> Response:
    """The browser is sent to the sign-in service of the work unit."""
    try:
        address, question = by_unit.provider().ask(url_for("by_unit.back"))
    except (NotVouched, OutOfReach) as error:
        return _again(error)
    wanted = safe_next(asked_next(), "home.start")
    session[ASKED] = [question.state, question.nonce, question.verifier, wanted, _stamp()]
    return redirect(address, 303)


@pages.get("/sign-in/work-unit/back")
@anyone
@limit(door.FOLLOWING, method="GET")
def back() -> Page:
    """Signed in; or asked whether to link, or told how to, where nobody linked the account."""
    try:
        subject, wanted = _vouched_for()
    except (NotVouched, OutOfReach) as error:
        return _again(error)
    if current_user.is_authenticated:
        session[VOUCHED] = [person().id, subject, _stamp()]
        return redirect(url_for("by_unit.account"), 303)
    somebody = by_unit.whose(subject)
    if somebody is None:
        return render_template("by_unit/unlinked.html", unit=unit_label()), 403
    if proving.is_needed(somebody):
        return ask_second(somebody, wanted)
    open_session(somebody.id)
    return redirect(wanted, 303)


@pages.get("/me/work-unit")
@signed_in
@proved
def account() -> Page:
    """Whether an account of the work unit is linked, and the next step."""
    issuer = by_unit.provider().issuer
    page = render_template(
        "by_unit/account.html",
        unit=unit_label(),
        linked=identity_of(person().id, issuer),
        is_vouched=bool(_own_subject()),
    )
    return page, 200


@pages.post("/me/work-unit/link")
@signed_in
@proved
def link() -> Response:
    """The account that was just vouched for signs the person in from now on."""
    subject = _own_subject()
    if not subject:
        raise NotVouched
    by_unit.link(person(), subject)
    session.pop(VOUCHED)
    flash(gettext("连好了，以后也可以用%(unit)s登录。", unit=unit_label()), "good")
    return redirect(url_for("by_unit.account"), 303)


@pages.post("/me/work-unit/unlink")
@signed_in
@proved
def unlink() -> Response:
    """The account of the work unit signs nobody in any more."""
    by_unit.unlink(person())
    flash(gettext("断开了，以后只用这里的登录方式。"), "good")
    return redirect(url_for("by_unit.account"), 303)


def _again(error: DomainError) -> Response:
    """The browser is where the next try begins, and reads what came of this one."""
    flash(sentence(error))
    known = current_user.is_authenticated
    return redirect(url_for("by_unit.account" if known else "signin.page"), 303)


def _vouched_for() -> tuple[str, str]:
    """Who came back with the answer to what this browser asked, and where they wanted to go.

    Each question is answered once: the next try asks anew.
    """
    if ASKED not in session:
        raise NotVouched
    *asked, wanted, since = session.pop(ASKED)
    if not _is_fresh(since):
        raise NotVouched
    provider = by_unit.provider()
    subject = provider.subject(
        url_for("by_unit.back"), provider.question(*asked), request.args, now=door.now()
    )
    return subject, wanted


def _own_subject() -> str:
    """The account that was vouched for lately, to this person at this browser; empty else."""
    if VOUCHED not in session:
        return ""
    person_id, subject, since = session[VOUCHED]
    return str(subject) if person_id == person().id and _is_fresh(since) else ""


def _stamp() -> str:
    return door.now().isoformat()


def _is_fresh(since: str) -> bool:
    return door.now() - datetime.fromisoformat(since) <= PATIENCE
