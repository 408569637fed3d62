"""What comes again: planned from a need, taken on by one member, left out on single dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from flask import current_app, url_for
from marshmallow import fields

from volunteer import clock, door
from volunteer.api.members import own_registration
from volunteer.api.out import Code
from volunteer.api.paging import PageSchema, page, page_of
from volunteer.api.resource import Given, Resource
from volunteer.db import transaction
from volunteer.messages import Schema
from volunteer.needs.queries import need_for
from volunteer.series import actions, queries
from volunteer.series.lifecycle import SeriesStatus
from volunteer.series.models import Series
from volunteer.series.rhythm import Rhythm
from volunteer.series.schemas import AdoptSchema, DaySchema, EndSchema, SeriesSchema

routes = Resource("series", "Needs that come again every week or month.")
IN_SIGHT = timedelta(days=60)


class SeriesLine(Schema):
    """When something comes again, without who needs it."""

    id = fields.Integer(required=True)
    status = Code(SeriesStatus, required=True)
    community_id = fields.Integer(required=True)
    title = fields.String(required=True)
    type = fields.String(attribute="pattern.type", required=True)
    rhythm = Code(Rhythm, required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    time = fields.Time(attribute="hour", format="%H:%M", required=True)
    minutes = fields.Integer(required=True)
    skips_holidays = fields.Boolean(required=True)
    is_adopted = fields.Boolean(required=True)


class DateOut(Schema):
    """One date: the need made for it, if any, and whether it is left out."""

    day = fields.Date(required=True)
    need_id = fields.Integer(required=True, allow_none=True)
    is_left_out = fields.Boolean(required=True)


class SeriesOut(SeriesLine):
    """A series and its dates of the next sixty days."""

    dates = fields.List(fields.Nested(DateOut), required=True)


@routes.verb("/needs/<int:need_id>/repeat", SeriesSchema, gives=SeriesOut, status=201)
def repeat(given: Given, need_id: int) -> tuple[object, int, dict[str, str]]:
    """The need comes again; the dates that are near are open needs at once."""
    with transaction():
        need = need_for(door.person(), need_id)
        found = actions.plan(need, by=door.person(), now=door.now(), **given)
        _make(found)
    return _out(found), 201, {"Location": url_for(".show", series_id=found.id)}


@routes.lists("/series", PageSchema, gives=page_of(SeriesLine))
def index(given: Given) -> dict[str, object]:
    """What comes again in one's communities, newest first."""
    return page(partial(queries.list_for, door.person()), **given)


@routes.shows("/series/<int:series_id>", gives=SeriesOut)
def show(series_id: int) -> object:
    """One series with its dates."""
    return _out(queries.series_for(door.person(), series_id))


@routes.verb("/series/<int:series_id>/change", SeriesSchema, gives=SeriesOut)
def change(given: Given, series_id: int) -> object:
    """It comes at other times; what somebody has accepted stays."""

    def changed(found: Series, **how: Any) -> None:
        actions.change(found, **how)
        _make(found)

    return _step(changed, series_id, given)


@routes.verb("/series/<int:series_id>/skip", DaySchema, gives=SeriesOut)
def skip(given: Given, series_id: int) -> object:
    """Nobody comes on that date; a need made for it is cancelled."""
    return _step(actions.skip, series_id, given)


@routes.verb("/series/<int:series_id>/end", EndSchema, gives=SeriesOut)
def end(given: Given, series_id: int) -> object:
    """No more dates are made."""
    return _step(actions.end, series_id, given)


@routes.verb("/series/<int:series_id>/adopt", AdoptSchema, gives=SeriesOut)
def adopt(given: Given, series_id: int) -> object:
    """The member agrees once, and has each date that suits them."""
    with transaction():
        found = queries.series_for(door.person(), series_id)
        actions.adopt(found, own_registration(), by=door.person(), now=door.now(), travel=_travel())
    return _out(found)


@routes.verb("/series/<int:series_id>/leave", gives=SeriesOut)
def leave(series_id: int) -> object:
    """The member comes no more; nothing is held against them."""
    return _step(actions.leave, series_id, {})


@routes.verb("/series/<int:series_id>/miss-one", DaySchema, gives=SeriesOut)
def miss_one(given: Given, series_id: int) -> object:
    """The member does not come on that date, and somebody else may."""
    return _step(actions.miss_one, series_id, given)


def _step(act: Callable[..., None], series_id: int, given: Given) -> dict[str, object]:
    with transaction():
        found = queries.series_for(door.person(), series_id)
        act(found, by=door.person(), now=door.now(), **given)
    return _out(found)


def _make(found: Series) -> None:
    ahead = current_app.config["SETTINGS"].series_days
    actions.make(found, now=door.now(), ahead=ahead, travel=_travel())


def _travel() -> timedelta:
    return timedelta(minutes=current_app.config["SETTINGS"].travel_minutes)


def _out(found: Series) -> dict[str, object]:
    today = clock.local(door.now()).date()
    known = queries.settled(found, since=today)
    days = found.days(since=today, until=today + IN_SIGHT)
    coming = {*days} if found.status == SeriesStatus.RUNNING else set()
    dates = [
        {
            "day": day,
            "need_id": known[day].need_id if day in known else None,
            "is_left_out": found.pauses(day) or bool(day in known and known[day].skipped_at),
        }
        for day in sorted(coming | known.keys())
    ]
    line = {name: getattr(found, name) for name in PLAIN}
    return {**line, "pattern": found.pattern, "dates": dates}


PLAIN = (
    *("id", "status", "community_id", "title", "rhythm", "starts_on", "ends_on", "hour"),
    *("minutes", "skips_holidays", "is_adopted"),
)
