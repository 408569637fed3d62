"""What the API shows of a need, by audience: everybody in the community, helpers, staff."""

from __future__ import annotations

from flask import url_for
from marshmallow import fields

from volunteer import door
from volunteer.api.out import Code
from volunteer.contacts.masking import masked
from volunteer.contacts.rights import may_see_contact
from volunteer.messages import Schema
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import AgeBand, Channel, Risk, Urgency
from volunteer.orders.queries import places_taken
from volunteer.policy import May, can

COVERED = {"type": "string", "example": "138****1234"}


class NeedLine(Schema):
    """The task, to members of the community and to staff: nothing of the person behind it."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    status = Code(NeedStatus, required=True)
    type = fields.String(required=True)
    title = fields.String(required=True)
    skill = fields.String(required=True, allow_none=True)
    skill_level = fields.Integer(required=True)
    headcount = fields.Integer(required=True)
    together = fields.Boolean(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    urgency = Code(Urgency, required=True)
    risk = Code(Risk, required=True)
    risk_note = fields.String(required=True)
    insurance = fields.String(required=True)
    meeting_point = fields.String(required=True)
    community_id = fields.Integer(required=True)
    grid_id = fields.Integer(required=True)


class CoveredOut(Schema):
    """Who asks and what, to helpers who hold a place and to staff of the community. The number is
    covered; POST …/contact shows it and where they live."""

    name = fields.String(attribute="contact_name", required=True)
    phone = fields.Function(
        lambda need: masked(need.contact_phone), required=True, metadata=COVERED
    )
    wish = fields.String(required=True)
    child_age = Code(AgeBand, required=True, allow_none=True)


class CaseOut(Schema):
    """How the need came in and where it stands, to staff of the community."""

    channel = Code(Channel, required=True)
    posted_at = fields.AwareDateTime(required=True)
    triaged_at = fields.AwareDateTime(required=True, allow_none=True)
    question = fields.String(required=True)
    reopened = fields.Integer(required=True)
    merged_into_id = fields.Integer(required=True, allow_none=True)


class NeedOut(NeedLine):
    """One need; the parts that are not for everybody are null to others."""

    places_taken = fields.Integer(required=True)
    contact = fields.Nested(CoveredOut, required=True, allow_none=True)
    case = fields.Nested(CaseOut, required=True, allow_none=True)


class PostedOut(Schema):
    """What opens a need that was just posted, shown this once: it is as good as a key."""

    number = fields.String(required=True)
    secret = fields.String(required=True)
    follow_url = fields.String(required=True, metadata={"format": "uri"})
    status = Code(NeedStatus, required=True)


def need_out(need: Need) -> dict[str, object]:
    """The need as whoever asks may see it now."""
    person = door.person()
    contact = need if may_see_contact(person, need, now=door.now()) else None
    case = need if can(person, May.SEE_CONTACT, need) else None
    taken = places_taken([need.id]).get(need.id, 0)
    return {**_line(need), "places_taken": taken, "contact": contact, "case": case}


def posted_out(need: Need) -> dict[str, object]:
    """What the resident keeps."""
    key = {"number": need.number, "secret": need.link_secret}
    url = url_for("needs.follow", _external=True, **key)
    return {**key, "follow_url": url, "status": need.status}


def _line(need: Need) -> dict[str, object]:
    return {name: getattr(need, name) for name in LINE}


LINE = tuple(NeedLine().fields)
