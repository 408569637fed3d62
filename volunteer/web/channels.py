"""Where somebody wants to be told besides the page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response

from volunteer import door
from volunteer.consents.models import Purpose
from volunteer.consents.words import text_of
from volunteer.db import transaction
from volunteer.errors import NotFound
from volunteer.notices import actions, queries
from volunteer.notices.models import Topic
from volunteer.notices.schemas import NO_ADDRESS, form_schema, ways_of
from volunteer.web.forms import Form, read_form
from volunteer.web.frame import locale
from volunteer.web.guard import anyone, limit, person, signed_in

pages = Blueprint("channels", __name__)
Page = Response | tuple[str, int]


@pages.get("/me/channels")
@signed_in
def show() -> Page:
    """Every channel the service has, with what this person chose."""
    return _page(Form(_schema(), _chosen()))


@pages.post("/me/channels")
@signed_in
@limit(door.FOLLOWING)
def choose() -> Page:
    """From now on notices go there, and nowhere else."""
    form = read_form(_schema())
    for name, _title, needs_address in open_channels():
        if form.value.get(f"{name}-topics") and needs_address and not form.value[f"{name}-address"]:
            form.refuse(f"{name}-address", gettext(NO_ADDRESS))
    if not form.ok:
        return _page(form, status=422)
    with transaction():
        actions.agree(
            person().id,
            ways_of(form.value, open_channels()),
            language="en" if locale() == "en" else "zh",
            now=door.now(),
            text=text_of(Purpose.MESSAGES, gettext),
        )
    flash(gettext("记下了。通知在这里总能看到，选好的会另外发给您。"), "good")
    return redirect(url_for("channels.show"), 303)


def address_secret_for(person_id: int, address: str) -> str:
    """What stands in the link by which the owner of this address says that it is theirs."""
    return _signer().dumps([person_id, address])


@pages.get("/confirm-address/<secret>")
@anyone
def asks(secret: str) -> str:
    """A page with a button: opening it changes nothing, because mail scanners follow links."""
    _read(secret)
    return render_template("channels/confirm.html", secret=secret, done=False)


@pages.post("/confirm-address/<secret>")
@anyone
@limit(door.FOLLOWING, share="answer")
def confirm(secret: str) -> str:
    """Letters go there from now on."""
    with transaction():
        actions.confirm(*_read(secret), now=door.now())
    return render_template("channels/confirm.html", secret=secret, done=True)


def _read(secret: str) -> tuple[int, str]:
    """The person and the address that the link was made for; NotFound for one that is not ours."""
    try:
        person_id, address = _signer().loads(secret)
    except BadSignature:
        raise NotFound("address", "") from None
    return person_id, address


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="confirm-address")


def _page(form: Form, *, status: int = 200) -> tuple[str, int]:
    unconfirmed = any(one.confirmed_at is None for one in queries.addresses_of(person().id))
    return render_template("channels/show.html", form=form, unconfirmed=unconfirmed), status


def open_channels() -> list[tuple[str, str, bool]]:
    """Name, title, and whether an address is needed, of every channel the operator opened."""
    return [(one.name, one.title, one.is_personal) for one in current_app.config["CHANNELS"]]


def _schema() -> Any:
    topics = [one for one in Topic if one != Topic.WORK or person().is_staff]
    return form_schema(open_channels(), topics)


def _chosen() -> dict[str, object]:
    chosen: dict[str, object] = {}
    for one in queries.addresses_of(person().id):
        chosen |= {f"{one.channel}-address": one.address, f"{one.channel}-topics": one.topics}
    return chosen
