"""Members: reporting in, being confirmed, keeping the profile true."""

from __future__ import annotations

from functools import partial

from flask import url_for
from flask_babel import gettext
from marshmallow import ValidationError, fields, validate

from volunteer import door, gate
from volunteer.api.needs_out import COVERED
from volunteer.api.out import Code
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.contacts.masking import masked
from volunteer.db import transaction
from volunteer.errors import NotFound
from volunteer.members import actions, queries
from volunteer.members.free_time import Part
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member, Reminders
from volunteer.members.schemas import (
    ConfirmSchema,
    DecisionSchema,
    PauseSchema,
    ProfileSchema,
    RegistrationSchema,
)
from volunteer.members.skills import Group
from volunteer.messages import Schema
from volunteer.people.actions import hash_password

routes = Resource("members", "In-service members who report in at their home community.")


class HeldSkillOut(Schema):
    """A skill, how well, and until when a licence for it holds."""

    skill = fields.String(required=True)
    level = fields.Integer(required=True)
    licence_until = fields.Date(required=True, allow_none=True)


class FreePartOut(Schema):
    """A part of the week and how gladly; parts left out mean no."""

    weekday = fields.Function(
        lambda row: row.part_of_week // len(Part), required=True, metadata={"type": "integer"}
    )
    part = fields.Function(
        lambda row: row.part_of_week % len(Part), required=True, metadata={"type": "integer"}
    )
    grade = fields.Integer(required=True)


class MemberOut(Schema):
    """A registration, to the member and to the secretary of the community."""

    id = fields.Integer(required=True)
    name = fields.String(attribute="person.name", required=True)
    phone = fields.Function(
        lambda member: masked(member.person.phone), required=True, metadata=COVERED
    )
    community_id = fields.Integer(required=True)
    grid_id = fields.Integer(required=True)
    unit_name = fields.String(required=True)
    skills = fields.List(fields.Nested(HeldSkillOut), required=True)
    free_time = fields.List(fields.Nested(FreePartOut), attribute="free_parts", required=True)
    tasks_per_week = fields.Integer(required=True)
    reach_minutes = fields.Integer(required=True)
    wants_offers = fields.Boolean(required=True)
    serves_neighbours = fields.Boolean(required=True)
    wished_group = Code(Group, required=True, allow_none=True)
    reminders = Code(Reminders, required=True)
    wants_digest = fields.Boolean(required=True)
    paused_until = fields.Date(required=True, allow_none=True)
    status = Code(MemberStatus, required=True)
    receipt_no = fields.String(required=True, metadata={"description": "Empty until confirmed."})
    decision_note = fields.String(required=True)
    submitted_at = fields.AwareDateTime(required=True)
    confirmed_at = fields.AwareDateTime(required=True, allow_none=True)


class MembersSchema(PageSchema):
    """Which members."""

    status = fields.Enum(MemberStatus, by_value=True, load_default=None)
    q = fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={"description": "Name, pinyin, initials, the whole phone, or a receipt's number."},
    )


@routes.post("/members")
@routes.anyone
@routes.limit(door.POSTING, share="register")
@routes.arguments(RegistrationSchema)
@routes.response(201, MemberOut)
@routes.refuses(404)
def register(given: Given) -> tuple[Member, int, dict[str, str]]:
    """An account whose login is the phone, and a registration that waits for the secretary."""
    password = given.pop("password")
    if why := gate.too_short(password):
        raise ValidationError({"password": [gettext(why)]})
    hashed = hash_password(password)
    with transaction():
        member = actions.register(password_hash=hashed, now=door.now(), **given)
    return member, 201, {"Location": url_for(".show", member_id=member.id)}


@routes.lists("/members", MembersSchema, gives=page_of(MemberOut))
def index(given: Given) -> dict[str, object]:
    """Members of one's communities to their secretary; to others, themselves."""
    given["after"] = given["after"] or 0
    search = given.pop("q").strip()
    return page(partial(queries.list_for, door.person(), search=search), **given)


@routes.shows("/members/me", gives=MemberOut)
def me() -> Member:
    """One's own registration."""
    return own_registration()


@routes.put("/members/me")
@routes.signed_in
@routes.arguments(ProfileSchema)
@routes.response(200, MemberOut)
@routes.refuses(404, 409)
def edit(given: Given) -> Member:
    """The whole profile anew; a returned registration is submitted again."""
    with transaction():
        member = own_registration()
        actions.edit(member, by=door.person(), now=door.now(), **given)
    return member


@routes.verb("/members/me", ProfileSchema, gives=MemberOut, status=201)
def report_in(given: Given) -> tuple[Member, int, dict[str, str]]:
    """Somebody who can sign in already reports in, too."""
    with transaction():
        member = actions.report_in(door.person(), now=door.now(), **given)
    return member, 201, {"Location": url_for(".me")}


@routes.verb("/members/me/pause", PauseSchema, gives=MemberOut)
def pause(given: Given) -> Member:
    """The member is asked nothing until after that day."""
    with transaction():
        member = own_registration()
        actions.pause(member, by=door.person(), now=door.now(), **given)
    return member


@routes.verb("/members/me/resume", gives=MemberOut)
def resume() -> Member:
    """The member may be asked again."""
    with transaction():
        member = own_registration()
        actions.pause(member, by=door.person(), until=None, now=door.now())
    return member


@routes.shows("/members/<int:member_id>", gives=MemberOut)
def show(member_id: int) -> Member:
    """One member."""
    return queries.member_for(door.person(), member_id)


@routes.verb("/members/<int:member_id>/confirm", ConfirmSchema, gives=MemberOut)
def confirm(given: Given, member_id: int) -> Member:
    """The member may serve and has a receipt number."""
    with transaction():
        member = queries.member_for(door.person(), member_id)
        actions.confirm(member, by=door.person(), now=door.now(), **given)
    return member


@routes.verb("/members/<int:member_id>/return", DecisionSchema, gives=MemberOut)
def send_back(given: Given, member_id: int) -> Member:
    """The member is asked to correct the registration."""
    with transaction():
        member = queries.member_for(door.person(), member_id)
        actions.send_back(member, by=door.person(), now=door.now(), **given)
    return member


@routes.verb("/members/<int:member_id>/refuse", DecisionSchema, gives=MemberOut)
def refuse(given: Given, member_id: int) -> Member:
    """The registration ends, with the reason."""
    with transaction():
        member = queries.member_for(door.person(), member_id)
        actions.refuse(member, by=door.person(), now=door.now(), **given)
    return member


def own_registration() -> Member:
    """The registration of whoever asks; NotFound for somebody who has none."""
    member = queries.of_person(door.person())
    if member is None:
        raise NotFound("member", door.person().id)
    return member
