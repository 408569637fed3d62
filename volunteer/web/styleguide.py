"""Every component in every state on one page, for whoever draws pages; not where people work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

from flask import Blueprint, current_app, render_template
from flask_babel import gettext
from marshmallow import Schema

from volunteer import door
from volunteer.errors import NotFound
from volunteer.members.models import Reminders
from volunteer.members.schemas import RegistrationSchema
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.schemas import PostSchema
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.photos.schemas import PhotoSchema
from volunteer.places.models import Grid
from volunteer.web import charts, choices
from volunteer.web.forms import Form
from volunteer.web.guard import anyone
from volunteer.web.lane import Item, Lane
from volunteer.web.qr import qr
from volunteer.web.sketches import Sketch, sketch
from volunteer.web.story import Line

pages = Blueprint("styleguide", __name__)
# Between them they have every kind of field.
SCHEMAS: tuple[type[Schema], ...] = (PostSchema, RegistrationSchema)


@pages.get("/styleguide")
@anyone
def show() -> str:
    """The page, where the operator asked for it."""
    if not current_app.config["SETTINGS"].styleguide:
        raise NotFound("page", "styleguide")
    now, words = door.now(), gettext("您说需要什么")
    return render_template(
        "styleguide/show.html",
        things=[
            SimpleNamespace(journey=thing.journey, status=one)
            for thing, states in ((Need, NeedStatus), (Order, OrderStatus))
            for one in states
        ],
        forms=[_form(schema, wrong) for schema in SCHEMAS for wrong in (False, True)],
        photo_forms=[Form(PhotoSchema, name=f"photo-{place}") for place in range(3)],
        picked=SimpleNamespace(
            data={"photos": ["a"]}, photos=Form(PhotoSchema, name="more")["file"]
        ),
        photo_names=SimpleNamespace(
            shown="photos.show", added="photos.add", removed="photos.remove"
        ),
        lanes=[_lane(tone) for tone in ("", "danger", "waiting", "good")],
        story=[Line(now - timedelta(hours=hour), words) for hour in (3, 2, 1)],
        later=now + timedelta(hours=3),
        columns=_picture(charts.columns),
        rows=_picture(charts.rows),
        heat=charts.heat(words, _days(), _parts(), {(0, 0): 1, (1, 1): 2, (2, 0): 3, (2, 1): 4}),
        square=qr("https://example.org/", "QR"),
        ways=_ways(),
        looks=[SimpleNamespace(when=now, who=gettext("网格员"), why=words)],
        grades={f"{day}-{part}": (day + part) % 3 for day in range(7) for part in range(3)},
    )


def _form(schema: type[Schema], wrong: bool) -> Form:
    """Its fields empty; or each of them with something wrong."""
    told = {
        "type": choices.wishes(),
        "grid_id": choices.grids(),
        "time": choices.hours(),
        "minutes": choices.durations(),
        "skills": choices.skills(),
        "tasks_per_week": choices.tasks_per_week(),
        "reach_minutes": choices.reach(),
        "reminders": choices.words_for(Reminders),
    }
    form = Form(schema, choices=told, name=f"{schema.__name__}-{'wrong' if wrong else 'empty'}")
    for name in schema().load_fields if wrong else ():
        form.refuse(name, gettext("还有内容要补充。"))
    return form


def _lane(tone: str) -> Lane:
    title = gettext("需求")
    items = [
        Item("#", title, [gettext("网格员")], gettext("时间已经到了"), gettext("受理"), is_late)
        for is_late in (False, True)
    ]
    return Lane(f"lane-{tone}", title, gettext("先来的排在前面"), "inbox", tone, 12, items, "#")


def _picture(draw: Callable[..., charts.Chart]) -> charts.Picture:
    amounts = [(day, number, str(number)) for number, day in enumerate(_days())]
    table = [(day, figure) for day, _number, figure in amounts]
    return charts.Picture(draw(gettext("需求"), amounts), (gettext("时间"), gettext("需求")), table)


def _ways() -> list[Sketch]:
    """From one grid to another, and within one."""
    at = ((0.0, 0.0), (400.0, 300.0), (700.0, 100.0))
    grids = [Grid(name=gettext("网格员"), x_metres=x, y_metres=y) for x, y in at]
    return [sketch(grids, home, grids[0]) for home in grids[:2]]


def _days() -> list[str]:
    return [gettext("周一"), gettext("周二"), gettext("周三")]


def _parts() -> list[str]:
    return [gettext("上午"), gettext("下午")]
