"""Whom to call, shown for a reason and to one answer only; and who has looked at one's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from marshmallow import fields

from volunteer import door, proving
from volunteer.api.members import own_registration
from volunteer.api.out import Code
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.api.reviews import LINK
from volunteer.contacts import looking, queries
from volunteer.contacts.models import Reason
from volunteer.contacts.schemas import LookSchema
from volunteer.db import transaction
from volunteer.members.queries import member_for
from volunteer.messages import Schema
from volunteer.needs.queries import need_by_link, need_for
from volunteer.orders.queries import order_for
from volunteer.policy import Actor
from volunteer.reviews.following import follow_up_for

routes = Resource("contacts", "Phones and addresses, each look with its reason and its row.")


class ContactOut(Schema):
    """Whom to call. For this answer only: there is one row of it, which they can read."""

    name = fields.String(required=True)
    phone = fields.String(required=True)
    address = fields.String(
        required=True, metadata={"description": "Empty where only the phone is shown."}
    )
    shown_to = fields.String(
        required=True, metadata={"description": "To be shown across it, with the moment."}
    )
    shown_at = fields.AwareDateTime(required=True)


class LookOut(Schema):
    """One look at a phone or address, to the one whose it is."""

    id = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    standing = fields.String(required=True)
    surname = fields.String(required=True)
    reason = Code(Reason, required=True)
    words = fields.String(required=True)


Looks = page_of(LookOut)


@routes.verb("/needs/<int:need_id>/contact", LookSchema, gives=ContactOut)
@routes.limit(door.LOOKING, share="look")
def of_need(given: Given, need_id: int) -> object:
    """The resident's phone and address, to staff who say why and to members on the way."""
    return _shown(partial(need_for, door.person(), need_id), looking.at_resident, given)


@routes.verb("/orders/<int:order_id>/contact", LookSchema, gives=ContactOut)
@routes.limit(door.LOOKING, share="look")
def of_order(given: Given, order_id: int) -> object:
    """The resident, to the member who goes there; the member's phone to staff who say why."""
    return _shown(partial(order_for, door.person(), order_id), looking.at_other_side, given)


@routes.verb("/members/<int:member_id>/contact", LookSchema, gives=ContactOut)
@routes.limit(door.LOOKING, share="look")
def of_member(given: Given, member_id: int) -> object:
    """The member's phone, to the secretary who says why."""
    return _shown(partial(member_for, door.person(), member_id), looking.at_member, given)


@routes.verb("/follow-ups/<int:follow_up_id>/contact", LookSchema, gives=ContactOut)
@routes.limit(door.LOOKING, share="look")
def of_call(given: Given, follow_up_id: int) -> object:
    """The resident's phone, to whoever calls them for another community."""
    return _shown(partial(follow_up_for, door.person(), follow_up_id), looking.for_call, given)


@routes.post(f"{LINK}/contact")
@routes.anyone
@routes.limit(door.FOLLOWING, share="follow")
@routes.response(200, ContactOut)
@routes.refuses(404)
def of_own(number: str, secret: str) -> object:
    """What the resident gave, to whoever holds the link."""
    need, holder = need_by_link(number, secret)
    return _shown(lambda: need_by_link(need.number, secret)[0], looking.at_resident, {}, by=holder)


@routes.get(f"{LINK}/looks")
@routes.anyone
@routes.arguments(PageSchema, location="query")
@routes.response(200, Looks)
@routes.refuses(404)
def at_resident(given: Given, number: str, secret: str) -> object:
    """Who has looked at the resident's phone and address, newest first."""
    need, _holder = need_by_link(number, secret)
    return page(partial(queries.at_resident, need), **given)


@routes.lists("/members/me/looks", PageSchema, gives=Looks)
def at_me(given: Given) -> dict[str, object]:
    """Who has looked at one's own phone, newest first."""
    return page(partial(queries.at_member, own_registration()), **given)


def _shown(
    find: Callable[[], Any], at: Callable[..., Any], given: Given, *, by: Actor | None = None
) -> dict[str, object]:
    with transaction():
        contact = at(find(), proving.asked(by or door.person(), **given))
    viewer = door.person().name if by is None else ""
    kept = {name: getattr(contact, name) for name in ("name", "phone", "address")}
    return {**kept, "shown_to": viewer, "shown_at": door.now()}
