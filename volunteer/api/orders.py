"""Orders: what a member is asked, takes, gives back and does; and the hall."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from flask import current_app, url_for
from marshmallow import fields

from volunteer import door
from volunteer.api.members import own_registration
from volunteer.api.needs_out import ContactOut, NeedLine
from volunteer.api.out import Code, Reasons
from volunteer.api.paging import PageSchema, page, page_of, slice_of
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.errors import NotAllowed, WrongCode
from volunteer.members.queries import of_person
from volunteer.messages import Schema
from volunteer.orders import actions, queries
from volunteer.orders.fit import Hindrance
from volunteer.orders.hall import entries_for, hall_for
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order, Presence
from volunteer.orders.schemas import CheckInSchema, ReleaseSchema
from volunteer.policy import May

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
    accepted_at = fields.AwareDateTime(required=True, allow_none=True)
    checked_in_at = fields.AwareDateTime(required=True, allow_none=True)
    checked_out_at = fields.AwareDateTime(required=True, allow_none=True)
    presence = Code(Presence, required=True, allow_none=True)


class OrderOut(OrderLine):
    """One order, and the contact once it has been accepted."""

    contact = fields.Nested(ContactOut, required=True, allow_none=True)


LINE = tuple(OrderLine().fields)


class EntryOut(Schema):
    """An open task as the member who asks sees it."""

    need = fields.Nested(NeedLine, required=True)
    places_left = fields.Integer(required=True)
    suits = fields.Boolean(required=True)
    may_be_taken = fields.Boolean(
        required=True, metadata={"description": "Only the member's own wishes speak against it."}
    )
    hindrances = fields.List(Code(Hindrance), required=True)
    reasons = Reasons(attribute="terms")


class OrdersSchema(PageSchema):
    """Which orders."""

    status = fields.List(
        fields.Enum(OrderStatus, by_value=True),
        load_default=list,
        metadata={"description": "Any of these; repeat it for several."},
    )


@routes.lists("/hall", PageSchema, gives=page_of(EntryOut))
def hall(given: Given) -> dict[str, object]:
    """Open tasks of one's community: what suits, why, and why not."""
    entries = hall_for(own_registration(), now=door.now(), travel=travel(), waits=door.hall_waits())
    return slice_of(entries, **given)


@routes.lists("/orders", OrdersSchema, gives=page_of(OrderLine))
def index(given: Given) -> dict[str, object]:
    """One's own orders and, to staff, those of their communities, newest first."""
    found = partial(queries.list_for, door.person(), statuses=given.pop("status"))
    return page(found, **given)


@routes.shows("/orders/<int:order_id>", gives=OrderOut)
def show(order_id: int) -> object:
    """One order."""
    return order_out(queries.order_for(door.person(), order_id))


@routes.verb("/needs/<int:need_id>/take", gives=OrderOut, status=201)
def take(need_id: int) -> tuple[object, int, dict[str, str]]:
    """The member has taken an open task; an offer of it is accepted instead."""
    queries.task_for(door.person(), need_id)  # who comes too late need not wait to be told
    with transaction():
        need = queries.task_for(door.person(), need_id)
        member, now = of_person(door.person()), door.now()
        if member is None:
            raise NotAllowed(May.TAKE_TASK)
        (entry,) = entries_for(member, [need], now=now, travel=travel())
        order = actions.take(
            need, member, reasons=entry.terms, by=door.person(), now=now, travel=travel()
        )
    return order_out(order), 201, {"Location": url_for(".show", order_id=order.id)}


@routes.verb("/orders/<int:order_id>/accept", gives=OrderOut)
def accept(order_id: int) -> object:
    """The member has the task; address and phone are theirs to see."""
    return _changed(partial(actions.accept, travel=travel()), order_id)


@routes.verb("/orders/<int:order_id>/decline", gives=OrderOut)
def decline(order_id: int) -> object:
    """The member said no; nothing follows from it."""
    return _changed(actions.decline, order_id)


@routes.verb("/orders/<int:order_id>/release", ReleaseSchema, gives=OrderOut)
def release(given: Given, order_id: int) -> object:
    """The member has given the task back before its start."""
    return _changed(partial(actions.release, **given), order_id)


@routes.verb("/orders/<int:order_id>/miss", gives=OrderOut)
def miss(order_id: int) -> object:
    """Staff note that the member did not come."""
    return _changed(actions.miss, order_id)


@routes.verb("/orders/<int:order_id>/check-in", CheckInSchema, gives=OrderOut)
def check_in(given: Given, order_id: int) -> object:
    """The member has arrived, by the server's clock; staff say so without a code."""
    with transaction():
        order = queries.order_for(door.person(), order_id)
        right = actions.check_in(order, by=door.person(), now=door.now(), **given)
    if not right:  # said after the commit, which counts the try
        raise WrongCode(actions.CODE_TRIES - order.wrong_codes)
    return order_out(order)


def order_out(order: Order) -> dict[str, object]:
    """The order as whoever asks may see it now."""
    seen = queries.may_see_contact(door.person(), order.need, now=door.now())
    line = {name: getattr(order, name) for name in LINE}
    return {**line, "contact": order.need if seen else None}


def travel() -> timedelta:
    """What must lie between two tasks of one member."""
    return timedelta(minutes=current_app.config["SETTINGS"].travel_minutes)


def _changed(act: Any, order_id: int) -> object:
    with transaction():
        order = queries.order_for(door.person(), order_id)
        act(order, by=door.person(), now=door.now())
    return order_out(order)
