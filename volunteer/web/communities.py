"""How a community asks its members: by itself, by timetable; and what people answered so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import format_date, gettext
from werkzeug import Response

from volunteer import door
from volunteer.db import transaction
from volunteer.dispatch.queries import all_answers
from volunteer.dispatch.waves import Answers
from volunteer.errors import Missing
from volunteer.history.models import Event
from volunteer.history.queries import story
from volunteer.people.queries import names
from volunteer.places import actions
from volunteer.places.models import Community
from volunteer.places.queries import community
from volunteer.places.schemas import AskingSchema
from volunteer.policy import May, require
from volunteer.web.choices import Pairs
from volunteer.web.forms import Form, read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.series_words import Line

pages = Blueprint("communities", __name__)

Page = Response | tuple[str, int]
A_MONDAY = date(2026, 11, 23)
HOURS = range(7, 22)  # in which nobody is woken


class Rate(NamedTuple):
    """What people answered for one kind of task, all hours together and hour by hour."""

    type: str
    all: Answers
    hours: list[tuple[int, Answers]]


@pages.get("/communities/<int:community_id>/asking")
@signed_in
def show(community_id: int) -> Page:
    """What was chosen, and the chance of a yes as the service reckons it."""
    return _page(_own(community_id))


@pages.post("/communities/<int:community_id>/asking")
@signed_in
def choose(community_id: int) -> Page:
    """Members are asked as chosen from now on."""
    where = _own(community_id)
    form = read_form(AskingSchema, choices=_choices())
    if form.ok:
        try:
            with transaction():
                where = community(community_id)
                actions.choose_asking(where, by=person(), now=door.now(), **form.value)
            flash(gettext("记好了，从现在起照这样请人。"), "good")
            return redirect(url_for("communities.show", community_id=community_id), 303)
        except Missing:
            form.refuse("hour", gettext("选了日子，还要选几点。"))
    return _page(where, form, 422)


def _own(community_id: int) -> Community:
    where = community(community_id)
    require(person(), May.CHOOSE_ASKING, where)
    return where


def _page(where: Community, form: Form | None = None, status: int = 200) -> Page:
    chosen = {
        "asks_by_itself": where.asks_by_itself,
        "days": [str(one) for one in where.round_days],
        "hour": where.round_hour,
    }
    page = render_template(
        "communities/asking.html",
        place=where,
        form=form or Form(AskingSchema, data=chosen, choices=_choices()),
        rates=_rates(all_answers(now=door.now())),
        unknown=Answers(),
        lines=_lines(where),
    )
    return page, status


def _choices() -> dict[str, Pairs]:
    return {
        "days": [(day, weekday(day)) for day in range(7)],
        "hour": [(f"{hour:02d}:00", f"{hour:02d}:00") for hour in HOURS],
    }


def weekday(day: int) -> str:
    """The name of a weekday; 0 is Monday."""
    return format_date(A_MONDAY + timedelta(days=day), "EEEE")


def _rates(known: Mapping[tuple[str, int], Answers]) -> list[Rate]:
    """By kind of task, those first of which most is known."""
    by_type: dict[str, list[tuple[int, Answers]]] = {}
    for (type, hour), answers in sorted(known.items()):
        by_type.setdefault(type, []).append((hour, answers))
    rates = [
        Rate(
            type,
            Answers(sum(one.yes for _, one in hours), sum(one.asked for _, one in hours)),
            hours,
        )
        for type, hours in by_type.items()
    ]
    return sorted(rates, key=lambda one: (-one.all.asked, one.type))


def _lines(where: Community) -> list[Line]:
    told = story(where.journey.kind, [where.id])
    events = [one for one in told if one.verb == "choose_asking"]
    people = names({one.by_person_id for one in events if one.by_person_id})
    return [Line(one.at, _said(one), people.get(one.by_person_id or 0, "")) for one in events]


def _said(event: Event) -> str:
    by_itself = (
        gettext("系统自己接着问下一位。")
        if event.facts["asks_by_itself"]
        else gettext("发布过的才接着问。")
    )
    days = gettext("、").join(weekday(day) for day in event.facts["days"])
    if not days:
        return f"{by_itself} {gettext('不按时间表发。')}"
    hour = time.fromisoformat(str(event.facts["hour"]))
    at_hour = gettext("%(days)s %(hour)s 自动发。", days=days, hour=f"{hour:%H:%M}")
    return f"{by_itself} {at_hour}"
