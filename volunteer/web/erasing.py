"""Erasure by one's own hand, of an account and by the link of a need; told about before."""

from __future__ import annotations

from flask import Blueprint, flash, render_template
from flask_babel import gettext
from werkzeug import Response

from volunteer import door, keeping
from volunteer.db import fold_log, transaction
from volunteer.errors import DomainError
from volunteer.needs.queries import need_by_link
from volunteer.rights import erasing
from volunteer.rights.schemas import EraseSchema
from volunteer.web.errors import refuse as say
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import anyone, limit, out, person, signed_in

pages = Blueprint("erasing", __name__)
Page = Response | tuple[str, int]


@pages.get("/me/erase")
@signed_in
@door.proved
def asks() -> Page:
    """What goes, what stays and why, before somebody decides."""
    return _mine(Form(EraseSchema))


@pages.post("/me/erase")
@signed_in
@door.proved
def erase() -> Page:
    """The account is gone, and nothing tells who it was."""
    form, status = read_form(EraseSchema), 422
    if form.ok:
        try:
            with transaction():
                pictures = erasing.of_person(person(), now=door.now())
        except DomainError as error:
            return _mine(form, say(form, error))
        fold_log()
        keeping.let_go(pictures)
        flash(gettext("您的账号和资料都删除了。谢谢您来过。"), "good")
        return out()
    return _mine(form, status)


@pages.get("/follow/<number>/<secret>/erase")
@anyone
@limit(door.FOLLOWING, share="follow")
def asks_of_need(number: str, secret: str) -> Page:
    """The same about what one need says of whoever holds its link."""
    return _of_need(number, secret, Form(EraseSchema))


@pages.post("/follow/<number>/<secret>/erase")
@anyone
@limit(door.FOLLOWING, share="follow")
def erase_need(number: str, secret: str) -> Page:
    """The need tells nothing of whom it was for."""
    form, status = read_form(EraseSchema), 422
    if form.ok:
        try:
            with transaction():
                need, holder = need_by_link(number, secret)
                pictures = erasing.of_need(need, by=holder, now=door.now())
        except DomainError as error:
            return _of_need(number, secret, form, say(form, error))
        fold_log()
        keeping.let_go(pictures)
        flash(gettext("这一单里关于您的资料都删除了。"), "good")
        return out()
    return _of_need(number, secret, form, status)


def _mine(form: Form, status: int = 200) -> Page:
    return render_template("rights/erase.html", form=form), status


def _of_need(number: str, secret: str, form: Form, status: int = 200) -> Page:
    need, _holder = need_by_link(number, secret)
    return render_template("rights/erase_need.html", form=form, need=need), status
