"""Statements of hours: what stands in the ledger, line by line, with its sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from marshmallow import fields, validate
from werkzeug import Response

from volunteer import door
from volunteer.api.members import own_registration
from volunteer.api.paging import PageSchema, page_of, slice_of
from volunteer.api.resource import Given, Resource, View
from volunteer.audit.models import What
from volunteer.errors import NotAllowed
from volunteer.imports.layouts import Layout
from volunteer.imports.writing import written
from volunteer.messages import Schema
from volunteer.people.models import RoleKind
from volunteer.policy import May
from volunteer.records import sheets
from volunteer.records.schemas import PeriodSchema, StatementSchema
from volunteer.records.statement import Line, lines_in, lines_of, total

routes = Resource("statements", "Hours line by line, with their sum.")


class LineOut(Schema):
    """One service as it was credited."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    content = fields.String(required=True)
    place = fields.String(required=True)
    organiser = fields.String(required=True)
    started_at = fields.AwareDateTime(required=True)
    minutes = fields.Integer(required=True)
    is_late = fields.Boolean(
        required=True, metadata={"description": "Entered by staff afterwards."}
    )


class StatementOut(page_of(LineOut)):  # type: ignore[misc]
    """Lines, oldest first, and the minutes of all of them, also of those on other pages."""

    minutes = fields.Integer(required=True)


class AnyDays(Schema):
    """From which day to which, both included; all of them where none are named."""

    since = fields.Date(load_default=date(2000, 1, 1))
    until = fields.Date(load_default=date(2100, 12, 31))


class InLayout(Schema):
    """In whose columns a file is written."""

    layout = fields.String(
        load_default="own",
        validate=validate.Length(1, 40),
        metadata={"description": "The code of one of GET /layouts."},
    )


class OwnFileSchema(AnyDays, InLayout, PeriodSchema):
    """From which day to which, both included, and in whose columns."""


class CommunityFileSchema(AnyDays, InLayout, StatementSchema):
    """Which days, of whom or of which grid, and in whose columns."""


class OwnStatementSchema(AnyDays, PageSchema, PeriodSchema):
    """From which day to which, both included."""


class CommunityStatementSchema(AnyDays, PageSchema, StatementSchema):
    """Which days; of whom or of which grid, where given."""


@routes.lists("/hours/statement", OwnStatementSchema, gives=StatementOut)
def own(given: Given) -> dict[str, object]:
    """One's own services that count."""
    after, limit = given.pop("after"), given.pop("limit")
    lines = lines_of(own_registration(), **given)
    return {**slice_of(lines, after, limit), "minutes": total(lines)}


@routes.lists(
    "/communities/<int:community_id>/statement", CommunityStatementSchema, gives=StatementOut
)
def of_community(given: Given, community_id: int) -> dict[str, object]:
    """Services that the community has credited, for its secretary."""
    _require_secretary(community_id)
    after, limit = given.pop("after"), given.pop("limit")
    lines = lines_in(community_id, **given)
    shown = slice_of(lines, after, limit)
    door.exported(What.HOURS_JSON, len(lines[after or 0 :][:limit]), community_id)
    return {**shown, "minutes": total(lines)}


FILE = {"type": "string", "format": "binary"}


def gives_file(rule: str, takes: type[Schema], kind: str) -> Callable[[View], View]:
    """A file of this kind, for somebody signed in; it names people, so nobody keeps a copy."""

    def decorate(view: View) -> View:
        made = routes.refuses(403)(routes.response(200, FILE, content_type=kind)(view))
        return routes.get(rule)(routes.signed_in(routes.arguments(takes, location="query")(made)))

    return decorate


@gives_file("/hours/statement/csv", OwnFileSchema, sheets.CSV)
def own_csv(given: Given) -> Response:
    """One's own services that count, as CSV."""
    layout = door.layout(given.pop("layout"))
    return _csv(lines_of(own_registration(), **given), layout)


@gives_file("/hours/statement/xlsx", OwnFileSchema, sheets.XLSX)
def own_xlsx(given: Given) -> Response:
    """One's own services that count, as an Excel file."""
    layout = door.layout(given.pop("layout"))
    return _xlsx(lines_of(own_registration(), **given), layout)


@gives_file("/communities/<int:community_id>/statement/csv", CommunityFileSchema, sheets.CSV)
@door.proved
def community_csv(given: Given, community_id: int) -> Response:
    """Services that the community has credited, as CSV, for its secretary."""
    _require_secretary(community_id)
    layout = door.layout(given.pop("layout"))
    lines = lines_in(community_id, **given)
    door.exported(What.HOURS_CSV, len(lines), community_id)
    return _csv(lines, layout)


@gives_file("/communities/<int:community_id>/statement/xlsx", CommunityFileSchema, sheets.XLSX)
@door.proved
def community_xlsx(given: Given, community_id: int) -> Response:
    """Services that the community has credited, as an Excel file, for its secretary."""
    _require_secretary(community_id)
    layout = door.layout(given.pop("layout"))
    lines = lines_in(community_id, **given)
    door.exported(What.HOURS_XLSX, len(lines), community_id)
    return _xlsx(lines, layout)


def _require_secretary(community_id: int) -> None:
    if community_id not in door.person().communities_as(RoleKind.SECRETARY):
        raise NotAllowed(May.SEE_RECORD)


def _csv(lines: Sequence[Line], layout: Layout) -> Response:
    return door.file_of(sheets.in_csv(written(lines, layout)), "hours.csv", sheets.CSV)


def _xlsx(lines: Sequence[Line], layout: Layout) -> Response:
    content = sheets.in_xlsx(written(lines, layout), title=layout.code)
    return door.file_of(content, "hours.xlsx", sheets.XLSX)
