"""What everybody may look up: communities and the closed lists to choose from."""

from __future__ import annotations

from flask_babel import gettext
from marshmallow import fields

from volunteer.api.out import Code
from volunteer.api.paging import PageSchema, page_of, slice_of
from volunteer.api.resource import Given, Resource
from volunteer.members.skills import SKILLS, Group
from volunteer.messages import Schema
from volunteer.needs.types import NEED_TYPES, Risk
from volunteer.places import queries
from volunteer.places.models import Community

routes = Resource("places", "Communities with their grids; skills; types of need.")


class GridOut(Schema):
    """A few hundred households."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class SubdistrictOut(Schema):
    """The agency above communities."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class CommunityOut(Schema):
    """A community, whom to call there, and its grids."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    subdistrict = fields.Nested(SubdistrictOut, required=True)
    grids = fields.List(fields.Nested(GridOut), required=True)


class SkillOut(Schema):
    """What a member can say to be able to do."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    group = Code(Group, required=True)
    licence = fields.Boolean(
        required=True, metadata={"description": "Counts only once the secretary saw a licence."}
    )


class NeedTypeOut(Schema):
    """A kind of need, with what is usual for it."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    group = Code(Group, required=True)
    skill = fields.String(required=True, allow_none=True)
    minutes = fields.Integer(required=True)
    people = fields.Integer(required=True)
    risk = Code(Risk, required=True)
    counts = fields.Boolean(required=True, metadata={"description": "Minutes count as service."})


@routes.get("/communities")
@routes.anyone
@routes.arguments(PageSchema, location="query")
@routes.response(200, page_of(CommunityOut))
def communities(given: Given) -> dict[str, object]:
    """Every community with its grids."""
    return slice_of(queries.communities(), **given)


@routes.get("/communities/<int:community_id>")
@routes.anyone
@routes.response(200, CommunityOut)
@routes.refuses(404)
def community(community_id: int) -> Community:
    """One community with its grids."""
    return queries.community(community_id)


@routes.get("/skills")
@routes.anyone
@routes.arguments(PageSchema, location="query")
@routes.response(200, page_of(SkillOut))
def skills(given: Given) -> dict[str, object]:
    """The catalogue of skills."""
    return slice_of([{**vars(one), "name": gettext(one.name)} for one in SKILLS.values()], **given)


@routes.get("/need-types")
@routes.anyone
@routes.arguments(PageSchema, location="query")
@routes.response(200, page_of(NeedTypeOut))
def need_types(given: Given) -> dict[str, object]:
    """The catalogue of needs."""
    kinds = [{**vars(one), "name": gettext(one.name)} for one in NEED_TYPES.values()]
    return slice_of(kinds, **given)
