"""Statements of hours as files: for the member their own, for the secretary the community's."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from flask import request, send_file
from flask_babel import gettext
from openpyxl import Workbook
from werkzeug import Response

from volunteer import clock, door
from volunteer.certificates.schemas import PeriodSchema
from volunteer.errors import NotAllowed
from volunteer.people.models import RoleKind
from volunteer.policy import May
from volunteer.records.statement import Line, lines_in, lines_of
from volunteer.web import labels
from volunteer.web.guard import person, signed_in
from volunteer.web.members import own
from volunteer.web.records import pages
from volunteer.words import word as w

HEADS = (
    w("姓名"), w("服务内容"), w("做了什么"), w("地点"), w("记录单位"),
    w("日期"), w("分钟"), w("小时"), w("补录"),
)  # fmt: skip
# A spreadsheet would run a cell that begins like this as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


@pages.get("/communities/<int:community_id>/hours/csv", endpoint="community_csv")
@signed_in
def community_csv(community_id: int) -> Response:
    """All services the community has credited, for its secretary."""
    return _as_csv(_of_community(community_id))


@pages.get("/communities/<int:community_id>/hours/xlsx", endpoint="community_xlsx")
@signed_in
def community_xlsx(community_id: int) -> Response:
    """The same as an Excel file."""
    return _as_xlsx(_of_community(community_id))


def safe(text: str) -> str:
    """The text as a spreadsheet shows it, never as a formula it runs."""
    return f"'{text}" if text.startswith(FORMULA) else text


def rows(lines: Sequence[Line]) -> list[list[str | int]]:
    """Heads, and a row for each line."""
    said = [[gettext(head) for head in HEADS]]
    return said + [
        [
            *map(safe, (one.name, one.title, one.content, one.place, one.organiser)),
            clock.local(one.started_at).date().isoformat(),
            one.minutes,
            labels.hours(one.minutes),
            gettext("补录") if one.is_late else "",
        ]
        for one in lines
    ]


def _of_community(community_id: int) -> Sequence[Line]:
    if community_id not in person().communities_as(RoleKind.SECRETARY):
        raise NotAllowed(May.SEE_RECORD)
    since, until = _period()
    return lines_in(community_id, since=since, until=until)


def _period() -> tuple[date, date]:
    """The days asked for; without any, everything up to today."""
    today = clock.local(door.now()).date()
    asked = {"since": "2000-01-01", "until": today.isoformat(), **request.args.to_dict()}
    read = PeriodSchema().load({name: asked[name] for name in ("since", "until")})
    return read["since"], read["until"]


def _as_csv(lines: Sequence[Line]) -> Response:
    text = io.StringIO()
    csv.writer(text).writerows(rows(lines))
    # The mark at the start lets Excel know that it is UTF-8.
    return _file(text.getvalue().encode("utf-8-sig"), "hours.csv", "text/csv; charset=utf-8")


def _as_xlsx(lines: Sequence[Line]) -> Response:
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet(gettext("服务时长"))
    for row in rows(lines):
        sheet.append(row)
    book.save(file)
    return _file(file.getvalue(), "hours.xlsx", XLSX)


def _file(content: bytes, name: str, kind: str) -> Response:
    answer = send_file(io.BytesIO(content), kind, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"  # it names people
    return answer
