"""Earlier hours over the API: looked at, brought in as seen, approved by another token."""

from __future__ import annotations

import base64

import pytest

from tests.build import a_session
from tests.imports.conftest import LI, ZHOU, in_csv

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def sends(app, now):
    """Somebody sends something, and reads the answer."""

    def send(person, path, **body):
        headers = {"Authorization": f"Bearer {a_session(person, now, hours=1000)}"}
        return app.test_client().post(f"/api/v1{path}", json=body, headers=headers)

    return send


def of(file, layout="register"):
    return {"layout": layout, "file": base64.b64encode(file.content).decode(), "file_name": "h"}


def test_a_file_is_looked_at_brought_in_and_approved(sends, wang, qian):
    sent = of(in_csv(LI, ("李卫民", "扫雪", "2025-02-30", "1", "")))

    seen = sends(wang, "/communities/1/imports/preview", **sent).json
    assert [row["finding"] for row in seen["rows"]] == ["new", "refused"]
    assert seen["rows"][1]["reasons"][0].startswith("日期：")
    brought = sends(wang, "/communities/1/imports", **sent, seen=seen["seen"])
    assert (brought.status_code, brought.json["status"]) == (201, "submitted")

    path = f"/imports/{brought.json['id']}"
    assert sends(wang, f"{path}/approve").status_code == 403
    assert sends(qian, f"{path}/approve").json["status"] == "approved"
    assert sends(wang, f"{path}/undo", why="导错了").json["status"] == "undone"


def test_what_was_not_seen_is_not_brought_in(sends, wang):
    answer = sends(wang, "/communities/1/imports", **of(in_csv(LI)), seen="0" * 64)

    assert answer.status_code == 409


def test_a_file_that_is_no_base64_is_refused_by_its_field(sends, wang):
    for broken in ("扫雪", "=", "AAA", "H4sIAAAA"):
        answer = sends(wang, "/communities/1/imports/preview", **{**of(in_csv(LI)), "file": broken})

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["file"])


def test_a_larger_file_than_any_form_is_taken(sends, wang):
    many = [("李卫民", f"服务 {n}", "2025-03-08", "0.1", "广" * 60) for n in range(6000)]

    answer = sends(wang, "/communities/1/imports/preview", **of(in_csv(*many, ZHOU)))

    assert len(answer.json["rows"]) == 6001
    assert answer.json["rows"][0]["reasons"] == []


def test_a_file_that_cannot_be_read_is_refused_by_its_field(sends, wang):
    answer = sends(wang, "/communities/1/imports/preview", **of(in_csv(LI), layout="none"))

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["file"])
