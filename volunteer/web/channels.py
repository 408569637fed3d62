"""Where somebody wants to be told besides the page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.notices import actions, queries
from volunteer.notices.models import Topic
from volunteer.notices.schemas import NO_ADDRESS, form_schema, ways_of
from volunteer.web.forms import Form, read_form
from volunteer.web.frame import locale
from volunteer.web.guard import person, signed_in

pages = Blueprint("channels", __name__)
Page = Response | tuple[str, int]


@pages.get("/me/channels")
@signed_in
def show() -> Page:
    """Every channel the service has, with what this person chose."""
    return _page(Form(_schema(), _chosen()))


@pages.post("/me/channels")
@signed_in
def choose() -> Page:
    """From now on notices go there, and nowhere else."""
    form = read_form(_schema())
    for name, _title, needs_address in _open():
        if form.value.get(f"{name}-topics") and needs_address and not form.value[f"{name}-address"]:
            form.refuse(f"{name}-address", gettext(NO_ADDRESS))
    if not form.ok:
        return _page(form, status=422)
    with transaction():
        actions.agree(
            person().id,
            ways_of(form.value, _open()),
            language="en" if locale() == "en" else "zh",
            now=door.now(),
        )
    flash(gettext("记下了。通知在这里总能看到，选好的会另外发给您。"), "good")
    return redirect(url_for("channels.show"), 303)


def _page(form: Form, *, status: int = 200) -> tuple[str, int]:
    return render_template("channels/show.html", form=form), status


def _open() -> list[tuple[str, str, bool]]:
    """Name, title, and whether an address is needed, of every channel the operator opened."""
    return [(one.name, one.title, one.is_personal) for one in current_app.config["CHANNELS"]]


def _schema() -> Any:
    topics = [one for one in Topic if one != Topic.WORK or person().is_staff]
    return form_schema(_open(), topics)


def _chosen() -> dict[str, object]:
    chosen: dict[str, object] = {}
    for one in queries.addresses_of(person().id):
        chosen |= {f"{one.channel}-address": one.address, f"{one.channel}-topics": one.topics}
    return chosen
