"""The answers of triage that a community gives again and again."""

from __future__ import annotations

from marshmallow import fields

from volunteer import door
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.messages import Schema
from volunteer.needs import texts
from volunteer.places.queries import community
from volunteer.policy import May, require

routes = Resource("texts", "What a community answers again and again.")


class TextsOut(Schema):
    """The community's own texts for each answer, one a line."""

    ask = fields.String(required=True)
    reject = fields.String(required=True)
    redirect = fields.String(required=True)
    approve = fields.String(required=True)


@routes.shows("/communities/<int:community_id>/texts", gives=TextsOut)
def show(community_id: int) -> object:
    """The community's own texts, to its secretary."""
    where = community(community_id)
    require(door.person(), May.KEEP_TEXTS, where)
    return texts.own(where)


@routes.put("/communities/<int:community_id>/texts")
@routes.signed_in
@routes.arguments(texts.TextsSchema)
@routes.response(200, TextsOut)
@routes.refuses(403, 404)
def keep(given: Given, community_id: int) -> object:
    """These are the community's own texts from now on."""
    with transaction():
        where = community(community_id)
        texts.keep(where, **given, by=door.person(), now=door.now())
    return texts.own(where)
