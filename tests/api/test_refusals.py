"""Who may do what through the API: one table, the refused before those who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

import pytest

from tests.api.conftest import Asker
from tests.build import a_need, a_record, an_offer, an_open_need
from tests.cast import HOME, PROFILE, ZHAO, Cast, member_of
from volunteer.db import transaction
from volunteer.members import actions as members
from volunteer.people import actions as people
from volunteer.people.models import Person

TASK = {"type": "plumbing", "title": "修水龙头", "date": "2026-11-21", "time": "10:00"}
CALL = {"wish": "厨房水龙头一直滴水", "channel": "phone", **ZHAO}
WINDOW = {"date": "2026-11-21", "time": "15:00", "minutes": 60}
WHY = {"why": "需要再说明一下"}

# What is asked, and what each of them hears. 404: it does not exist for them.
TABLE: list[tuple[str, dict[str, Any], dict[str, int]]] = [
    (
        "/needs/{new}/triage",
        {**TASK, "minutes": 60},
        {"nobody": 401, "chen": 404, "li": 404, "he": 403, "wang": 200},
    ),
    (
        "/needs/{new}/reject",
        {"reason": "out_of_scope", **WHY},
        {"nobody": 401, "chen": 404, "li": 404, "he": 403, "wang": 200},
    ),
    (
        "/needs/for-callers",
        {**CALL, **WINDOW},
        {"nobody": 401, "chen": 403, "li": 403, "he": 201, "wang": 201},
    ),
    (
        "/needs/{open}/rearrange",
        WINDOW,
        {"nobody": 401, "chen": 404, "li": 403, "he": 403, "wang": 200},
    ),
    (
        "/needs/{open}/cancel",
        {},
        {"nobody": 401, "chen": 404, "li": 403, "he": 403, "wang": 200},
    ),
    (
        "/needs/{open}/take",
        {},
        {"nobody": 401, "wu": 404, "wang": 403, "zhou": 409, "sun": 201},
    ),
    (
        "/orders/{offer}/accept",
        {},
        {"nobody": 401, "chen": 404, "zhou": 404, "he": 403, "wang": 403, "li": 200},
    ),
    (
        "/orders/{offer}/decline",
        {},
        {"nobody": 401, "chen": 404, "zhou": 404, "wang": 403, "li": 200},
    ),
    (
        "/rounds",
        {"community_id": 1},
        {"nobody": 401, "chen": 403, "li": 403, "he": 403, "wang": 201},
    ),
    (
        "/members/{registration}/confirm",
        {},
        {"nobody": 401, "chen": 404, "li": 404, "he": 404, "wang": 200},
    ),
    (
        "/members/{registration}/refuse",
        WHY,
        {"nobody": 401, "chen": 404, "li": 404, "he": 404, "wang": 200},
    ),
    (
        "/records/{record}/approve",
        {},
        {"nobody": 401, "chen": 404, "li": 404, "he": 404, "qian": 403, "wang": 200},
    ),
    (
        "/records/{record}/return",
        WHY,
        {"nobody": 401, "chen": 404, "li": 404, "he": 404, "qian": 403, "wang": 200},
    ),
]


@pytest.mark.parametrize(("path", "body", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_only_those_may_whom_the_table_names(
    path: str,
    body: dict[str, Any],
    expected: dict[str, int],
    askers: Callable[[str], Asker],
    things: dict[str, int],
) -> None:
    heard = {who: askers(who).post(path.format(**things), **body).status_code for who in expected}

    assert heard == expected


def test_a_refusal_says_so_kindly(askers: Callable[[str], Asker], things: dict[str, int]) -> None:
    refused = askers("he").post(f"/needs/{things['new']}/reject", reason="other", **WHY)

    assert refused.json["code"] == 403
    assert refused.json["message"].startswith("这一步由别的角色来做")


@pytest.fixture
def askers(
    cast: Cast, nobody: Asker, asking_as: Callable[[Person], Asker]
) -> Callable[[str], Asker]:
    return lambda who: nobody if who == "nobody" else asking_as(cast[who])


@pytest.fixture
def things(cast: Cast, now: datetime) -> dict[str, int]:
    """One of each, all in East Lane; the record is one of Qian's own."""
    served = an_open_need(now, time=time(17))
    asked = an_open_need(now, time=time(13))
    return {
        "new": a_need(now).id,
        "open": an_open_need(now).id,
        "offer": an_offer(asked, cast["li"], now).id,
        "registration": _somebody_new(now),
        "record": _record_of_qian(cast, served, now),
    }


def _record_of_qian(cast: Cast, need: Any, now: datetime) -> int:
    with transaction():
        need.skill = None
    return a_record(need, cast["qian"], now).id


def _somebody_new(now: datetime) -> int:
    with transaction():
        person = people.create(
            name="许新", login="xu", phone="13800005678", password_hash="-", now=now
        )
        members.report_in(person, now=now, **{**PROFILE, "grid_id": HOME})
    return member_of(person).id
