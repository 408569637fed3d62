"""Notices: what somebody was told."""

from __future__ import annotations

from functools import partial

from marshmallow import fields

from volunteer import door
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.messages import Schema
from volunteer.notices import actions, queries

routes = Resource("notices", "One's own inbox.")


class NoticeOut(Schema):
    """One notice: what kind, about which thing."""

    id = fields.Integer(required=True)
    kind = fields.String(attribute="notice_kind", required=True)
    thing_kind = fields.String(required=True)
    thing_id = fields.Integer(required=True)
    facts = fields.Dict(keys=fields.String(), required=True)
    created_at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)


@routes.lists("/notices", PageSchema, gives=page_of(NoticeOut))
def index(given: Given) -> dict[str, object]:
    """One's own notices, newest first."""
    return page(partial(queries.inbox_of, door.person().id), **given)


@routes.post("/notices/read")
@routes.signed_in
@routes.response(204)
def read() -> None:
    """Nothing in the inbox is new any more."""
    with transaction():
        actions.mark_read(door.person().id, now=door.now())
