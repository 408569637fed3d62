"""What never arrived, for whoever looks after the service: no body, no address, no name."""

from __future__ import annotations

from functools import partial
from typing import Any

from marshmallow import fields

from volunteer import door
from volunteer.api.out import Code
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.messages import Schema
from volunteer.notices import tending
from volunteer.notices.models import Delivery, State, Topic
from volunteer.notices.schemas import LetGoSchema
from volunteer.notices.topics import topic_of

routes = Resource("deliveries", "What was sent besides the page and never arrived.")


class TopicCode(Code):
    """What a kind of notice is about, as far as people choose."""

    def _serialize(self, value: Any, *_: object, **__: object) -> str | None:
        return topic_of(value).value


class DeliveryOut(Schema):
    """One notice on one channel: that it did not arrive, and why."""

    id = fields.Integer(required=True)
    channel = fields.String(required=True)
    topic = TopicCode(Topic, attribute="notice.notice_kind", required=True)
    state = Code(State, required=True)
    tries = fields.Integer(required=True)
    error = fields.String(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


@routes.lists("/deliveries", PageSchema, gives=page_of(DeliveryOut))
def index(given: Given) -> dict[str, object]:
    """What never arrived, newest first."""
    return page(partial(tending.dead_for, door.person()), **given)


@routes.verb("/deliveries/<int:delivery_id>/retry", gives=DeliveryOut)
def retry(delivery_id: int) -> Delivery:
    """It waits again, under its old key."""
    with transaction():
        found = tending.delivery_for(door.person(), delivery_id)
        tending.try_again(found, by=door.person(), now=door.now())
    return found


@routes.verb("/deliveries/<int:delivery_id>/drop", LetGoSchema, gives=DeliveryOut)
def drop(given: Given, delivery_id: int) -> Delivery:
    """It is not sent any more, for a reason that is kept."""
    with transaction():
        found = tending.delivery_for(door.person(), delivery_id)
        tending.let_go(found, by=door.person(), now=door.now(), **given)
    return found
