"""What an auditor reads: what happened, who looked, who took files, what was told."""

from __future__ import annotations

from functools import partial

from marshmallow import fields

from volunteer import door
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.audit import queries
from volunteer.audit.schemas import AuditSchema
from volunteer.messages import Schema

routes = Resource("audit", "For auditors: what was done, without contacts.")


class AuditOut(Schema):
    """One thing that was done; `who` is empty for the service and for holders of a link."""

    id = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    who = fields.String(required=True)
    standing = fields.String(required=True)
    what = fields.String(required=True)
    kind = fields.String(required=True)
    thing_id = fields.Integer(required=True, allow_none=True)
    community_id = fields.Integer(required=True, allow_none=True)
    rows = fields.Integer(required=True, allow_none=True)
    why = fields.String(required=True)


class AskedSchema(AuditSchema, PageSchema):
    """Which rows, and where to go on."""


@routes.lists("/audit", AskedSchema, gives=page_of(AuditOut))
@routes.refuses(403)
def index(given: Given) -> dict[str, object]:
    """What was asked, the last first."""
    return page(partial(queries.rows_for, door.person()), **given)
