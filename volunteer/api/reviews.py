"""What residents say: through their secret link, or to staff on the phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import fields

from volunteer import door
from volunteer.api.needs_out import NeedOut, need_out
from volunteer.api.out import Code
from volunteer.api.resource import Given, Resource, View
from volunteer.db import transaction
from volunteer.history.models import Event
from volunteer.history.queries import story
from volunteer.messages import Schema
from volunteer.needs import actions as needs
from volunteer.needs import queries
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.schemas import AnswerSchema, CancelSchema
from volunteer.orders import actions as orders
from volunteer.orders.codes import for_order
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.orders.presence import may_prove
from volunteer.orders.queries import live_orders
from volunteer.reviews import actions, following
from volunteer.reviews.models import Outcome
from volunteer.reviews.queries import word_on
from volunteer.reviews.schemas import ConfirmationSchema, SettleSchema

routes = Resource("reviews", "Following a need through its secret link, and its resident's word.")
LINK = "/needs/follow/<number>/<secret>"
# Of what history keeps with a step, the resident reads these.
FOR_THE_RESIDENT = ("reason", "door", "outcome", "into")


class HelperOut(Schema):
    """Somebody who comes, as residents know them: by surname."""

    name = fields.String(attribute="order.member.person.shown_name", required=True)
    status = Code(OrderStatus, attribute="order.status", required=True)
    service_code = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "To read out when they come and when they go. It changes every thirty "
            "seconds; null while they may not ask for it."
        },
    )


class StepOut(Schema):
    """The need came into a state."""

    at = fields.AwareDateTime(required=True)
    status = fields.String(attribute="new", required=True)
    why = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class WordOut(Schema):
    """What the resident said."""

    outcome = Code(Outcome, required=True)
    satisfaction = fields.Integer(required=True, allow_none=True)
    comment = fields.String(required=True)
    thanks = fields.String(required=True)
    thanks_passed_on = fields.Boolean(
        required=True, metadata={"description": "Whoever came reads the thanks."}
    )


class FollowOut(Schema):
    """A need, to its resident."""

    number = fields.String(attribute="need.number", required=True)
    status = Code(NeedStatus, attribute="need.status", required=True)
    type = fields.String(attribute="need.type", required=True)
    title = fields.String(attribute="need.title", required=True)
    wish = fields.String(attribute="need.wish", required=True)
    question = fields.String(attribute="need.question", required=True)
    starts_at = fields.AwareDateTime(attribute="need.starts_at", required=True)
    ends_at = fields.AwareDateTime(attribute="need.ends_at", required=True)
    headcount = fields.Integer(attribute="need.headcount", required=True)
    meeting_point = fields.String(attribute="need.meeting_point", required=True)
    no_call_since = fields.AwareDateTime(
        attribute="need.no_call_since",
        required=True,
        allow_none=True,
        metadata={
            "description": "Since when the resident does not want to be called afterwards; null "
            "while somebody of another community may call."
        },
    )
    helpers = fields.List(fields.Nested(HelperOut), required=True)
    story = fields.List(fields.Nested(StepOut), required=True)
    word = fields.Nested(WordOut, required=True, allow_none=True)


def by_link(takes: type[Schema] | None, verb: str) -> Callable[[View], View]:
    """A step the holder of the secret link takes."""

    def decorate(view: View) -> View:
        view = routes.response(200, FollowOut)(routes.refuses(403, 404, 409)(view))
        view = routes.arguments(takes)(view) if takes else view
        view = routes.limit(door.FOLLOWING, share="follow")(view)
        return routes.post(f"{LINK}/{verb}")(routes.anyone(view))

    return decorate


@routes.get(LINK)
@routes.anyone
@routes.response(200, FollowOut)
@routes.refuses(404)
def follow(number: str, secret: str) -> object:
    """The need, to whoever holds its secret."""
    need, _ = queries.need_by_link(number, secret)
    return follow_out(need)


@by_link(AnswerSchema, "answer")
def answer(given: Given, number: str, secret: str) -> object:
    """The question is answered; the need waits for triage again."""
    return _by_link(needs.answer, number, secret, given)


@by_link(CancelSchema, "cancel")
def cancel(given: Given, number: str, secret: str) -> object:
    """The need is no more; whoever had accepted is told."""
    return _by_link(orders.cancel_need, number, secret, given)


@by_link(ConfirmationSchema, "confirm")
def confirm(given: Given, number: str, secret: str) -> object:
    """The resident has said whether it is solved."""
    return _by_link(actions.confirm, number, secret, given)


@by_link(None, "refuse-calls")
def refuse_calls(number: str, secret: str) -> object:
    """Nobody calls about the need afterwards, from now on; the second time nothing happens."""
    return _by_link(following.refuse_calls, number, secret, {})


@by_link(None, "allow-calls")
def allow_calls(number: str, secret: str) -> object:
    """Somebody of another community may call about the need afterwards."""
    return _by_link(following.allow_calls, number, secret, {})


@routes.verb("/needs/<int:need_id>/confirm-by-phone", ConfirmationSchema, gives=NeedOut)
def confirm_by_phone(given: Given, need_id: int) -> object:
    """The resident's word, told to staff on the phone."""
    return _by_staff(actions.confirm, need_id, given)


@routes.verb("/needs/<int:need_id>/settle", SettleSchema, gives=NeedOut)
def settle(given: Given, need_id: int) -> object:
    """The secretary has cleared the matter with the resident."""
    return _by_staff(actions.settle, need_id, given)


@routes.verb("/needs/<int:need_id>/reopen", SettleSchema, gives=NeedOut)
def reopen(given: Given, need_id: int) -> object:
    """A need said not to be solved waits for triage again."""
    return _by_staff(needs.reopen, need_id, given)


def follow_out(need: Need) -> dict[str, object]:
    """The need, who comes, what happened, and what the resident said."""
    steps = [one for one in story("need", [need.id]) if one.old != one.new]
    helpers = live_orders(need)
    return {
        "need": need,
        "helpers": [{"order": one, "service_code": _code_for(one)} for one in helpers],
        "story": [_step(one) for one in steps],
        "word": word_on(need),
    }


def _code_for(order: Order) -> str | None:
    return for_order(order, door.now()) if may_prove(order, door.now()) else None


def _step(event: Event) -> dict[str, object]:
    facts = {name: event.facts[name] for name in FOR_THE_RESIDENT if name in event.facts}
    return {"at": event.at, "new": event.new, "why": event.why, "facts": facts}


def _by_staff(act: Any, need_id: int, given: Given) -> object:
    with transaction():
        need = queries.need_for(door.person(), need_id)
        act(need, by=door.person(), now=door.now(), **given)
    return need_out(need)


def _by_link(act: Any, number: str, secret: str, given: Given) -> object:
    with transaction():
        need, holder = queries.need_by_link(number, secret)
        act(need, by=holder, now=door.now(), **given)
    return follow_out(need)
