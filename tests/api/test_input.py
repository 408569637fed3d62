"""What the API refuses to read: every mistake beside its field, in one shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Asker
from tests.api.test_journey import LIU, WISH
from tests.cast import Cast
from volunteer.people.models import Person

MISTAKES: list[tuple[dict[str, Any], dict[str, list[str]]]] = [
    ({"minutes": "60"}, {"minutes": ["请填整数"]}),
    ({"minutes": 60.5}, {"minutes": ["请填整数"]}),
    ({"minutes": True}, {"minutes": ["请填整数"]}),
    ({"minutes": 5}, {"minutes": ["请填 15 到 480 之间的数"]}),
    ({"grid_id": 10**20}, {"grid_id": ["这个数太大了"]}),
    ({"for_family": "yes"}, {"for_family": ["请选是或否"]}),
    ({"wish": "  帮  "}, {"wish": ["请写 4 到 500 个字"]}),
    ({"wish": "帮我看看\0"}, {"wish": ["这里有不能保存的字符，请删掉再试"]}),
    ({"contact_phone": "12"}, {"contact_phone": ["请填手机号或座机号"]}),
    ({"status": "open"}, {"status": ["没有这一项"]}),
    (
        {"wish": "家里起火了快来人"},
        {"wish": ["如果情况紧急，请先打电话：119（火警、被困、煤气）。"]},
    ),
    ({"time": "23:00"}, {"time": ["请安排在同一天的早 7 点到晚 10 点之间"]}),
]


@pytest.mark.engine("sqlite")  # nothing of it reaches the database
@pytest.mark.parametrize(("mistake", "expected"), MISTAKES, ids=lambda one: "-".join(one))
def test_a_mistake_is_named_beside_its_field(
    nobody: Asker, cast: Cast, mistake: dict[str, Any], expected: dict[str, list[str]]
) -> None:
    refused = nobody.post("/needs", **{**WISH, **mistake})

    assert refused.status_code == 422
    assert refused.json["errors"] == expected


def test_all_mistakes_are_named_at_once(nobody: Asker) -> None:
    refused = nobody.post("/members", skills=[{"skill": "flying", "level": "1"}])

    assert set(refused.json) == {"code", "message", "errors"}
    assert set(refused.json["errors"]) == {
        *("name", "phone", "password", "unit_name", "grid_id"),
        *("skills.0.skill", "skills.0.level"),
    }


def test_whole_numbers_may_be_written_with_a_point(nobody: Asker, cast: Cast) -> None:
    assert nobody.post("/needs", **{**WISH, "minutes": 60.0}).status_code == 201


def test_a_login_that_is_taken_is_said_beside_the_phone(nobody: Asker, cast: Cast) -> None:
    nobody.done("/members", **LIU)

    refused = nobody.post("/members", **LIU)

    assert refused.status_code == 422
    assert set(refused.json["errors"]) == {"phone"}


def test_a_day_that_has_passed_conflicts(nobody: Asker, cast: Cast) -> None:
    assert nobody.post("/needs", **{**WISH, "date": "2026-11-19"}).status_code == 409


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"login=li", "application/x-www-form-urlencoded", 415),
        (b"", "", 422),
    ],
)
def test_what_is_no_json_object_is_refused(
    nobody: Asker, body: bytes, kind: str, status: int
) -> None:
    refused = nobody.ask("POST", "/sign-ins", data=body, content_type=kind)

    assert (refused.status_code, refused.json["code"]) == (status, status)


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("query", ["limit=0", "limit=101", "after=-1", "page=2", "limit=x"])
def test_a_page_that_cannot_be_is_refused(nobody: Asker, query: str) -> None:
    assert nobody.ask("GET", "/skills", query_string=query).status_code == 422


@pytest.mark.parametrize("path", ["/communities/99999999999", "/communities/0", "/nothing"])
def test_what_is_not_there_answers_in_the_same_shape(nobody: Asker, path: str) -> None:
    refused = nobody.get(path)

    assert refused.status_code == 404
    assert set(refused.json) <= {"code", "message", "errors"}


def test_a_wrong_verb_names_the_right_ones(nobody: Asker) -> None:
    refused = nobody.ask("DELETE", "/skills")

    assert refused.status_code == 405
    assert "GET" in refused.headers["Allow"]


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("office", ["secretary:28Çky", "secretary:２", "xsecretary:1", "worker:"])
def test_an_office_is_a_kind_and_a_number_and_nothing_else(
    asking_as: Callable[[Person], Asker], wang: Person, office: str
) -> None:
    refused = asking_as(wang).post("/offices", office=office, name="孙", login="sun")

    assert refused.status_code == 422 and list(refused.json["errors"]) == ["office"]


@pytest.mark.parametrize("number", ["²²²²²²²²²", "XQ261199999999999", "XQ2611", "1" * 13])
def test_a_number_that_no_need_has_opens_nothing(nobody: Asker, cast: Cast, number: str) -> None:
    assert nobody.get(f"/needs/follow/{number}/secret").status_code == 404
