"""Who holds which office below somebody: given, ended, acted for, and let in again."""

from __future__ import annotations

from collections.abc import Sequence

from marshmallow import fields

from volunteer import door, gate, giving
from volunteer.api.out import Code
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.messages import Schema
from volunteer.people import offices
from volunteer.people.models import Role, RoleKind
from volunteer.people.office_schemas import DeputySchema, OfficeSchema

routes = Resource("offices", "Offices: given from above, in a place, for a time.")


class HolderOut(Schema):
    """Who holds it."""

    name = fields.String(required=True)
    login = fields.String(required=True)


class OfficeOut(Schema):
    """One office; one of the three places is set, none for an administrator."""

    id = fields.Integer(required=True)
    role = Code(RoleKind, required=True)
    community_id = fields.Integer(required=True, allow_none=True)
    subdistrict_id = fields.Integer(required=True, allow_none=True)
    district_id = fields.Integer(required=True, allow_none=True)
    person = fields.Nested(HolderOut, required=True)
    body = fields.String(required=True, allow_none=True)
    granted_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True, allow_none=True)
    is_deputy = fields.Function(lambda role: role.acting_for_id is not None, required=True)


class OfficesOut(Schema):
    """Every office below, in the order of places."""

    offices = fields.List(fields.Nested(OfficeOut), required=True)


class GivenOut(Schema):
    """The office; for somebody new the password with which they come in once, told only here."""

    role = fields.Nested(OfficeOut, required=True)
    password = fields.String(required=True)


class PasswordOut(Schema):
    """A password for once, told only here."""

    password = fields.String(required=True)


@routes.shows("/offices", gives=OfficesOut)
def below() -> dict[str, Sequence[Role]]:
    """Who holds which office below whoever asks."""
    return {"offices": offices.list_for(door.person())}


@routes.verb("/offices", OfficeSchema, gives=GivenOut, status=201)
@door.proved
def grant(given: Given) -> giving.Given:
    """The office is given, never to oneself; who is new here gets an account."""
    return giving.grant(by=door.person(), **given)


@routes.verb("/offices/<int:role_id>/deputy", DeputySchema, gives=OfficeOut, status=201)
@door.proved
def name_deputy(given: Given, role_id: int) -> Role:
    """Somebody acts for the secretary who is away, until the end of that day."""
    return giving.name_deputy(role_id, by=door.person(), **given)


@routes.verb("/offices/<int:role_id>/end", gives=None, status=204)
def end(role_id: int) -> None:
    """The office is over, at once and everywhere."""
    with transaction():
        role = offices.role_for(door.person(), role_id)
        offices.end(role, by=door.person(), now=door.now())


@routes.verb("/offices/<int:role_id>/password", gives=PasswordOut)
@door.proved
def give_password(role_id: int) -> dict[str, str]:
    """The holder comes in with this password, once, and chooses their own."""
    role = offices.role_for(door.person(), role_id)
    return {"password": gate.give_password(role, by=door.person())}
