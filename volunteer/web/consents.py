"""One's own consents: what is done by them, what is done without, and what was told by them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import door
from volunteer.consents.models import Purpose
from volunteer.consents.queries import consents_of
from volunteer.consents.schemas import ConsentSchema, WithdrawSchema
from volunteer.consents.words import needed_of
from volunteer.db import transaction
from volunteer.disclosures import queries
from volunteer.errors import Overtaken
from volunteer.members.queries import of_person
from volunteer.notices.schemas import address_schema
from volunteer.rights import choosing
from volunteer.rights.choosing import Asked
from volunteer.web import labels
from volunteer.web.channels import open_channels
from volunteer.web.disclosures import kinds, quarter_name
from volunteer.web.errors import sentence
from volunteer.web.forms import Form, read_form
from volunteer.web.frame import locale
from volunteer.web.guard import person, signed_in

pages = Blueprint("consents", __name__)
Page = Response | tuple[str, int]


@pages.get("/me/consents")
@signed_in
def mine() -> Page:
    """Every purpose with its words, how it stands and since when, and the way to give and to take
    back; what needs no consent, and why; everything that was told."""
    return _mine()


@pages.post("/me/consents")
@signed_in
def give() -> Page:
    """It is done from now on."""
    form = read_form(ConsentSchema)
    if not form.ok:
        return _mine(status=422)
    wrong = choosing.wrong_with(_asked(), form.value)
    if wrong:
        form.refuse("address", gettext(wrong))
        return _mine(status=422, typed=form)
    try:
        with transaction():
            choosing.give(_asked(), **form.value, now=door.now())
    except Overtaken as error:
        return _mine(sentence(error), 409)
    flash(gettext("记下了：同意。随时可以撤回。"), "good")
    return redirect(url_for("consents.mine"), 303)


@pages.post("/me/consents/withdraw")
@signed_in
def withdraw() -> Page:
    """It is done no more."""
    form = read_form(WithdrawSchema)
    if not form.ok:
        return _mine(status=422)
    with transaction():
        choosing.withdraw(person(), **form.value, now=door.now())
    flash(gettext("撤回了，马上就停。"), "good")
    return redirect(url_for("consents.mine"), 303)


def title(purpose: str) -> str:
    """What the purpose is called."""
    return labels.name(Purpose(purpose))


def _asked() -> Asked:
    return Asked(person(), gettext, "en" if locale() == "en" else "zh", open_channels())


def _addresses(choices: list[choosing.Choice], typed: Form | None) -> dict[str, Form]:
    """Channel -> the form for the address there, where one is needed and not agreed to."""
    found = {}
    for one in choices:
        if one.address is not None and not one.holds:
            form = Form(
                address_schema(one.receiver, one.channel),
                {"address": one.address},
                name=one.receiver,
            )
            if typed is not None and typed.value.get("channel") == one.receiver:
                form.data, form.errors = {"address": typed.value["address"]}, typed.errors
            found[one.receiver] = form
    return found


def _mine(said: str = "", status: int = 200, typed: Form | None = None) -> tuple[str, int]:
    member = of_person(person())
    after = request.args.get("after", type=int)
    found = queries.told_of(member, after=after, limit=queries.PAGE + 1) if member else []
    shown = found[: queries.PAGE]
    more = len(found) > len(shown)
    asked = choosing.choices(_asked())
    page = render_template(
        "consents/mine.html",
        choices=asked,
        addresses=_addresses(asked, typed),
        needed=needed_of(is_member=member is not None),
        consents=consents_of(person().id),
        title=title,
        told=shown,
        said=said,
        next_url=url_for("consents.mine", after=shown[-1].id) if more else "",
        kinds=kinds,
        quarter_name=quarter_name,
    )
    return page, status
