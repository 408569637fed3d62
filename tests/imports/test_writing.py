"""What is written in the columns of another system is known when it is read again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.build import ANYONE_CAN, a_record, a_session, an_open_need
from tests.imports.conftest import LAYOUTS, findings, seen
from volunteer import clock
from volunteer.db import transaction
from volunteer.imports.previewing import File
from volunteer.imports.writing import written
from volunteer.records import actions, sheets
from volunteer.records.statement import lines_in

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def statement(counted, li, zhou, wang, now):
    """Two services here, one with odd minutes, and two that were brought in."""
    served = [
        a_record(an_open_need(now, **{**ANYONE_CAN, "date": date(2026, 11, 21 + n)}), who, now,
                 minutes=37 + n)
        for n, who in enumerate((li, zhou))
    ]  # fmt: skip
    with transaction():
        for record in served:
            actions.approve(record, by=wang, now=now)
    return lines_in(1, since=date(2025, 1, 1), until=date(2027, 1, 1))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_written_is_known_when_read_again(statement, now, layout, kind):
    rows = written(statement, LAYOUTS[layout])
    content = sheets.in_csv(rows) if kind == "csv" else sheets.in_xlsx(rows, title="x")

    preview = seen(File("", content), now + timedelta(days=30), layout)

    assert findings(preview) == ["known"] * 4
    assert preview.unused == []


@pytest.mark.parametrize("path", ["/hours/statement", "/communities/1/statement"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_api_gives_files_of_their_kind(app, statement, cast, path, kind):
    who = cast["li"] if path.startswith("/hours") else cast["wang"]
    headers = {"Authorization": f"Bearer {a_session(who, clock.now())}"}
    client = app.test_client()

    answer = client.get(f"/api/v1{path}/{kind}?layout=timed", headers=headers)

    told = client.get("/api/v1/openapi.json").json["paths"]
    path = path.replace("/1/", "/{community_id}/")
    said = told[f"/api/v1{path}/{kind}"]["get"]["responses"]["200"]
    assert answer.status_code == 200 and answer.mimetype in said["content"]
    if kind == "csv":
        assert answer.data.decode("utf-8-sig").splitlines()[0].startswith("志愿者姓名,手机号码")
