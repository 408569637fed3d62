"""What was told by one's own consents; the secretary's letters to work units."""

from __future__ import annotations

from functools import partial

from flask import url_for
from marshmallow import fields

from volunteer import clock, door
from volunteer.api.members import own_registration
from volunteer.api.out import Code
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.audit.models import What
from volunteer.consents.models import Purpose
from volunteer.db import transaction
from volunteer.disclosures import actions, letters, queries
from volunteer.disclosures.models import UnitLetter
from volunteer.disclosures.quarters import Quarter
from volunteer.disclosures.schemas import AnyQuarterSchema, WriteSchema
from volunteer.members.skills import Group
from volunteer.messages import Schema

routes = Resource("disclosures", "What is told to work units: by consent, as seen, written down.")


class KindOut(Schema):
    """Minutes of one kind of service; null where hours from elsewhere did not tell."""

    kind = Code(Group, required=True, allow_none=True)
    minutes = fields.Integer(required=True)


class ToldOut(Schema):
    """A line of a letter."""

    name = fields.String(required=True)
    services = fields.Integer(required=True)
    minutes = fields.Integer(required=True)
    kinds = fields.Function(
        lambda told: [{"kind": kind, "minutes": n} for kind, n in told["kinds"]],
        required=True,
        metadata={"type": "array", "items": {"type": "object"}},
    )


class DisclosureOut(Schema):
    """One time that somebody was told of oneself."""

    id = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    purpose = Code(Purpose, required=True)
    receiver = fields.String(required=True)
    quarter = fields.String(attribute="letter.quarter", required=True)
    community = fields.String(attribute="letter.community.name", required=True)
    by = fields.String(attribute="letter.made_by.name", required=True)
    consent_id = fields.Integer(required=True)
    told = fields.Nested(ToldOut, required=True)


class ContentOut(Schema):
    """A letter word for word."""

    community = fields.String(required=True)
    unit = fields.String(required=True)
    quarter = fields.String(required=True)
    people = fields.List(fields.Nested(ToldOut), required=True)


class LetterPreviewOut(Schema):
    """What a unit would be told; `seen` goes back to write it. `letter_id` once it is written."""

    content = fields.Nested(ContentOut, required=True)
    seen = fields.String(required=True)
    letter_id = fields.Integer(attribute="letter.id", dump_default=None, allow_none=True)


class PreviewsOut(Schema):
    """A letter for each unit of which somebody has agreed and served."""

    items = fields.List(fields.Nested(LetterPreviewOut), required=True)


class LetterOut(Schema):
    """A letter that was written; `digest` is the SHA-256 of its content as sorted JSON."""

    id = fields.Integer(required=True)
    content = fields.Nested(ContentOut, required=True)
    digest = fields.String(required=True)
    made_at = fields.AwareDateTime(required=True)
    made_by = fields.String(attribute="made_by.name", required=True)


class LetterLineOut(Schema):
    """A letter to one's work unit, to be read one by one."""

    id = fields.Integer(required=True)
    community_id = fields.Integer(required=True)
    receiver = fields.String(required=True)
    quarter = fields.String(required=True)
    made_at = fields.AwareDateTime(required=True)


@routes.lists("/disclosures", PageSchema, gives=page_of(DisclosureOut))
def disclosures(given: Given) -> dict[str, object]:
    """Every time somebody was told of oneself, with the very figures; the last one first."""
    return page(partial(queries.told_of, own_registration()), **given)


@routes.lists("/communities/<int:community_id>/feedback", AnyQuarterSchema, gives=PreviewsOut)
def feedback(given: Given, community_id: int) -> dict[str, object]:
    """What each work unit would be told of a quarter; nothing is written."""
    community = queries.place_for(door.person(), community_id)
    quarter = given["quarter"] or Quarter.of(clock.local(door.now()).date()).last
    return {"items": letters.previews(community, quarter)}


@routes.verb("/communities/<int:community_id>/feedback", WriteSchema, gives=LetterOut, status=201)
def write(given: Given, community_id: int) -> tuple[UnitLetter, int, dict[str, str]]:
    """The letter is written as it was seen, with a row for everybody in it."""
    with transaction():
        community = queries.place_for(door.person(), community_id)
        letter = actions.write(community, **given, by=door.person(), now=door.now())
    return letter, 201, {"Location": url_for(".show", letter_id=letter.id)}


@routes.shows("/feedback/<int:letter_id>", gives=LetterOut)
def show(letter_id: int) -> UnitLetter:
    """A letter of one's community, or to the work unit one speaks for."""
    letter = queries.letter_for(door.person(), letter_id)
    door.exported(What.LETTER_JSON, len(letter.content["people"]), letter.community_id)
    return letter


@routes.lists("/feedback", PageSchema, gives=page_of(LetterLineOut))
@routes.refuses(403)
def to_unit(given: Given) -> dict[str, object]:
    """The letters to the work unit that one speaks for, the last one first."""
    return page(partial(queries.letters_to, door.person()), **given)
