"""Statements of hours: what stands in the ledger, line by line, with its sum."""

from __future__ import annotations

from datetime import date

from marshmallow import fields

from volunteer import door
from volunteer.api.members import own_registration
from volunteer.api.paging import PageSchema, page_of, slice_of
from volunteer.api.resource import Given, Resource
from volunteer.errors import NotAllowed
from volunteer.messages import Schema
from volunteer.people.models import RoleKind
from volunteer.policy import May
from volunteer.records.schemas import PeriodSchema, StatementSchema
from volunteer.records.statement import lines_in, lines_of, total

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


class AnyDays(PageSchema):
    """From which day to which, both included; all of them where none are named."""

    since = fields.Date(load_default=date(2000, 1, 1))
    until = fields.Date(load_default=date(2100, 12, 31))


class OwnStatementSchema(AnyDays, PeriodSchema):
    """From which day to which, both included."""


class CommunityStatementSchema(AnyDays, StatementSchema):
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
    if community_id not in door.person().communities_as(RoleKind.SECRETARY):
        raise NotAllowed(May.SEE_RECORD)
    after, limit = given.pop("after"), given.pop("limit")
    lines = lines_in(community_id, **given)
    return {**slice_of(lines, after, limit), "minutes": total(lines)}
