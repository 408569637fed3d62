"""Tokens: given for a login and a password, gone when given back."""

from __future__ import annotations

from flask_babel import gettext
from marshmallow import ValidationError, fields

from volunteer import door, gate, proving
from volunteer.api.out import Code
from volunteer.api.reading import WHOLE_BODY
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.messages import Schema
from volunteer.people import actions
from volunteer.people.models import Person, RoleKind
from volunteer.people.queries import sessions_of
from volunteer.people.schemas import PasswordSchema, ProofSchema, TokenSchema
from volunteer.people.sign_ins import Face

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


class SessionOut(Schema):
    """One place where somebody is signed in."""

    id = fields.Integer(required=True)
    face = Code(Face, required=True)
    created_at = fields.AwareDateTime(required=True)
    seen_at = fields.AwareDateTime(required=True)


class SessionsOut(Schema):
    """Every place where one is signed in, the last used first."""

    sign_ins = fields.List(fields.Nested(SessionOut), required=True)


class TokenOut(Schema):
    """The token to send as `Authorization: Bearer …`."""

    token = fields.String(required=True)
    person = fields.Nested(PersonOut, required=True)


@routes.post("/sign-ins")
@routes.anyone
@routes.limit(door.SIGNING_IN, share="sign-in")
@routes.arguments(TokenSchema)
@routes.response(201, TokenOut)
def sign_in(given: Given) -> dict[str, object]:
    """A new token; the answer does not tell which of the two was wrong."""
    person = gate.known(given["login"], given["password"])
    if person is None:
        raise ValidationError(gettext("登录名或密码不对，请再试一次。"), WHOLE_BODY)
    by_two = proving.is_needed(person)
    if by_two and not proving.is_second(person, given.get("code", "")):
        raise ValidationError({"code": [gettext("请填现在的动态码，或者一个没用过的备用码。")]})
    person = door.open_session(person.id, has_second=by_two)
    return {"token": person.token, "person": person}


@routes.post("/sign-ins/current/prove")
@routes.signed_in
@routes.limit(door.SIGNING_IN, share="sign-in")
@routes.arguments(ProofSchema)
@routes.response(204)
def prove(given: Given) -> None:
    """For a quarter of an hour one may have what is asked for only from the person themself."""
    if not proving.prove(door.person(), given["proof"]):
        raise ValidationError({"proof": [gettext("密码或动态码不对，请再试一次。")]})


@routes.shows("/sign-ins/current", gives=PersonOut)
def current() -> Person:
    """Whom the token speaks for."""
    return door.person()


@routes.shows("/sign-ins", gives=SessionsOut)
def mine() -> dict[str, object]:
    """Where one is signed in, with browsers and with tokens."""
    return {"sign_ins": sessions_of(door.person().id, now=door.now())}


@routes.delete("/sign-ins/<int:session_id>")
@routes.signed_in
@routes.response(204)
def end(session_id: int) -> None:
    """That session of one's own is over; of anybody else's nothing happens."""
    with transaction():
        actions.end_sessions(door.person().id, only=session_id, now=door.now())


@routes.post("/password")
@routes.signed_in
@door.before_all
@routes.limit(door.SIGNING_IN, share="sign-in")
@routes.arguments(PasswordSchema)
@routes.response(200, TokenOut)
def change_password(given: Given) -> dict[str, object]:
    """The new password holds; all tokens and browsers are signed out, and here is a new token."""
    wrong = gate.wrong_with(door.person(), **given)
    if wrong:
        raise ValidationError({field: [gettext(why)] for field, why in wrong.items()})
    person = door.change_password(door.person(), given["new"])
    return {"token": person.token, "person": person}


@routes.delete("/sign-ins/current")
@routes.signed_in
@routes.response(204)
def sign_out() -> None:
    """The token is worth nothing any more."""
    with transaction():
        actions.end_session(door.person().token, now=door.now())
