"""Everything about oneself: read here, or taken along as a file; for an account, and by the link of
a need."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from volunteer import clock, door
from volunteer.db import transaction
from volunteer.needs.queries import need_by_link
from volunteer.rights import export
from volunteer.rights.export import Section
from volunteer.rights.schemas import HTML, JSON, PAGE, ExportSchema
from volunteer.web.forms import read_form
from volunteer.web.guard import anyone, limit, person, signed_in
from volunteer.web.rights_words import COLUMNS

pages = Blueprint("rights", __name__)
FILE = "my-data"


@pages.get("/me/data")
@signed_in
@door.proved
def mine() -> str:
    """What one can do with what is kept about oneself."""
    return render_template("rights/mine.html")


@pages.post("/me/data")
@signed_in
@door.proved
def export_mine() -> Response | str:
    """Everything, in the form that was asked for."""
    form = _form()
    with transaction(keep=True):
        found = export.of_person(person(), now=door.now())
    return _answer(found, form, url_for("rights.mine"))


@pages.post("/follow/<number>/<secret>/data")
@anyone
@limit(door.FOLLOWING, share="follow")
def export_need(number: str, secret: str) -> Response | str:
    """The same about whoever holds the link of the need."""
    form = _form()
    with transaction(keep=True):
        need, holder = need_by_link(number, secret)
        found = export.of_need(need, by=holder, now=door.now())
    return _answer(found, form, url_for("needs.follow", number=number, secret=secret))


def said(value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return gettext("无")
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        parts = (f"{column(name)} {said(one)}" for name, one in value.items())
        return gettext("；").join(parts) or gettext("无")
    if isinstance(value, list):
        return gettext("、").join(said(one) for one in value) or gettext("无")
    return str(value)


def column(name: str) -> str:
    """What a column or a fact is called; its code where nothing better is known."""
    return gettext(COLUMNS[name]) if name in COLUMNS else name


def _form() -> str:
    """What was asked for; to be read here, unless it is a file that there is."""
    asked = read_form(ExportSchema)
    return asked.value["form"] if asked.ok else PAGE


def _answer(sections: Sequence[Section], form: str, back: str) -> Response | str:
    if form == JSON:
        told = export.in_json(sections, now=door.now())
        text = json.dumps(told, ensure_ascii=False, indent=1)
        return door.file_of(text.encode(), f"{FILE}.json", "application/json")
    words = {"sections": sections, "column": column, "said": said, "back": back}
    if form == HTML:
        page = render_template("rights/file.html", **words)
        return door.file_of(page.encode(), f"{FILE}.html", "text/html")
    return render_template("rights/everything.html", **words)
