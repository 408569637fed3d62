"""Hours from before the service: what would come of a file, bringing it in, approving, undoing."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import url_for
from flask_babel import gettext
from marshmallow import fields

from volunteer import clock, door
from volunteer.api.out import Code
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.imports import actions, queries
from volunteer.imports.comparing import Finding, Row
from volunteer.imports.layouts import Column
from volunteer.imports.previewing import look
from volunteer.imports.schemas import BringSchema, FileSchema, WhySchema
from volunteer.messages import Schema
from volunteer.records.earlier import Import, ImportStatus

routes = Resource("imports", "Hours from before the service: looked at, brought in, undone.")
door.takes_files(routes)


class LayoutOut(Schema):
    """A kind of file: of each column the names it may have, the first being the one we write."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    columns = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)


class LayoutsOut(Schema):
    """Every kind of file that can be read and written."""

    items = fields.List(fields.Nested(LayoutOut), required=True)


class DifferenceOut(Schema):
    """A figure that is another one here than in the file: minutes, or a moment."""

    column = Code(Column, required=True)
    here = fields.String(required=True)
    there = fields.String(required=True)


class RowOut(Schema):
    """A row of the file and what was found; only new rows are brought in."""

    line = fields.Integer(required=True)
    finding = Code(Finding, required=True)
    member_id = fields.Integer(required=True, allow_none=True)
    minutes = fields.Integer(required=True, allow_none=True)
    reasons = fields.List(fields.String(), required=True)
    differences = fields.List(fields.Nested(DifferenceOut), required=True)


class PreviewOut(Schema):
    """All rows, in the order of the file; `seen` goes back with the file to bring it in."""

    seen = fields.String(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    minutes = fields.Integer(required=True, metadata={"description": "Of the new rows."})
    unused = fields.List(fields.String(), required=True)
    rows = fields.List(fields.Nested(RowOut), required=True)


class ImportOut(Schema):
    """A file that was brought in; its hours count while it is approved."""

    id = fields.Integer(required=True)
    community_id = fields.Integer(required=True)
    layout = fields.String(required=True)
    source = fields.String(required=True)
    file_name = fields.String(required=True)
    file_digest = fields.String(required=True, metadata={"description": "SHA-256 of the file."})
    rows = fields.Integer(attribute="hours_count", required=True)
    minutes = fields.Integer(required=True)
    status = Code(ImportStatus, required=True)
    brought_at = fields.AwareDateTime(required=True)
    reviewed_at = fields.AwareDateTime(required=True, allow_none=True)
    review_note = fields.String(required=True)


@routes.shows("/layouts", gives=LayoutsOut)
def layouts() -> dict[str, object]:
    """The kinds of files with hours, and the columns of each."""
    return {"items": list(door.layouts().values())}


@routes.verb("/communities/<int:community_id>/imports/preview", FileSchema, gives=PreviewOut)
def preview(given: Given, community_id: int) -> dict[str, object]:
    """What would come of the file (base64, gzipped or not); nothing is written."""
    community = queries.place_for(door.person(), community_id)
    today = clock.local(door.now()).date()
    found = look(community, given["file"], door.layout(given["layout"]), today=today)
    return {
        "seen": found.seen,
        "counts": {str(one): n for one, n in found.counts.items()},
        "minutes": found.minutes,
        "unused": found.unused,
        "rows": [_row(one) for one in found.rows],
    }


@routes.verb("/communities/<int:community_id>/imports", BringSchema, gives=ImportOut, status=201)
def bring(given: Given, community_id: int) -> tuple[Import, int, dict[str, str]]:
    """The rows that are new wait for somebody else's approval."""
    given = {**given, "layout": door.layout(given["layout"])}
    with transaction():
        community = queries.place_for(door.person(), community_id)
        found = actions.bring(community, **given, by=door.person(), now=door.now())
    return found, 201, {"Location": url_for(".show", import_id=found.id)}


@routes.lists("/communities/<int:community_id>/imports", PageSchema, gives=page_of(ImportOut))
def index(given: Given, community_id: int) -> dict[str, object]:
    """What was brought into the community, the last one first."""
    queries.place_for(door.person(), community_id)
    return page(partial(queries.list_for, door.person(), community_id), **given)


@routes.shows("/imports/<int:import_id>", gives=ImportOut)
def show(import_id: int) -> Import:
    """One import."""
    return queries.import_for(door.person(), import_id)


@routes.verb("/imports/<int:import_id>/approve", gives=ImportOut)
def approve(import_id: int) -> Import:
    """All of it counts, and every member is told."""
    with transaction():
        found = queries.import_for(door.person(), import_id)
        actions.approve(found, by=door.person(), now=door.now())
    return found


@routes.verb("/imports/<int:import_id>/reject", WhySchema, gives=ImportOut)
def reject(given: Given, import_id: int) -> Import:
    """None of it counts."""
    with transaction():
        found = queries.import_for(door.person(), import_id)
        actions.reject(found, by=door.person(), now=door.now(), **given)
    return found


@routes.verb("/imports/<int:import_id>/undo", WhySchema, gives=ImportOut)
def undo(given: Given, import_id: int) -> Import:
    """All of it is taken back by reversals."""
    with transaction():
        found = queries.import_for(door.person(), import_id)
        actions.undo(found, by=door.person(), now=door.now(), **given)
    return found


def _row(row: Row) -> dict[str, Any]:
    return {
        "line": row.line,
        "finding": row.finding,
        "member_id": row.member.id if row.member else None,
        "minutes": row.service.minutes if row.service else None,
        "reasons": [one.said(gettext) for one in row.faults],
        "differences": row.differences,
    }
