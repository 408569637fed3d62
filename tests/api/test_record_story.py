"""The story of a record through the API: the same for the same people as on pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.api.conftest import Asker
from tests.build import a_record, an_open_need
from tests.cast import Cast
from volunteer.db import transaction
from volunteer.people.models import Person
from volunteer.records import actions as records
from volunteer.records.models import Record


@pytest.fixture
def record(cast: Cast, li: Person, wang: Person, now: datetime) -> Record:
    """Wang wanted to know more, Li told, Wang approved."""
    found = a_record(an_open_need(now), li, now)
    with transaction():
        records.send_back(found, why="写一下换了什么", by=wang, now=now)
        records.resubmit(found, report="换了垫圈", break_minutes=10, by=li, now=now)
        records.approve(found, by=wang, now=now)
    return found


def test_the_story_tells_each_step_and_what_the_ledger_says(
    asking_as: Callable[[Person], Asker], wang: Person, record: Record
) -> None:
    told = asking_as(wang).seen(f"/records/{record.id}/story")

    steps = [(one["verb"], one["minutes_before"], one["minutes"]) for one in told["events"]]
    assert steps == [
        ("begin", None, 60),
        ("return", None, 60),
        ("resubmit", 60, 50),
        ("approve", None, 50),
    ]
    assert told["events"][1]["who"] == wang.name
    assert [(one["kind"], one["minutes"]) for one in told["entries"]] == [("credit", 50)]


def test_the_member_reads_offices_not_names(
    asking_as: Callable[[Person], Asker], li: Person, record: Record
) -> None:
    told = asking_as(li).seen(f"/records/{record.id}/story")

    assert {one["who"] for one in told["events"]} == {li.name, None}
    assert told["events"][1]["standing"] == "secretary"
