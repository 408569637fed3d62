"""The hall: what is open, what would suit best, what one may stand by for; and taking from it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext
from marshmallow import fields

from volunteer import door
from volunteer.api.members import own_registration
from volunteer.api.needs_out import NeedLine
from volunteer.api.orders import OrderOut, order_out, routes, travel
from volunteer.api.out import Code, Reasons
from volunteer.api.paging import PageSchema, page_of, slice_of
from volunteer.api.resource import Given
from volunteer.db import transaction
from volunteer.errors import NotAllowed, NotFound
from volunteer.members.models import Member
from volunteer.members.queries import of_person
from volunteer.messages import Schema
from volunteer.needs.queries import need_for
from volunteer.orders import actions, room, standby
from volunteer.orders.agreement import NOW, TERMS
from volunteer.orders.fit import Hindrance
from volunteer.orders.hall import Entry, best_of, look_around, reasons_for
from volunteer.orders.models import Order
from volunteer.policy import May

Begun = tuple[object, int, dict[str, str]]


class EntryOut(Schema):
    """An open task as the member who asks sees it."""

    need = fields.Nested(NeedLine, required=True)
    places_left = fields.Integer(required=True)
    suits = fields.Boolean(required=True)
    may_be_taken = fields.Boolean(
        required=True, metadata={"description": "Only the member's own wishes speak against it."}
    )
    needs_approval = fields.Boolean(
        required=True,
        metadata={"description": "Taking it makes a claim, which a secretary decides."},
    )
    hindrances = fields.List(Code(Hindrance), required=True)
    reasons = Reasons(attribute="terms")


EntryPage = page_of(EntryOut)


class TermsOut(Schema):
    """What whoever takes a task agrees to."""

    version = fields.String(required=True)
    terms = fields.List(fields.String(), required=True)


@routes.lists("/hall", PageSchema, gives=EntryPage)
def hall(given: Given) -> dict[str, object]:
    """Open tasks of one's community: what suits, why, and why not."""
    return slice_of(_around(own_registration())[0], **given)


@routes.lists("/hall/full", PageSchema, gives=EntryPage)
def full(given: Given) -> dict[str, object]:
    """Tasks whose places are all taken, for which one may stand by."""
    return slice_of(_around(own_registration())[1], **given)


@routes.shows("/hall/best", gives=EntryOut)
def best() -> object:
    """The one open task that would suit best; not found when none suits."""
    member = own_registration()
    found = best_of(member, _around(member)[0])
    if found is None:
        raise NotFound("task", "")
    return found


@routes.shows("/agreement", gives=TermsOut)
def terms() -> dict[str, object]:
    """The terms of today: taking a task is agreeing to them."""
    return {"version": NOW, "terms": [gettext(one) for one in TERMS[NOW]]}


@routes.verb("/needs/<int:need_id>/take", gives=OrderOut, status=201)
def take(need_id: int) -> Begun:
    """The member has taken an open task; an offer of it is accepted instead, and what is risky is
    claimed and waits for a secretary."""
    room.must_have_room(door.person(), need_id)
    with transaction(keep=True):
        need = room.task_for(door.person(), need_id)
        member, now = _member(), door.now()
        reasons = reasons_for(member, need, now=now)
        order = actions.take(
            need,
            member,
            reasons=reasons,
            by=door.person(),
            now=now,
            travel=travel(),
            patience=door.patience(),
        )
    return _begun(order)


@routes.verb("/needs/<int:need_id>/stand-by", gives=OrderOut, status=201)
def stand_by(need_id: int) -> Begun:
    """The member waits for a place of a full task, and is asked when one opens."""
    with transaction(keep=True):
        need = need_for(door.person(), need_id)
        member, now = _member(), door.now()
        reasons = reasons_for(member, need, now=now)
        order = standby.stand_by(
            need, member, reasons=reasons, by=door.person(), now=now, travel=travel()
        )
    return _begun(order)


def _around(member: Member) -> tuple[Sequence[Entry], Sequence[Entry]]:
    return look_around(member, now=door.now(), travel=travel(), limits=door.limits())


def _member() -> Member:
    member = of_person(door.person())
    if member is None:
        raise NotAllowed(May.TAKE_TASK)
    return member


def _begun(order: Order) -> Begun:
    return order_out(order), 201, {"Location": url_for(".show", order_id=order.id)}
