"""Tokens: given for a login and a password, gone when given back."""

from __future__ import annotations

from flask_babel import gettext
from marshmallow import ValidationError, fields

from volunteer import door
from volunteer.api.out import Code
from volunteer.api.reading import WHOLE_BODY
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.messages import Schema
from volunteer.people import actions
from volunteer.people.models import Person, RoleKind
from volunteer.people.schemas import SignInSchema

routes = Resource("sign-ins", "Signing in and out.")


class RoleOut(Schema):
    """What somebody is in a community, or above it; one of the three places is set."""

    community_id = fields.Integer(required=True, allow_none=True)
    subdistrict_id = fields.Integer(required=True, allow_none=True)
    district_id = fields.Integer(required=True, allow_none=True)
    role = Code(RoleKind, required=True)


class PersonOut(Schema):
    """Whoever is signed in, to themselves."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.Nested(RoleOut), required=True)


class TokenOut(Schema):
    """The token to send as `Authorization: Bearer …`."""

    token = fields.String(required=True)
    person = fields.Nested(PersonOut, required=True)


@routes.post("/sign-ins")
@routes.anyone
@routes.limit(door.SIGNING_IN, share="sign-in")
@routes.arguments(SignInSchema)
@routes.response(201, TokenOut)
def sign_in(given: Given) -> dict[str, object]:
    """A new token; the answer does not tell which of the two was wrong."""
    person = door.known(given["login"], given["password"])
    if person is None:
        raise ValidationError(gettext("登录名或密码不对，请再试一次。"), WHOLE_BODY)
    person = door.open_session(person.id)
    return {"token": person.token, "person": person}


@routes.shows("/sign-ins/current", gives=PersonOut)
def current() -> Person:
    """Whom the token speaks for."""
    return door.person()


@routes.delete("/sign-ins/current")
@routes.signed_in
@routes.response(204)
def sign_out() -> None:
    """The token is worth nothing any more."""
    with transaction():
        actions.end_session(door.person().token, now=door.now())
