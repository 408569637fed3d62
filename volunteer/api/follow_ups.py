"""Follow-up calls by another community, and how they are drawn."""

from __future__ import annotations

from functools import partial

from marshmallow import fields

from volunteer import clock, door
from volunteer.api.out import Code
from volunteer.api.paging import PageSchema, page, page_of, slice_of
from volunteer.api.resource import Given, Resource
from volunteer.contacts.masking import masked
from volunteer.db import transaction
from volunteer.messages import Schema
from volunteer.reviews import following, sampling
from volunteer.reviews.follow_ups import FollowUp, Why
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.reviews.models import Outcome
from volunteer.reviews.schemas import FollowUpSchema

routes = Resource("follow-ups", "Calls by another community after the service.")


class FollowUpOut(Schema):
    """A call, to staff of the community that makes it; the number to call while it is open."""

    id = fields.Integer(required=True)
    number = fields.String(attribute="need.number", required=True)
    title = fields.String(attribute="need.title", required=True)
    community_id = fields.Integer(required=True)
    reasons = fields.List(Code(Why), required=True)
    status = Code(FollowUpStatus, required=True)
    tries = fields.Integer(required=True)
    phone = fields.Function(
        lambda one: masked(one.need.contact_phone) if one.status == FollowUpStatus.OPEN else None,
        required=True,
        metadata={
            "type": ["string", "null"],
            "description": "Covered; null once the call is settled.",
        },
    )
    outcome = Code(Outcome, required=True, allow_none=True)


class SeedOut(Schema):
    """What was promised for a month, and the seed once the month is over."""

    month = fields.String(required=True)
    promise = fields.String(required=True, metadata={"description": "SHA-256 of the seed."})
    seed = fields.String(required=True, allow_none=True)
    published_at = fields.AwareDateTime(required=True)


@routes.lists("/follow-ups", PageSchema, gives=page_of(FollowUpOut))
def index(given: Given) -> dict[str, object]:
    """The calls that wait for one's communities."""
    given["after"] = given["after"] or 0
    return page(partial(following.list_for, door.person()), **given)


@routes.shows("/follow-ups/<int:follow_up_id>", gives=FollowUpOut)
def show(follow_up_id: int) -> FollowUp:
    """One call."""
    return following.follow_up_for(door.person(), follow_up_id)


@routes.verb("/follow-ups/<int:follow_up_id>/answer", FollowUpSchema, gives=FollowUpOut)
def answer(given: Given, follow_up_id: int) -> FollowUp:
    """What the resident said is kept; not solved disputes the need again."""
    with transaction():
        follow_up = following.follow_up_for(door.person(), follow_up_id)
        following.answer(follow_up, by=door.person(), now=door.now(), **given)
    return follow_up


@routes.verb("/follow-ups/<int:follow_up_id>/not-reached", gives=FollowUpOut)
def not_reached(follow_up_id: int) -> FollowUp:
    """One try more without an answer; after three days it stays unreachable."""
    with transaction():
        follow_up = following.follow_up_for(door.person(), follow_up_id)
        following.not_reached(follow_up, by=door.person(), now=door.now())
    return follow_up


@routes.verb("/follow-ups/<int:follow_up_id>/refused", gives=None, status=204)
def refused(follow_up_id: int) -> None:
    """The resident told the caller that they do not want to be called; the call is hidden."""
    with transaction():
        follow_up = following.follow_up_for(door.person(), follow_up_id)
        following.refused(follow_up, by=door.person(), now=door.now())


@routes.get("/sampling")
@routes.anyone
@routes.arguments(PageSchema, location="query")
@routes.response(200, page_of(SeedOut))
def sampled(given: Given) -> dict[str, object]:
    """What is promised for each month, the latest first."""
    this_month = sampling.month_of(clock.local(door.now()).date())
    rows = [
        {
            "month": one.month,
            "promise": one.promise,
            "seed": one.seed if one.month < this_month else None,
            "published_at": one.published_at,
        }
        for one in sampling.seeds()
    ]
    return slice_of(rows, **given)
