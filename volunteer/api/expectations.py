"""What a community hopes its members will give, and one's own years of hours."""

from __future__ import annotations

from functools import partial

from marshmallow import fields

from volunteer import clock, door
from volunteer.api.members import own_registration
from volunteer.api.out import Code
from volunteer.api.paging import PageSchema, counted_page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.errors import NotFound
from volunteer.members.skills import Group
from volunteer.messages import Schema
from volunteer.places import queries as places
from volunteer.records import expected, overview
from volunteer.records.expected import Expectation, Metric, Period
from volunteer.records.schemas import ExpectationSchema
from volunteer.reviews.queries import thanks_to

routes = Resource("expectations", "What a community hopes for, and one's own hours at a glance.")


class ExpectationOut(Schema):
    """So many services or hours of each member in a period; no quota, and nobody is ranked."""

    period = Code(Period, required=True)
    metric = Code(Metric, required=True)
    minimum = fields.Integer(required=True)
    said_at = fields.AwareDateTime(required=True)


class ProgressOut(Schema):
    """How far the member has come in the running period, in services or minutes."""

    period = Code(Period, required=True)
    metric = Code(Metric, required=True)
    done = fields.Integer(required=True)
    hoped = fields.Integer(required=True)


class GroupMinutes(Schema):
    """Minutes of one kind of service; null where hours from elsewhere did not tell."""

    group = Code(Group, required=True, allow_none=True)
    minutes = fields.Integer(required=True)


class DayMinutes(Schema):
    """Minutes of one day in Shanghai."""

    day = fields.Date(required=True)
    minutes = fields.Integer(required=True)


class ThanksOut(Schema):
    """A resident's thanks, without the resident's name."""

    said = fields.String(required=True)
    title = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class YearOut(Schema):
    """A year of one's own hours; each list sums up to the minutes the ledger has for it."""

    year = fields.Integer(required=True)
    minutes = fields.Integer(required=True)
    months = fields.List(
        fields.Integer(), required=True, metadata={"description": "From January on, twelve."}
    )
    groups = fields.List(fields.Nested(GroupMinutes), required=True)
    days = fields.List(fields.Nested(DayMinutes), required=True)
    progress = fields.Nested(ProgressOut, required=True, allow_none=True)


@routes.shows("/hours/<int:year>", gives=YearOut)
def year(year: int) -> dict[str, object]:
    """One's own hours of a year by month, kind and day, and how far towards what is hoped for."""
    member = own_registration()
    served, today = overview.served_by(member), clock.local(door.now()).date()
    found = overview.year_of(served, year)
    standing = expected.expectation_of(member.community_id)
    return {
        "year": found.year,
        "minutes": found.minutes,
        "months": list(found.months),
        "groups": [{"group": group, "minutes": n} for group, n in found.groups.items()],
        "days": [{"day": day, "minutes": n} for day, n in found.days.items()],
        "progress": expected.progress(standing, served, today=today) if standing else None,
    }


@routes.lists("/hours/thanks", PageSchema, gives=page_of(ThanksOut))
def thanks(given: Given) -> dict[str, object]:
    """What residents wanted passed on to the member, the last first; nobody else reads it."""
    return counted_page(partial(thanks_to, own_registration()), **given)


@routes.shows("/communities/<int:community_id>/expectation", gives=ExpectationOut)
def show(community_id: int) -> Expectation:
    """What the community hopes for now; 404 when it is nothing particular."""
    standing = expected.expectation_of(community_id)
    if standing is None:
        raise NotFound("expectation", community_id)
    return standing


@routes.verb("/communities/<int:community_id>/expectation", ExpectationSchema, gives=ExpectationOut)
def expect(given: Given, community_id: int) -> Expectation:
    """The community hopes for this from now on."""
    with transaction():
        community = places.community(community_id)
        return expected.expect(community, by=door.person(), now=door.now(), **given)


@routes.verb("/communities/<int:community_id>/expect-nothing", gives=None, status=204)
def expect_nothing(community_id: int) -> None:
    """The community hopes for nothing particular any more."""
    with transaction():
        community = places.community(community_id)
        expected.expect_nothing(community, by=door.person(), now=door.now())
