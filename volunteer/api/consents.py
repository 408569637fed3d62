"""One's own consents: each purpose by itself, given and taken back at once."""

from __future__ import annotations

from flask import current_app
from flask_babel import get_locale, gettext
from marshmallow import ValidationError, fields

from volunteer import door
from volunteer.api.out import Code
from volunteer.api.resource import Given, Resource
from volunteer.consents import queries
from volunteer.consents.models import Consent, Purpose
from volunteer.consents.schemas import ConsentSchema
from volunteer.consents.words import needed_of
from volunteer.db import transaction
from volunteer.members.queries import of_person
from volunteer.messages import Schema
from volunteer.rights import choosing
from volunteer.rights.choosing import Asked

routes = Resource("consents", "What one agreed to, each purpose by itself.")


class ConsentOut(Schema):
    """What one agreed to, word for word, and until when."""

    id = fields.Integer(required=True)
    purpose = Code(Purpose, required=True)
    version = fields.String(required=True)
    receiver = fields.String(required=True)
    text = fields.String(required=True)
    given_at = fields.AwareDateTime(required=True)
    withdrawn_at = fields.AwareDateTime(required=True, allow_none=True)


class ChoiceOut(Schema):
    """A purpose that asks for consent: the words of now (`seen` goes back with them), whether it is
    done now, and by which consent (`consent_id`, to take back)."""

    purpose = Code(Purpose, required=True)
    receiver = fields.String(
        required=True, metadata={"description": "The work unit, or the channel of letters."}
    )
    version = fields.String(required=True)
    text = fields.String(required=True)
    seen = fields.String(required=True)
    holds = fields.Boolean(required=True)
    is_old = fields.Boolean(
        required=True, metadata={"description": "Agreed to words that count no more: asked again."}
    )
    consent_id = fields.Integer(attribute="standing.id", dump_default=None, allow_none=True)
    since = fields.AwareDateTime(attribute="standing.given_at", dump_default=None, allow_none=True)


class NeededOut(Schema):
    """What is not for choosing, by which ground, and how one is rid of it."""

    code = fields.String(required=True)
    use = fields.Function(lambda one: gettext(one.use), required=True)
    what = fields.Function(lambda one: gettext(one.what), required=True)
    seen_by = fields.Function(lambda one: gettext(one.seen_by), required=True)
    ground = fields.Function(lambda one: gettext(one.ground), required=True)
    without = fields.Function(lambda one: gettext(one.without), required=True)


class ConsentsOut(Schema):
    """What can be chosen, what cannot and why, and everything one ever agreed to."""

    choices = fields.List(fields.Nested(ChoiceOut), required=True)
    needed = fields.List(fields.Nested(NeededOut), required=True)
    items = fields.List(fields.Nested(ConsentOut), required=True)


@routes.shows("/consents", gives=ConsentsOut)
def consents() -> dict[str, object]:
    """What one may agree to, and has agreed to, the last one first."""
    person = door.person()
    return {
        "choices": choosing.choices(_asked()),
        "needed": needed_of(is_member=of_person(person) is not None),
        "items": queries.consents_of(person.id),
    }


@routes.verb("/consents", ConsentSchema, gives=ConsentOut, status=201)
@routes.refuses(404)
def give(given: Given) -> Consent:
    """One agrees to what was read; letters by a `channel` need the `address` there."""
    wrong = choosing.wrong_with(_asked(), given)
    if wrong:
        raise ValidationError({"address": [gettext(wrong)]})
    with transaction():
        return choosing.give(_asked(), **given, now=door.now())


@routes.delete("/consents/<int:consent_id>")
@routes.signed_in
@routes.response(204)
@routes.refuses(404)
def withdraw(consent_id: int) -> None:
    """One takes it back."""
    with transaction():
        consent = queries.own_consent(door.person().id, consent_id)
        choosing.end(door.person(), consent, now=door.now())


def _asked() -> Asked:
    open_ones = [(one.name, one.title, one.is_personal) for one in current_app.config["CHANNELS"]]
    language = "en" if str(get_locale()) == "en" else "zh"
    return Asked(door.person(), gettext, language, open_ones)
