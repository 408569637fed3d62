"""Getting in without the password: a code or a link in a letter to a confirmed address."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import by_letter, door, gate, proving
from volunteer.people.schemas import CodeSchema, LetterSchema, NewPasswordSchema
from volunteer.people.tickets import Purpose
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import anyone
from volunteer.web.signin import ask_second, open_session

pages = Blueprint("by_letter", __name__)
Page = Response | tuple[str, int]
TICKET = "ticket"  # in the signed cookie: only the browser that asked is let in by the code


@pages.get("/sign-in/letter")
@anyone
def asks() -> Page:
    """The form that asks for whom, and whether for a code or for a new password."""
    return render_template("by_letter/asks.html", form=Form(LetterSchema)), 200


@pages.post("/sign-in/letter")
@anyone
@gate.limited(door.SIGNING_IN)
def ask() -> Page:
    """A letter is on its way, if there is such an account with an address; nobody learns which."""
    form = read_form(LetterSchema)
    if not form.ok:
        return render_template("by_letter/asks.html", form=form), 422
    purpose = Purpose(form.value["purpose"])
    ticket = by_letter.ask(purpose, form.value["login"])
    if purpose == Purpose.CODE:
        session[TICKET] = ticket
        return redirect(url_for("by_letter.code"), 303)
    return render_template("by_letter/asked.html"), 200


@pages.get("/sign-in/letter/code")
@anyone
def code() -> Page:
    """The form for the digits in the letter."""
    return render_template("by_letter/code.html", form=Form(CodeSchema)), 200


@pages.post("/sign-in/letter/code")
@anyone
@gate.limited(door.SIGNING_IN)
def use_code() -> Page:
    """Signed in; or the form again, not saying whether there ever was a letter."""
    form = read_form(CodeSchema)
    if form.ok:
        ticket = int(session[TICKET]) if TICKET in session else 0
        somebody = by_letter.by_code(ticket, form.value["code"])
        if somebody:
            session.pop(TICKET)
            if proving.is_needed(somebody):
                return ask_second(somebody)
            open_session(somebody.id)
            return redirect(url_for("home.start"), 303)
        form.refuse("code", gettext("这个码不对，或者过了十分钟。可以再要一封信。"))
    return render_template("by_letter/code.html", form=form), 422


@pages.get("/recover/<secret>")
@anyone
def recovery(secret: str) -> Page:
    """The form for a new password, while the link is good."""
    by_letter.whose(secret)
    return _recovery_page(secret, Form(NewPasswordSchema))


@pages.post("/recover/<secret>")
@anyone
@gate.limited(door.SIGNING_IN)
def recover(secret: str) -> Page:
    """The new password holds; whoever was signed in with the old one is no longer."""
    form = read_form(NewPasswordSchema)
    if form.ok and (why := by_letter.why_not(secret, form.value["new"])):
        form.refuse("new", gettext(why))
    if not form.ok:
        return _recovery_page(secret, form, 422)
    by_letter.recover(secret, form.value["new"])
    flash(gettext("新密码好了，请用它登录。"), "good")
    return redirect(url_for("signin.page"), 303)


def _recovery_page(secret: str, form: Form, status: int = 200) -> Page:
    return render_template("by_letter/recovery.html", form=form, secret=secret), status
