"""Everything about oneself, for programs: of an account, and by the link of a need."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from volunteer import door, keeping
from volunteer.api.resource import Given, Resource
from volunteer.db import fold_log, transaction
from volunteer.messages import Schema
from volunteer.needs.queries import need_by_link
from volunteer.rights import erasing, export
from volunteer.rights.schemas import EraseSchema

routes = Resource("rights", "What is kept about oneself.")


class EverythingOut(Schema):
    """Table -> its rows about oneself, each column -> value. Moments are in UTC."""

    made_at = fields.AwareDateTime(required=True)
    tables = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Dict(keys=fields.String(), values=fields.Raw())),
        required=True,
    )


@routes.post("/me/data")
@routes.signed_in
@door.proved
@routes.response(200, EverythingOut)
@routes.refuses(403)
def mine() -> dict[str, Any]:
    """Everything about oneself; asks for the password or code again after a while."""
    with transaction(keep=True):
        found = export.of_person(door.person(), now=door.now())
    return _out(found)


@routes.post("/needs/follow/<number>/<secret>/data")
@routes.anyone
@routes.limit(door.FOLLOWING, share="follow")
@routes.response(200, EverythingOut)
@routes.refuses(404)
def of_need(number: str, secret: str) -> dict[str, Any]:
    """Everything about whoever the need is for, as far as this need knows them."""
    with transaction(keep=True):
        need, holder = need_by_link(number, secret)
        found = export.of_need(need, by=holder, now=door.now())
    return _out(found)


@routes.post("/me/erase")
@routes.signed_in
@door.proved
@routes.arguments(EraseSchema)
@routes.response(204)
@routes.refuses(403, 409)
def erase_mine(given: Given) -> None:
    """One's account is gone and nothing tells who one was; asks for the password or code again
    after a while."""
    with transaction():
        pictures = erasing.of_person(door.person(), now=door.now())
    fold_log()
    keeping.let_go(pictures)


@routes.post("/needs/follow/<number>/<secret>/erase")
@routes.anyone
@routes.limit(door.FOLLOWING, share="follow")
@routes.arguments(EraseSchema)
@routes.response(204)
@routes.refuses(404, 409)
def erase_need(given: Given, number: str, secret: str) -> None:
    """The need is withdrawn if it was to come, and tells nothing of whom it was for."""
    with transaction():
        need, holder = need_by_link(number, secret)
        pictures = erasing.of_need(need, by=holder, now=door.now())
    fold_log()
    keeping.let_go(pictures)


def _out(found: list[export.Section]) -> dict[str, Any]:
    return {"made_at": door.now(), "tables": export.in_json(found, now=door.now())["tables"]}
