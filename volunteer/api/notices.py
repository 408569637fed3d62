"""Notices: what somebody was told."""

from __future__ import annotations

from functools import partial

from flask import current_app, url_for
from flask_babel import get_locale, gettext
from marshmallow import ValidationError, fields

from volunteer import door
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.messages import Schema
from volunteer.notices import actions, queries
from volunteer.notices.schemas import WaysSchema, wrong_with
from volunteer.people import actions as people
from volunteer.people.queries import calendar_of

routes = Resource("notices", "One's own inbox.")


class NoticeOut(Schema):
    """One notice: what kind, about which thing."""

    id = fields.Integer(required=True)
    kind = fields.String(attribute="notice_kind", required=True)
    thing_kind = fields.String(required=True)
    thing_id = fields.Integer(required=True)
    facts = fields.Dict(keys=fields.String(), required=True)
    created_at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)


@routes.lists("/notices", PageSchema, gives=page_of(NoticeOut))
def index(given: Given) -> dict[str, object]:
    """One's own notices, newest first."""
    return page(partial(queries.inbox_of, door.person().id), **given)


@routes.post("/notices/read")
@routes.signed_in
@routes.response(204)
def read() -> None:
    """Nothing in the inbox is new any more."""
    with transaction():
        actions.mark_read(door.person().id, now=door.now())


class ChannelOut(Schema):
    """A way to be told that the operator opened."""

    name = fields.String(required=True)
    is_personal = fields.Boolean(
        required=True, metadata={"description": "Whether it needs an address of one's own."}
    )


class WayOut(Schema):
    """A channel with what the person chose for it."""

    channel = fields.String(required=True)
    address = fields.String(required=True)
    topics = fields.List(fields.String(), required=True)
    agreed_at = fields.AwareDateTime(required=True)
    confirmed_at = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Null until the link in the letter to it was used."},
    )


class WaysOut(Schema):
    """What can be chosen, and what was."""

    channels = fields.List(fields.Nested(ChannelOut), required=True)
    ways = fields.List(fields.Nested(WayOut), required=True)


@routes.shows("/notices/channels", gives=WaysOut)
def channels() -> dict[str, object]:
    """Where one can be told besides the inbox, and where one wants to be."""
    return _ways()


@routes.put("/notices/channels")
@routes.signed_in
@routes.arguments(WaysSchema)
@routes.response(200, WaysOut)
def choose(given: Given) -> dict[str, object]:
    """From now on notices go there, and nowhere else."""
    open_ones = {one.name: one.is_personal for one in current_app.config["CHANNELS"]}
    wrong = {
        f"ways.{n}.{field}": [gettext(sentence)]
        for n, way in enumerate(given["ways"])
        for field, sentence in wrong_with(way, open_ones).items()
    }
    if wrong:
        raise ValidationError(wrong)
    language = "en" if str(get_locale()) == "en" else "zh"
    with transaction():
        actions.agree(door.person().id, given["ways"], language=language, now=door.now())
    return _ways()


class CalendarOut(Schema):
    """Where one's calendar is read."""

    address = fields.String(
        required=True, metadata={"description": "Of an iCalendar feed; empty when it is closed."}
    )


@routes.shows("/calendar", gives=CalendarOut)
def calendar() -> dict[str, str]:
    """The secret address of the feed of one's own tasks."""
    return _calendar()


@routes.verb("/calendar/reset", gives=CalendarOut)
def reset_calendar() -> dict[str, str]:
    """The feed has a new address; the old one is of no use any more."""
    with transaction():
        people.open_calendar(door.person().id, now=door.now())
    return _calendar()


@routes.post("/calendar/close")
@routes.signed_in
@routes.response(204)
def close_calendar() -> None:
    """The feed has no address."""
    with transaction():
        people.close_calendar(door.person().id)


def _ways() -> dict[str, object]:
    found = queries.addresses_of(door.person().id)
    return {"channels": current_app.config["CHANNELS"], "ways": found}


def _calendar() -> dict[str, str]:
    feed = calendar_of(door.person().id)
    address = url_for("calendars.feed", secret=feed.secret, _external=True) if feed else ""
    return {"address": address}
