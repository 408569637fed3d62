"""Statements of hours as files: for the member their own, for the secretary the community's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from volunteer import clock, door
from volunteer.audit.models import What
from volunteer.errors import NotAllowed
from volunteer.people.models import RoleKind
from volunteer.places import queries as places
from volunteer.places.models import Community
from volunteer.policy import May
from volunteer.records import sheets
from volunteer.records.schemas import PeriodSchema, StatementSchema
from volunteer.records.statement import Line, lines_in, lines_of, total
from volunteer.web import labels
from volunteer.web.forms import read_form
from volunteer.web.guard import person, signed_in
from volunteer.web.members import own
from volunteer.web.records import pages
from volunteer.words import word as w

HEADS = (
    w("姓名"), w("服务内容"), w("做了什么"), w("地点"), w("记录单位"),
    w("日期"), w("分钟"), w("小时"), w("补录"),
)  # fmt: skip
EARLIEST = "2000-01-01"
ASKED = ("since", "until", "name", "grid_id")
PAGE = 50
Page = tuple[str, int]


@pages.get("/me/hours/csv", endpoint="own_csv")
@signed_in
def own_csv() -> Response:
    """One's own services that count, one line each, for any spreadsheet."""
    since, until = _period()
    return _as_csv(lines_of(own(), since=since, until=until))


@pages.get("/me/hours/xlsx", endpoint="own_xlsx")
@signed_in
def own_xlsx() -> Response:
    """The same as an Excel file."""
    since, until = _period()
    return _as_xlsx(lines_of(own(), since=since, until=until))


@pages.get("/communities/<int:community_id>/hours", endpoint="statement")
@signed_in
def statement(community_id: int) -> Page:
    """The services of somebody, of a grid or of all in a period, with their sum and as files."""
    community = _own_community(community_id)
    asked = _asked()
    choices = {"grid_id": [(grid.id, grid.name) for grid in community.grids]}
    form = read_form(StatementSchema, choices=choices, given=MultiDict(asked))
    found = lines_in(community_id, **form.value) if form.ok else []
    after = request.args.get("after", 0, type=int)
    page = render_template(
        "records/statement.html",
        community=community,
        form=form,
        lines=found[after : after + PAGE],
        count=len(found),
        minutes=total(found),
        asked=asked,
        next_url=_statement_url(community_id, {**asked, "after": after + PAGE})
        if len(found) > after + PAGE
        else "",
    )
    return page, 200 if form.ok else 422


@pages.get("/communities/<int:community_id>/hours/csv", endpoint="community_csv")
@signed_in
@door.proved
def community_csv(community_id: int) -> Response:
    """All services the community has credited, for its secretary."""
    lines = _of_community(community_id)
    door.exported(What.HOURS_CSV, len(lines), community_id)
    return _as_csv(lines)


@pages.get("/communities/<int:community_id>/hours/xlsx", endpoint="community_xlsx")
@signed_in
@door.proved
def community_xlsx(community_id: int) -> Response:
    """The same as an Excel file."""
    lines = _of_community(community_id)
    door.exported(What.HOURS_XLSX, len(lines), community_id)
    return _as_xlsx(lines)


def rows(lines: Sequence[Line]) -> list[list[str | int]]:
    """Heads, and a row for each line."""
    said = [[gettext(head) for head in HEADS]]
    return said + [
        [
            *(one.name, one.title, one.content, one.place, one.organiser),
            clock.local(one.started_at).date().isoformat(),
            one.minutes,
            labels.hours(one.minutes),
            gettext("补录") if one.is_late else one.source,
        ]
        for one in lines
    ]


def _of_community(community_id: int) -> Sequence[Line]:
    _own_community(community_id)
    return lines_in(community_id, **StatementSchema().load(_asked()))


def _statement_url(community_id: int, asked: dict[str, Any]) -> str:
    return url_for("records.statement", community_id=community_id, **asked)


def _own_community(community_id: int) -> Community:
    if community_id not in person().communities_as(RoleKind.SECRETARY):
        raise NotAllowed(May.SEE_RECORD)
    return places.community(community_id)


def _asked() -> dict[str, str]:
    """What was asked for; the days are those up to today where none are named."""
    today = clock.local(door.now()).date()
    given = {name: typed for name, typed in request.args.items() if typed and name in ASKED}
    return {"since": EARLIEST, "until": today.isoformat(), **given}


def _period() -> tuple[date, date]:
    """The days asked for; without any, everything up to today."""
    asked = _asked()
    read = PeriodSchema().load({name: asked[name] for name in ("since", "until")})
    return read["since"], read["until"]


def _as_csv(lines: Sequence[Line]) -> Response:
    return door.file_of(sheets.in_csv(rows(lines)), "hours.csv", sheets.CSV)


def _as_xlsx(lines: Sequence[Line]) -> Response:
    content = sheets.in_xlsx(rows(lines), title=gettext("服务时长"))
    return door.file_of(content, "hours.xlsx", sheets.XLSX)
