"""What never arrived, for whoever runs the service: no body, no address, no name."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.notices import outbox, tending
from volunteer.notices.models import State
from volunteer.notices.schemas import LetGoSchema
from volunteer.notices.topics import TOPIC_NAMES, topic_of
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in

pages = Blueprint("deliveries", __name__)
Page = Response | tuple[str, int]


@pages.get("/deliveries/")
@signed_in
def index() -> str:
    """How much waits, and what never arrived."""
    after = request.args.get("after", type=int)
    found = tending.dead_for(person(), after=after, limit=tending.PAGE + 1)
    shown = found[: tending.PAGE]
    return render_template(
        "deliveries/index.html",
        deliveries=shown,
        counts=outbox.counts(),
        State=State,
        about=_about,
        next_url=url_for(".index", after=shown[-1].id) if len(found) > len(shown) else "",
    )


@pages.get("/deliveries/<int:delivery_id>")
@signed_in
def show(delivery_id: int) -> Page:
    """One that never arrived: why, and what can be done."""
    return _page(delivery_id, Form(LetGoSchema(), {}))


@pages.post("/deliveries/<int:delivery_id>/retry")
@signed_in
def retry(delivery_id: int) -> Response:
    """It is sent again, as if for the first time."""
    with transaction():
        tending.try_again(tending.delivery_for(person(), delivery_id), by=person(), now=door.now())
    flash(gettext("会再发一次。"), "good")
    return redirect(url_for(".index"), 303)


@pages.post("/deliveries/<int:delivery_id>/drop")
@signed_in
def drop(delivery_id: int) -> Page:
    """It is not sent any more."""
    form = read_form(LetGoSchema())
    if not form.ok:
        return _page(delivery_id, form, status=422)
    with transaction():
        found = tending.delivery_for(person(), delivery_id)
        tending.let_go(found, by=person(), now=door.now(), **form.value)
    flash(gettext("记下了，不再发了。站内通知还在。"))
    return redirect(url_for(".index"), 303)


def _page(delivery_id: int, form: Form, *, status: int = 200) -> tuple[str, int]:
    found = tending.delivery_for(person(), delivery_id)
    page = render_template(
        "deliveries/show.html", delivery=found, form=form, about=_about, State=State
    )
    return page, status


def _about(notice_kind: str) -> str:
    return gettext(TOPIC_NAMES[topic_of(notice_kind)])
