"""Bringing in hours from before the service: look first, then confirm; somebody else approves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from volunteer import clock, door
from volunteer.db import transaction
from volunteer.errors import DomainError, NotAllowed
from volunteer.imports import actions, queries
from volunteer.imports.comparing import Difference, Finding, Row
from volunteer.imports.layouts import Layout
from volunteer.imports.previewing import look
from volunteer.imports.schemas import BringSchema, FileSchema, WhySchema, packed
from volunteer.people.queries import names
from volunteer.places.models import Community
from volunteer.policy import May
from volunteer.records.earlier import Import
from volunteer.web import choices, labels, times
from volunteer.web.errors import refuse
from volunteer.web.forms import Form, read_form
from volunteer.web.frame import LANGUAGES, locale
from volunteer.web.guard import person, signed_in

pages = Blueprint("imports", __name__)
door.takes_files(pages)

Page = Response | str | tuple[str, int]
ROWS = 100
REMARKS = 8  # of one row


@pages.get("/imports/")
@signed_in
def everywhere() -> Page:
    """The communities in which the reader may bring in hours; where it is one, its page."""
    found = queries.places_for(person())
    if not found:
        raise NotAllowed(May.IMPORT_HOURS)
    if len(found) == 1:
        return redirect(url_for("imports.index", community_id=found[0][0].id))
    return render_template("imports/everywhere.html", communities=found)


@pages.get("/communities/<int:community_id>/imports")
@signed_in
def index(community_id: int) -> Page:
    """What was brought in, the last one first, and the way to bring in more."""
    community = queries.place_for(person(), community_id)
    return _index(community, Form(FileSchema, choices=_choices()))


@pages.post("/communities/<int:community_id>/imports/preview")
@signed_in
def preview(community_id: int) -> Page:
    """What would come of the file, a hundred rows at a time; nothing is written."""
    community = queries.place_for(person(), community_id)
    given = MultiDict(request.form)
    sent = request.files.get("file")
    if sent and sent.filename:
        given["file"], given["file_name"] = packed(sent.read()), sent.filename[-120:]
    form = read_form(FileSchema, choices=_choices(), given=given)
    if form.ok:
        try:
            return _preview(community, form)
        except DomainError as error:
            refuse(form, error)
    return _index(community, form, 422)


@pages.post("/communities/<int:community_id>/imports")
@signed_in
def bring(community_id: int) -> Page:
    """The rows that are new wait for somebody else's approval."""
    community = queries.place_for(person(), community_id)
    form = read_form(BringSchema, choices=_choices())
    if not form.ok:
        return _index(community, form, 422)
    try:
        given = {**form.value, "layout": door.layout(form.value["layout"])}
        with transaction():
            community = queries.place_for(person(), community_id)
            brought = actions.bring(community, **given, by=person(), now=door.now())
            number = brought.id
    except DomainError as error:
        return _index(queries.place_for(person(), community_id), form, refuse(form, error))
    flash(gettext("收下了，等另一位同志审核；审核前不计入时长。"), "good")
    return redirect(url_for("imports.show", import_id=number), 303)


@pages.get("/imports/<int:import_id>")
@signed_in
def show(import_id: int) -> Page:
    """The import line by line, and what can be done about it."""
    return _show(queries.import_for(person(), import_id))


@pages.post("/imports/<int:import_id>/approve")
@signed_in
def approve(import_id: int) -> Page:
    """All of it counts."""
    with transaction():
        found = queries.import_for(person(), import_id)
        actions.approve(found, by=person(), now=door.now())
    flash(gettext("计入了，每个人都收到了通知。"), "good")
    return redirect(url_for("imports.show", import_id=import_id), 303)


@pages.post("/imports/<int:import_id>/reject")
@signed_in
def reject(import_id: int) -> Page:
    """None of it counts."""
    return _ended(import_id, "reject", actions.reject)


@pages.post("/imports/<int:import_id>/undo")
@signed_in
def undo(import_id: int) -> Page:
    """All of it is taken back."""
    return _ended(import_id, "undo", actions.undo)


def _ended(import_id: int, name: str, act: Callable[..., None]) -> Page:
    form, status = read_form(WhySchema, name=name), 422
    if form.ok:
        try:
            with transaction():
                found = queries.import_for(person(), import_id)
                act(found, by=person(), now=door.now(), **form.value)
            flash(gettext("记下了。"), "good")
            return redirect(url_for("imports.show", import_id=import_id), 303)
        except DomainError as error:
            status = refuse(form, error)
    return _show(queries.import_for(person(), import_id), form, status)


def _choices() -> dict[str, choices.Pairs]:
    return {"layout": [(one.code, _title(one)) for one in door.layouts().values()]}


def _title(layout: Layout) -> str:
    return layout.english if locale() == LANGUAGES["en"] else layout.title


def _index(community: Community, form: Form, status: int = 200) -> tuple[str, int]:
    after = request.args.get("after", type=int)
    found = queries.list_for(person(), community.id, after=after, limit=queries.PAGE + 1)
    shown = found[: queries.PAGE]
    more = {"community_id": community.id, "after": shown[-1].id} if len(found) > len(shown) else {}
    page = render_template(
        "imports/index.html",
        community=community,
        form=form,
        layouts=[(_title(one), one.heads, one.needed) for one in door.layouts().values()],
        imports=shown,
        next_url=_next("imports.index", more),
    )
    return page, status


def _next(endpoint: str, more: dict[str, Any]) -> str:
    return url_for(endpoint, **more) if more else ""


def _preview(community: Community, form: Form) -> str:
    given = form.value
    today = clock.local(door.now()).date()
    found = look(community, given["file"], door.layout(given["layout"]), today=today)
    only, _colon, number = request.form.get("show", ":0").partition(":")
    page = int(number) if number.isdecimal() else 0
    chosen = [row for row in found.rows if not only or row.finding == only]
    return render_template(
        "imports/preview.html",
        community=community,
        layout=door.layout(given["layout"]),
        held={**{name: form.data[name] for name in form.schema.fields}, "seen": found.seen},
        preview=found,
        counts=[(one.value, labels.name(one), n) for one, n in found.counts.items() if n],
        only=only,
        rows=[_as_read(row) for row in chosen[page * ROWS : (page + 1) * ROWS]],
        page=page,
        has_more=len(chosen) > (page + 1) * ROWS,
        tones=TONES,
    )


TONES = {
    Finding.NEW: "good",
    Finding.KNOWN: "ended",
    Finding.DIFFERS: "waiting",
    Finding.REFUSED: "danger",
}


def _as_read(row: Row) -> tuple[Row, Sequence[str]]:
    """A row and what is to be said about it."""
    said = [one.said(gettext) for one in row.faults]
    return row, [*said, *map(_difference, row.differences)][:REMARKS]


def _difference(one: Difference) -> str:
    here, there = (
        times.moment_words(value) if isinstance(value, datetime) else times.minutes(int(str(value)))
        for value in (one.here, one.there)
    )
    return gettext("这里是 %(here)s，文件里是 %(there)s", here=here, there=there)


def _show(found: Import, refused: Form | None = None, status: int = 200) -> tuple[str, int]:
    after = request.args.get("after", 0, type=int)
    lines = queries.hours_of(found, after=after, limit=queries.PAGE + 1)
    shown = lines[: queries.PAGE]
    more = {"import_id": found.id, "after": shown[-1].row} if len(lines) > len(shown) else {}
    people = {found.brought_by_id} | ({found.reviewer_id} if found.reviewer_id else set())
    forms = {name: Form(WhySchema, name=name) for name in ("reject", "undo")}
    if refused is not None:
        forms[refused.name] = refused
    page = render_template(
        "imports/show.html",
        found=found,
        lines=shown,
        next_url=_next("imports.show", more),
        names=names(people),
        is_mine=found.brought_by_id == person().id,
        **forms,
    )
    return page, status
