"""Statements of hours as files that any spreadsheet opens and none runs."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from tests.build import ANYONE_CAN, a_record, a_session, an_open_need, an_order_under_way
from tests.cast import NEXT_DOOR, member_of
from volunteer.db import transaction
from volunteer.records import actions as records
from volunteer.records.sheets import safe


@pytest.fixture
def record(cast, li, wang, now):
    """Li was there for 65 minutes and wrote something that looks like a formula."""
    order = an_order_under_way(an_open_need(now), li, now)
    with transaction():
        record = records.leave(order, report="=1+1", by=li, now=order.ends_at)
    with transaction():
        records.approve(record, by=wang, now=now)
    return record


def in_csv(reader, path) -> list[list[str]]:
    text = reader.client.get(path).data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_member_has_every_line_that_counts(reading_as, record, li):
    heads, line = in_csv(reading_as(li), "/me/hours/csv?until=2026-11-30")

    assert heads[0] == "姓名"
    assert line == [
        "李卫民", "修水龙头", "'=1+1", "枫林东里社区第一网格", "枫林东里社区",
        "2026-11-21", "60", "1.0", "",
    ]  # fmt: skip


def test_the_same_lines_stand_in_excel(reading_as, record, li):
    content = reading_as(li).client.get("/me/hours/xlsx?until=2026-11-30").data

    _heads, line = load_workbook(io.BytesIO(content)).active.values

    assert (line[0], line[2], line[6]) == ("李卫民", "'=1+1", 60)


def test_the_secretary_has_the_lines_of_the_community(reading_as, record, wang, chen):
    assert len(in_csv(reading_as(wang), "/communities/1/hours/csv?until=2026-11-30")) == 2
    assert reading_as(chen).client.get("/communities/1/hours/csv").status_code == 403


def test_a_period_narrows_it(reading_as, record, li):
    narrowed = "/me/hours/csv?since=2026-12-01&until=2026-12-31"

    assert len(in_csv(reading_as(li), narrowed)) == 1


def test_a_period_that_is_none_is_refused(reading_as, record, li):
    assert reading_as(li).client.get("/me/hours/csv?since=soon").status_code == 422


FORMULAS = (
    *("=1", "+1", "-1", "@a", "\tb", "\rb", "\nb", "＝1", "＋1", "－1", "＠a"),
    *("\x01=1", "\x1f\x0b+1", "\x7f=1"),  # hidden behind what no sheet shows
)


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_is_run_as_a_formula(text):
    assert safe(text).startswith("'") and safe(text).endswith(text[-2:])


@pytest.fixture
def more(record, zhou, wang, now):
    """Zhou of the second grid was there as well, for half an hour."""
    need = an_open_need(now, **ANYONE_CAN)
    other = a_record(need, zhou, now, minutes=30)
    with transaction():
        member_of(zhou).grid_id = NEXT_DOOR
        records.approve(other, by=wang, now=now)
    return now


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    ("asked", "minutes"), [("", 90), ("&name=小雨", 30), ("&grid_id=1", 60), ("&name=%", 0)]
)
def test_a_statement_of_some_sums_up_alike_on_page_and_in_files(
    app, reading_as, more, wang, asked, minutes
):
    period = f"?since=2026-11-01&until=2026-11-30{asked}"
    reader = reading_as(wang).opens(f"/communities/1/hours{period}")

    token = {"Authorization": f"Bearer {a_session(wang, more)}"}
    api = app.test_client().get(f"/api/v1/communities/1/statement{period}", headers=token).json
    lines = in_csv(reader, f"/communities/1/hours/csv{period}")[1:]
    assert sum(int(line[6]) for line in lines) == api["minutes"] == minutes
    assert len(api["items"]) == len(lines)
    assert f"一共 {minutes / 60:.1f} 小时" in reader.text


@pytest.mark.engine("sqlite")
def test_a_statement_of_no_days_is_refused_in_place(reading_as, wang):
    backwards = "/communities/1/hours?since=2026-12-01&until=2026-11-01"

    assert "不能早于开始的那天" in reading_as(wang).opens(backwards).text
