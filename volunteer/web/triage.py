"""What staff decide about a need; each step goes back to the page of the need."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from volunteer import door
from volunteer.db import transaction
from volunteer.errors import DomainError, Missing, NotFound, TooLate
from volunteer.needs import actions
from volunteer.needs.queries import need_for
from volunteer.needs.texts import FIELDS
from volunteer.orders import actions as orders
from volunteer.reviews import actions as reviews
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.need_forms import SCHEMAS, choices_for
from volunteer.web.needs import pages
from volunteer.web.needs_staff import Page, need_page
from volunteer.web.reviews import pages as review_pages


@pages.post("/needs/<int:need_id>/approve")
@signed_in
def approve(need_id: int) -> Page:
    """The need is a task that people can be asked for."""
    return _step(need_id, "approve", actions.approve, gettext("受理好了，可以找人了。"))


@pages.post("/needs/<int:need_id>/ask")
@signed_in
def ask(need_id: int) -> Page:
    """The resident reads a question."""
    return _step(need_id, "ask", actions.ask, gettext("问题已经放到居民的页面上。"))


@pages.post("/needs/<int:need_id>/answer")
@signed_in
def answer_by_phone(need_id: int) -> Page:
    """What the resident answered on the phone is written down."""
    return _step(need_id, "answer", actions.answer, gettext("回答记好了，可以受理了。"))


@pages.post("/needs/<int:need_id>/reject")
@signed_in
def reject(need_id: int) -> Page:
    """The need ends with a reason that the resident reads."""
    return _step(need_id, "reject", actions.reject, gettext("已经告诉居民没有受理，和原因。"))


@pages.post("/needs/<int:need_id>/merge")
@signed_in
def merge(need_id: int) -> Page:
    """The need goes on as another one."""
    return _step(need_id, "merge", actions.merge, gettext("并好了，居民可以跟着另一单看进展。"))


@pages.post("/needs/<int:need_id>/redirect", endpoint="redirect")
@signed_in
def send_elsewhere(need_id: int) -> Page:
    """The resident reads which door to knock at."""
    return _step(need_id, "redirect", actions.redirect, gettext("转好了，居民会看到该找谁。"))


@pages.post("/needs/<int:need_id>/cancel")
@signed_in
def cancel(need_id: int) -> Page:
    """The need is no more, and whoever wanted to come is told."""
    return _step(need_id, "cancel", orders.cancel_need, gettext("取消好了，要来的人会收到通知。"))


@pages.post("/needs/<int:need_id>/rearrange")
@signed_in
def rearrange(need_id: int) -> Page:
    """The need stands at another time and looks for people again."""
    return _step(need_id, "rearrange", orders.rearrange_need, gettext("时间改好了，重新找人。"))


@pages.post("/needs/<int:need_id>/settle")
@signed_in
def settle(need_id: int) -> Page:
    """The dispute is cleared."""
    return _step(need_id, "settle", reviews.settle, gettext("说清楚了，按已确认处理。"))


@pages.post("/needs/<int:need_id>/reopen")
@signed_in
def reopen(need_id: int) -> Page:
    """The need waits for triage again."""
    return _step(need_id, "reopen", actions.reopen, gettext("重新来办，请再受理一次。"))


@review_pages.post("/needs/<int:need_id>/confirm-by-phone")
@signed_in
def confirm_by_phone(need_id: int) -> Page:
    """What the resident said on the phone is kept as their word."""
    return _step(need_id, "confirm_by_phone", reviews.confirm, gettext("居民的话记好了。"))


def _step(need_id: int, verb: str, act: Callable[..., object], said: str) -> Page:
    """The step is taken, or the page comes back with what was typed and what is wrong with it."""
    form, status = (
        read_form(SCHEMAS[verb], choices=choices_for(verb), given=_given(verb), name=verb),
        422,
    )
    if form.ok:
        try:
            with transaction():
                need = need_for(person(), need_id)
                act(need, by=person(), now=door.now(), **form.value)
        except (Missing, NotFound, TooLate) as error:
            status = _refused(form, error)
        else:
            return _back(need_id, said)
    return need_page(need_id, form, status)


def _given(verb: str) -> MultiDict[str, str]:
    """What was sent; a text that was picked stands in where nothing was written."""
    given, field = request.form.copy(), FIELDS.get(verb, "")
    if field and not given.get(field, "").strip():
        given[field] = given.get("ready", "")
    return given


def _refused(form: Form, error: DomainError) -> int:
    """The status for what the form can say; what it cannot say flies on."""
    if not isinstance(error, NotFound):
        return refuse(form, error)
    if error.key != form.value.get("into"):
        raise error
    form.refuse("into", gettext("本社区没有这个单号，或者那一单已经结束了。请核对单号。"))
    return 422


def _back(need_id: int, said: str) -> Response:
    flash(said, "good")
    return redirect(url_for("needs.show", need_id=need_id), 303)
