"""Orders: what a member is asked, takes, gives back and does; and the hall."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from flask import current_app
from flask_babel import gettext
from marshmallow import fields

from volunteer import door
from volunteer.api.needs_out import CoveredOut, NeedLine
from volunteer.api.out import Code, Reasons
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.contacts.rights import may_see_contact
from volunteer.db import transaction
from volunteer.errors import WrongCode
from volunteer.messages import Schema
from volunteer.orders import actions, claims, handing, presence, queries, room
from volunteer.orders.agreement import NOW, TERMS
from volunteer.orders.in_line import handed_on
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order, Presence
from volunteer.orders.schemas import CheckInSchema, HandOverSchema, RefuseSchema, ReleaseSchema

routes = Resource("orders", "One member, one need, one try; and the hall of open tasks.")


class MemberLine(Schema):
    """Who does it, to themselves and to staff of the community."""

    id = fields.Integer(required=True)
    name = fields.String(attribute="person.name", required=True)


class OrderLine(Schema):
    """An order, to its member and to staff of the community."""

    id = fields.Integer(required=True)
    status = Code(OrderStatus, required=True)
    need = fields.Nested(NeedLine, required=True)
    member = fields.Nested(MemberLine, required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    reasons = Reasons()
    offered_at = fields.AwareDateTime(required=True, allow_none=True)
    expires_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Until when an offer may be answered."},
    )
    stood_by_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Since when the member stands by, or stood by before the offer."},
    )
    approved_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "When a secretary agreed to a claim of something risky."},
    )
    accepted_at = fields.AwareDateTime(required=True, allow_none=True)
    checked_in_at = fields.AwareDateTime(required=True, allow_none=True)
    checked_out_at = fields.AwareDateTime(required=True, allow_none=True)
    presence = Code(
        Presence,
        required=True,
        allow_none=True,
        metadata={"description": "How the arrival is known, as it was."},
    )
    vouched_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "When the resident confirmed to staff what was only declared."},
    )
    leaving = Code(
        Presence,
        required=True,
        allow_none=True,
        metadata={"description": "How it is known when they left."},
    )


class AgreementOut(Schema):
    """What the member agreed to: the terms of that day and the task as it stood."""

    at = fields.AwareDateTime(attribute="agreed_at", required=True)
    version = fields.String(attribute="agreement_version", required=True)
    terms = fields.List(fields.String(), required=True)
    task = fields.Dict(attribute="agreement", required=True)


class AskedOut(Schema):
    """The colleague who is asked to go instead."""

    name = fields.String(attribute="member.person.name", required=True)
    status = Code(OrderStatus, required=True)
    expires_at = fields.AwareDateTime(required=True)


class OrderOut(OrderLine):
    """One order, and the contact once it has been accepted."""

    agreement = fields.Nested(AgreementOut, required=True, allow_none=True)
    hand_over = fields.Nested(
        AskedOut,
        required=True,
        allow_none=True,
        metadata={"description": "The colleague who is asked to go instead, if any is."},
    )
    given_by = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The colleague who asks the member of an offer to go instead."},
    )

    contact = fields.Nested(CoveredOut, required=True, allow_none=True)


LINE = tuple(OrderLine().fields)
AGREED = ("agreed_at", "agreement_version", "agreement")


class OrdersSchema(PageSchema):
    """Which orders."""

    status = fields.List(
        fields.Enum(OrderStatus, by_value=True),
        load_default=list,
        metadata={"description": "Any of these; repeat it for several."},
    )


@routes.lists("/orders", OrdersSchema, gives=page_of(OrderLine))
def index(given: Given) -> dict[str, object]:
    """One's own orders and, to staff, those of their communities, newest first."""
    found = partial(queries.list_for, door.person(), statuses=given.pop("status"))
    return page(found, **given)


@routes.shows("/orders/<int:order_id>", gives=OrderOut)
def show(order_id: int) -> object:
    """One order."""
    return order_out(queries.order_for(door.person(), order_id))


@routes.verb("/orders/<int:order_id>/accept", gives=OrderOut)
def accept(order_id: int) -> object:
    """The member has the task; address and phone are theirs to see (POST …/contact)."""
    room.must_not_be_gone(queries.order_for(door.person(), order_id), door.person())
    return _changed(partial(actions.accept, travel=travel(), patience=door.patience()), order_id)


@routes.verb("/orders/<int:order_id>/decline", gives=OrderOut)
def decline(order_id: int) -> object:
    """The member said no; nothing follows from it."""
    return _changed(actions.decline, order_id)


@routes.verb("/orders/<int:order_id>/release", ReleaseSchema, gives=OrderOut)
def release(given: Given, order_id: int) -> object:
    """The member has given the task back before its start."""
    return _changed(partial(actions.release, limits=door.limits(), **given), order_id)


@routes.verb("/orders/<int:order_id>/take-back", gives=OrderOut)
def take_back(order_id: int) -> object:
    """The member no longer waits, for a secretary's word or for a place."""
    return _changed(claims.take_back, order_id)


@routes.verb("/orders/<int:order_id>/approve", gives=OrderOut)
def approve(order_id: int) -> object:
    """A secretary agrees to a claim: the member has the task."""
    return _changed(partial(claims.approve, travel=travel()), order_id)


@routes.verb("/orders/<int:order_id>/refuse", RefuseSchema, gives=OrderOut)
def refuse(given: Given, order_id: int) -> object:
    """A secretary does not agree to a claim; the member reads why."""
    return _changed(partial(claims.refuse, **given), order_id)


@routes.verb("/orders/<int:order_id>/hand-over", HandOverSchema, gives=OrderOut)
@routes.limit(door.POSTING, share="hand-over")
def hand_over(given: Given, order_id: int) -> object:
    """A colleague is asked to go instead; until they say yes, the task is whose it was."""
    asked = partial(handing.propose, travel=travel(), patience=door.patience(), **given)
    return _changed(asked, order_id)


@routes.verb("/orders/<int:order_id>/recall", gives=OrderOut)
def recall(order_id: int) -> object:
    """The colleague is not asked any more."""
    return _changed(handing.recall, order_id)


@routes.verb("/orders/<int:order_id>/miss", gives=OrderOut)
def miss(order_id: int) -> object:
    """Staff note that the member did not come."""
    return _changed(partial(actions.miss, limits=door.limits()), order_id)


@routes.verb("/orders/<int:order_id>/check-in", CheckInSchema, gives=OrderOut)
def check_in(given: Given, order_id: int) -> object:
    """The member has arrived, by the server's clock; staff say so without a code."""
    with transaction():
        order = queries.order_for(door.person(), order_id)
        right = presence.check_in(order, by=door.person(), now=door.now(), **given)
    if not right:  # said after the commit, which counts the try
        raise WrongCode(presence.CODE_TRIES - order.wrong_codes)
    return order_out(order)


@routes.verb("/orders/<int:order_id>/lead", gives=OrderOut)
def lead(order_id: int) -> object:
    """The member leads the group, and may say who of it is there."""
    return _changed(presence.appoint, order_id)


@routes.verb("/orders/<int:order_id>/vouch", gives=OrderOut)
def vouch(order_id: int) -> object:
    """Staff have asked the resident, who confirms what the member declared."""
    return _changed(presence.vouch, order_id)


def order_out(order: Order) -> dict[str, object]:
    """The order as whoever asks may see it now."""
    seen = may_see_contact(door.person(), order.need, now=door.now())
    line = {name: getattr(order, name) for name in LINE}
    giver = order.given_by if order.status == OrderStatus.OFFERED else None
    # Nobody has been asked yet to take over what has only just been accepted.
    kept = order.status == OrderStatus.ACCEPTED and order.accepted_at != door.now()
    return {
        **line,
        "contact": order.need if seen else None,
        "agreement": _agreed(order) if order.agreed_at else None,
        "hand_over": handed_on(order) if kept else None,
        "given_by": giver.member.person.name if giver else None,
    }


def _agreed(order: Order) -> dict[str, object]:
    terms = [gettext(one) for one in TERMS[order.agreement_version or NOW]]
    return {"terms": terms, **{name: getattr(order, name) for name in AGREED}}


def travel() -> timedelta:
    """What must lie between two tasks of one member."""
    return timedelta(minutes=current_app.config["SETTINGS"].travel_minutes)


def _changed(act: Any, order_id: int) -> object:
    with transaction(keep=True):
        order = queries.order_for(door.person(), order_id)
        act(order, by=door.person(), now=door.now())
    return order_out(order)
