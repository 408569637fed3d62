"""What a round takes and gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from volunteer.api.needs_out import NeedLine
from volunteer.api.orders import MemberLine
from volunteer.api.out import Code, Reasons
from volunteer.door import LARGEST_ID
from volunteer.members.skills import SKILLS
from volunteer.messages import Schema
from volunteer.needs.models import Need
from volunteer.places.queries import SCOPES
from volunteer.policy import Actor, May, can
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import PairWish, Proposal, Round, Ruling, Unfilled
from volunteer.rounds.questions import Load
from volunteer.rounds.schemas import WeightsSchema
from volunteer.words import word as w

FEW = 5  # so many people or more may be counted where others than their secretary look on


def _id(**more: Any) -> fields.Integer:
    return fields.Integer(validate=validate.Range(0, LARGEST_ID), **more)


class SolveSchema(Schema):
    """With which weights; those left out stay as they are."""

    weights = fields.Nested(WeightsSchema)


class RunSchema(SolveSchema):
    """Which place the round is for (one of the three), and with which weights."""

    community_id = _id()
    subdistrict_id = _id()
    district_id = _id()

    @validates_schema
    def is_for_one_place(self, data: Mapping[str, Any], **_: object) -> None:
        """A round is for one place."""
        if sum(f"{kind}_id" in data for kind in SCOPES) != 1:
            raise ValidationError(w("写明一个地方：社区、街道或区"), "community_id")


class PairSchema(Schema):
    """Which pair of the round is meant."""

    need_id = _id(required=True)
    member_id = _id(required=True)


class ImaginedSchema(SolveSchema):
    """What is imagined to be different."""

    without_needs = fields.List(_id(), validate=validate.Length(max=100))
    without_members = fields.List(_id(), validate=validate.Length(max=100))
    one_more = fields.String(
        validate=validate.OneOf(list(SKILLS)),
        metadata={"description": "The skill of one person more, who is always free."},
    )


class RoundLine(Schema):
    """A round, to those who run it or release a part of it."""

    id = fields.Integer(required=True)
    community_id = fields.Integer(required=True, allow_none=True)
    subdistrict_id = fields.Integer(required=True, allow_none=True)
    district_id = fields.Integer(required=True, allow_none=True)
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
    weights = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    seed = fields.Integer(required=True)
    input_hash = fields.String(
        required=True,
        metadata={"description": "Equal for equal input; empty once changed by hand."},
    )


class ProposalOut(Schema):
    """The round proposes to ask this member for this need, for these reasons.

    Officers read the kind of need instead of its title, and the surname of the member.
    """

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
    """One round with what was said about its pairs; pairs and gaps are lists of their own."""

    wishes = fields.List(fields.Nested(WishOut), required=True)


class ReleasedOut(Schema):
    """How many were asked, and how many proposals no longer held."""

    asked = fields.Integer(required=True)
    passed_over = fields.Integer(required=True)
    asked_enough = fields.Integer(
        required=True,
        metadata={"description": "Of those, whose members were asked often enough this week."},
    )
    round = fields.Nested(RoundOut, required=True)


class SwapOut(Schema):
    """How another proposal differs: [need id, member id] pairs; the person imagined is 0."""

    gone = fields.List(fields.List(fields.Integer()), required=True)
    come = fields.List(fields.List(fields.Integer()), required=True)
    places = fields.Integer(required=True)
    suitability = fields.Integer(required=True)


class InsistedOut(Schema):
    """The rule in the way ("fits" when none), and what insisting on the pair would change."""

    rule = fields.String(required=True)
    chosen = fields.Boolean(required=True)
    is_pinned_out = fields.Boolean(required=True)
    swap = fields.Nested(SwapOut, required=True)


class LoadOut(Schema):
    """How many members have at most so many minutes; null where fewer than five are not told."""

    up_to = fields.Integer(required=True, allow_none=True)
    before = fields.Integer(required=True, allow_none=True)
    after = fields.Integer(required=True, allow_none=True)


class LoadsOut(Schema):
    """All classes of load, the lightest first."""

    items = fields.List(fields.Nested(LoadOut), required=True)


class LackOut(Schema):
    """A kind of person of whom one more would fill so many places."""

    skill = fields.String(required=True, allow_none=True)
    weekday = fields.Integer(required=True)
    part = fields.Integer(required=True)
    community_id = fields.Integer(required=True)
    places = fields.Integer(required=True)
    needs = fields.List(fields.Integer(), required=True)


class LacksOut(Schema):
    """The kinds lacked most, the best first."""

    items = fields.List(fields.Nested(LackOut), required=True)


def round_out(found: Round, wishes: Sequence[PairWish]) -> dict[str, object]:
    """The round, and what its reader may know of the wishes."""
    line = {name: getattr(found, name) for name in RoundLine._declared_fields}
    return {**line, "wishes": wishes}


def proposal_out(one: Proposal, reader: Actor) -> dict[str, object]:
    """The pair by name where the reader decides, else by kind and surname."""
    is_own = can(reader, May.OFFER_TASK, one.need)
    surname = {"id": one.member_id, "person": {"name": one.member.person.shown_name}}
    return {
        "need": one.need if is_own else _kind_only(one.need),
        "member": one.member if is_own else surname,
        "reasons": one.reasons,
        "order_id": one.order_id,
    }


def unfilled_out(one: Unfilled, reader: Actor) -> dict[str, object]:
    """The gap with its funnel; the need by kind where the reader does not decide."""
    is_own = can(reader, May.OFFER_TASK, one.need)
    need = one.need if is_own else _kind_only(one.need)
    return {"need": need, "places": one.places, "funnel": one.funnel}


def loads_out(load: Load, found: Round) -> dict[str, object]:
    """The counts, without the small ones where others than their secretary look on."""
    hides = found.community_id is None
    counts = {"before": load.before, "after": load.after}
    return {
        "up_to": load.up_to,
        **{name: None if hides and 0 < one < FEW else one for name, one in counts.items()},
    }


def _kind_only(need: Need) -> dict[str, object]:
    """The need without what somebody wrote about it."""
    line = {name: getattr(need, name) for name in NeedLine._declared_fields}
    return {**line, "title": need.type, "risk_note": "", "insurance": "", "meeting_point": ""}
