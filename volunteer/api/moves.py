"""Leaving, and moving to another community."""

from __future__ import annotations

from functools import partial

from marshmallow import fields

from volunteer import door
from volunteer.api.members import own_registration
from volunteer.api.out import Code
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.members.schemas import DecisionSchema
from volunteer.messages import Schema
from volunteer.moves import actions, queries
from volunteer.moves.lifecycle import MoveStatus
from volunteer.moves.models import Move
from volunteer.moves.schemas import FarewellSchema, MoveSchema

routes = Resource("moves", "Members who leave, or move to another community.")


class MoveOut(Schema):
    """A move, to the member and to the secretary of the new community."""

    id = fields.Integer(required=True)
    member_id = fields.Integer(required=True)
    name = fields.String(attribute="member.person.name", required=True)
    unit_name = fields.String(attribute="member.unit_name", required=True)
    from_id = fields.Integer(required=True)
    community_id = fields.Integer(required=True)
    grid_id = fields.Integer(required=True)
    keeps_promises = fields.Boolean(required=True)
    status = Code(MoveStatus, required=True)
    asked_at = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    decision_note = fields.String(required=True)


@routes.verb("/members/me/leave", FarewellSchema, gives=None, status=204)
def leave(given: Given) -> None:
    """The member serves no more: promises are given back, the record stays."""
    with transaction():
        actions.leave(own_registration(), by=door.person(), now=door.now())


@routes.verb("/members/me/move", MoveSchema, gives=MoveOut, status=201)
def ask(given: Given) -> Move:
    """The new community is asked to confirm; until then nothing else changes."""
    with transaction():
        return actions.ask(own_registration(), **given, by=door.person(), now=door.now())


@routes.verb("/members/me/move/take-back", gives=MoveOut)
def take_back() -> Move:
    """The member stays where they are."""
    with transaction():
        move = queries.own_move(own_registration())
        actions.take_back(move, by=door.person(), now=door.now())
    return move


@routes.lists("/moves", PageSchema, gives=page_of(MoveOut))
def index(given: Given) -> dict[str, object]:
    """Moves that wait for the secretary of the new community."""
    given["after"] = given["after"] or 0
    return page(partial(queries.waiting_for, door.person()), **given)


@routes.verb("/moves/<int:move_id>/confirm", gives=MoveOut)
def confirm(move_id: int) -> Move:
    """The member is at home there from now on."""
    with transaction():
        move = queries.move_for(door.person(), move_id)
        actions.confirm(move, by=door.person(), now=door.now())
    return move


@routes.verb("/moves/<int:move_id>/refuse", DecisionSchema, gives=MoveOut)
def refuse(given: Given, move_id: int) -> Move:
    """The member stays where they are and reads why."""
    with transaction():
        move = queries.move_for(door.person(), move_id)
        actions.refuse(move, **given, by=door.person(), now=door.now())
    return move
