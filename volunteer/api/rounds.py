"""Rounds: who could do what in the days ahead, steered and released by the secretary."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import current_app, url_for
from marshmallow import fields

from volunteer import door
from volunteer.api.needs_out import NeedLine
from volunteer.api.orders import MemberLine, travel
from volunteer.api.out import Code, Reasons
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.messages import Schema
from volunteer.places.queries import community
from volunteer.rounds import actions, queries
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import Round, Ruling

routes = Resource("rounds", "Proposals of the matching for a community.")


class RunSchema(Schema):
    """Which community the round is for."""

    community_id = fields.Integer(required=True)


class PairSchema(Schema):
    """Which pair of the round is meant."""

    need_id = fields.Integer(required=True)
    member_id = fields.Integer(required=True)


class RoundLine(Schema):
    """A round, to the secretary of its community."""

    id = fields.Integer(required=True)
    community_id = fields.Integer(required=True)
    status = Code(RoundStatus, required=True)
    created_at = fields.AwareDateTime(required=True)
    solved_at = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True)
    members_asked = fields.Integer(required=True)
    places_wanted = fields.Integer(required=True)
    method = fields.String(required=True)
    gap = fields.Float(required=True)
    seconds = fields.Float(required=True)
    suitability = fields.Integer(required=True)


class ProposalOut(Schema):
    """The round proposes to ask this member for this need, for these reasons."""

    need = fields.Nested(NeedLine, required=True)
    member = fields.Nested(MemberLine, required=True)
    reasons = Reasons()
    order_id = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The offer, once released."}
    )


class WishOut(Schema):
    """The secretary pinned or forbade a pair."""

    need_id = fields.Integer(required=True)
    member_id = fields.Integer(required=True)
    ruling = Code(Ruling, required=True)


class UnfilledOut(Schema):
    """Places without anybody, and how many people were left at each stage of the search."""

    need = fields.Nested(NeedLine, required=True)
    places = fields.Integer(required=True)
    funnel = fields.List(
        fields.List(fields.Raw()), required=True, metadata={"description": "[stage, people left]"}
    )


class RoundOut(RoundLine):
    """One round with all that it proposes."""

    proposals = fields.List(fields.Nested(ProposalOut), required=True)
    unfilled = fields.List(fields.Nested(UnfilledOut), required=True)
    wishes = fields.List(fields.Nested(WishOut), required=True)


class ReleasedOut(Schema):
    """How many were asked, and how many proposals no longer held."""

    asked = fields.Integer(required=True)
    passed_over = fields.Integer(required=True)
    round = fields.Nested(RoundOut, required=True)


@routes.lists("/rounds", PageSchema, gives=page_of(RoundLine))
def index(given: Given) -> dict[str, object]:
    """Rounds of one's communities, newest first."""
    return page(partial(queries.list_for, door.person()), **given)


@routes.verb("/rounds", RunSchema, gives=RoundOut, status=201)
def run(given: Given) -> tuple[Round, int, dict[str, str]]:
    """A new proposal for the days ahead; one that nobody released is discarded."""
    days = current_app.config["SETTINGS"].round_days
    with transaction():
        where = community(given["community_id"])
        found = actions.run(where, by=door.person(), now=door.now(), days=days, travel=travel())
    return _fresh(found), 201, {"Location": url_for(".show", round_id=found.id)}


@routes.shows("/rounds/<int:round_id>", gives=RoundOut)
def show(round_id: int) -> Round:
    """One round."""
    return queries.round_for(door.person(), round_id)


@routes.verb("/rounds/<int:round_id>/pin", PairSchema, gives=RoundOut)
def pin(given: Given, round_id: int) -> Round:
    """The next solution holds this pair."""
    return _changed(partial(actions.rule, ruling=Ruling.PIN, **given), round_id)


@routes.verb("/rounds/<int:round_id>/forbid", PairSchema, gives=RoundOut)
def forbid(given: Given, round_id: int) -> Round:
    """The next solution does without this pair."""
    return _changed(partial(actions.rule, ruling=Ruling.FORBID, **given), round_id)


@routes.verb("/rounds/<int:round_id>/clear", PairSchema, gives=RoundOut)
def clear(given: Given, round_id: int) -> Round:
    """The pair is left to the solver again."""
    return _changed(partial(actions.rule, ruling=None, **given), round_id)


@routes.verb("/rounds/<int:round_id>/solve", gives=RoundOut)
def solve(round_id: int) -> Round:
    """The proposal is the best for what holds now, pins and forbids kept."""
    return _changed(partial(actions.solve_again, travel=travel()), round_id)


@routes.verb("/rounds/<int:round_id>/release", gives=ReleasedOut)
def release(round_id: int) -> dict[str, object]:
    """Each member proposed is asked."""
    with transaction():
        found = queries.round_for(door.person(), round_id)
        became = actions.release(
            found, by=door.person(), now=door.now(), travel=travel(), patience=door.patience()
        )
    return {**vars(became), "round": _fresh(found)}


@routes.verb("/rounds/<int:round_id>/discard", gives=RoundOut)
def discard(round_id: int) -> Round:
    """The proposal is put aside; nobody was asked."""
    return _changed(actions.discard, round_id)


def _changed(act: Callable[..., object], round_id: int) -> Round:
    with transaction():
        found = queries.round_for(door.person(), round_id)
        act(found, by=door.person(), now=door.now())
    return _fresh(found)


def _fresh(found: Round) -> Round:
    """The round read again as a whole: what a commit leaves would be read row by row."""
    return queries.round_for(door.person(), found.id)
