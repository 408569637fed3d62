"""Writing a need down for somebody who called or came, and what to tell them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import time, timedelta
from typing import Any

from flask import redirect, render_template, url_for
from marshmallow import fields
from werkzeug import Response

from volunteer import clock, door, keeping
from volunteer.db import transaction
from volunteer.errors import DomainError, NotAllowed
from volunteer.needs import actions
from volunteer.needs.danger import calls_for
from volunteer.needs.models import Need
from volunteer.needs.queries import STAFF, need_for
from volunteer.needs.schemas import DURATIONS, CallerSchema
from volunteer.needs.types import NEED_TYPES, SPOKEN, AgeBand, Channel
from volunteer.orders.codes import on_paper
from volunteer.places import queries as places
from volunteer.policy import May, can, require
from volunteer.web import choices, picked
from volunteer.web.choices import Groups, Pairs
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.need_forms import types
from volunteer.web.needs import pages
from volunteer.web.qr import arrival_qr
from volunteer.words import word as w

LIKELY_HOUR = time(10)


def asked_about(name: str, title: str, **more: object) -> Any:
    """A field of the caller's form whose words speak about the caller, not to them."""
    said = deepcopy(CallerSchema._declared_fields[name])
    told = {key: value for key, value in said.metadata.items() if key != "description"}
    said.metadata = {**told, "title": title, "x-autocomplete": "off", **more}
    return said


class IntakeSchema(CallerSchema):
    """What is asked on the phone: how long it takes follows from the kind when nobody says."""

    wish = asked_about("wish", w("想请人帮什么"), **{"x-rows": 3})
    contact_name = asked_about(
        "contact_name", w("怎么称呼"), **{"x-placeholder": w("例如：李奶奶")}
    )
    contact_phone = asked_about("contact_phone", w("电话"))
    grid_id = asked_about("grid_id", w("住在哪个网格"))
    address = asked_about("address", w("楼号门牌"))
    minutes = fields.Integer(
        load_default=None,
        validate=DURATIONS,
        metadata={"title": w("大约多久"), "description": w("不填就按这一类通常的时间")},
    )
    photos = picked.field()


@pages.get("/needs/new-for-caller")
@signed_in
def new_for_caller() -> str:
    """The short form, with what is likely already filled in."""
    if not person().is_staff:
        raise NotAllowed(May.POST_FOR_CALLER)
    tomorrow = clock.local(door.now()).date() + timedelta(days=1)
    data = {"channel": Channel.PHONE, "type": "other", "date": tomorrow, "time": LIKELY_HOUR}
    return _page(Form(IntakeSchema, data, choices=_choices()), ())


@pages.post("/needs/new-for-caller")
@signed_in
def post_for_caller() -> Response | tuple[str, int]:
    """The need waits for triage, and staff read out number and code."""
    form, status = read_form(IntakeSchema, choices=_choices()), 422
    picked.take(form)
    if form.ok:
        try:
            need_id = _post(**form.value)
            return redirect(url_for("needs.slip", need_id=need_id), 303)
        except DomainError as error:
            status = refuse(form, error)
    # The number to call stands on top also while other things are still missing.
    return _page(form, calls_for(str(form.data.get("wish", "")))), status


@pages.get("/needs/<int:need_id>/slip")
@signed_in
def slip(need_id: int) -> str:
    """Number, service code and link of the need, to read out or to hand over on paper."""
    need = need_for(person(), need_id)
    require(person(), May.SEE_CONTACT, need)
    return render_template(
        "needs/slip.html",
        need=need,
        link=_link(need),
        pairs=[
            (pair, arrival_qr(need, pair.start), arrival_qr(need, pair.end))
            for pair in on_paper(need)
        ],
        may_triage=can(person(), May.TRIAGE_NEED, need)
        and need.journey.allows("approve", need.status),
    )


def _post(*, minutes: int | None, type: str, photos: Sequence[str], **given: Any) -> int:
    """The id of the need written down for a caller."""
    usual = NEED_TYPES[type].minutes
    with transaction():
        need = actions.post(
            minutes=minutes or usual, type=type, by=person(), now=door.now(), **given
        )
        keeping.go_with(need, photos, by=person())
        return need.id


def _page(form: Form, calls: Sequence[tuple[str, str]]) -> str:
    return render_template("needs/new_for_caller.html", form=form, calls=calls)


def _choices() -> dict[str, Groups | Pairs]:
    return {
        "channel": [one for one in choices.words_for(Channel) if one[0] in SPOKEN],
        "type": types(),
        "child_age": choices.words_for(AgeBand),
        "grid_id": _own_grids(),
        "time": choices.hours(),
        "minutes": choices.durations(),
    }


def _own_grids() -> Groups | Pairs:
    """The grids of the communities one works for; one community need not be named."""
    mine = person().communities_as(*STAFF)
    own = [community for community in places.communities() if community.id in mine]
    if len(own) == 1:
        return [(grid.id, grid.name) for grid in own[0].grids]
    return {
        community.name: [(grid.id, f"{community.name} {grid.name}") for grid in community.grids]
        for community in own
    }


def _link(need: Need) -> str:
    return url_for("needs.follow", number=need.number, secret=need.link_secret, _external=True)
