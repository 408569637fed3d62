"""How a community asks its members, and what they answered so far."""

from __future__ import annotations

from marshmallow import fields

from volunteer import door
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.dispatch.queries import all_answers
from volunteer.messages import Schema
from volunteer.places import actions
from volunteer.places.models import Community
from volunteer.places.queries import community
from volunteer.places.schemas import AskingSchema
from volunteer.policy import May, require

routes = Resource("asking", "What a community lets the service do by itself.")


class RateOut(Schema):
    """What people of all communities answered in half a year, for one kind of task and hour."""

    type = fields.String(required=True)
    hour = fields.Integer(required=True, metadata={"description": "On Shanghai's clock."})
    yes = fields.Integer(required=True)
    asked = fields.Integer(required=True)
    chance = fields.Float(
        required=True, metadata={"description": "Smoothed: where few were asked, near 0.3."}
    )


class AskingOut(Schema):
    """What was chosen, and the chances by which the service reckons."""

    asks_by_itself = fields.Boolean(required=True)
    days = fields.List(
        fields.Integer(), required=True, metadata={"description": "Weekdays, 0 is Monday."}
    )
    hour = fields.Time(format="%H:%M", required=True, allow_none=True)
    rates = fields.List(fields.Nested(RateOut), required=True)


@routes.shows("/communities/<int:community_id>/asking", gives=AskingOut)
def show(community_id: int) -> object:
    """What was chosen, to the community's secretary."""
    where = community(community_id)
    require(door.person(), May.CHOOSE_ASKING, where)
    return _out(where)


@routes.put("/communities/<int:community_id>/asking")
@routes.signed_in
@routes.arguments(AskingSchema)
@routes.response(200, AskingOut)
@routes.refuses(403, 404)
def choose(given: Given, community_id: int) -> object:
    """Members are asked as chosen from now on."""
    with transaction():
        where = community(community_id)
        actions.choose_asking(where, by=door.person(), now=door.now(), **given)
    return _out(where)


def _out(where: Community) -> dict[str, object]:
    rates = [
        {"type": type, "hour": hour, "yes": one.yes, "asked": one.asked, "chance": one.chance}
        for (type, hour), one in sorted(all_answers(now=door.now()).items())
    ]
    return {
        "asks_by_itself": where.asks_by_itself,
        "days": where.round_days,
        "hour": where.round_hour,
        "rates": rates,
    }
