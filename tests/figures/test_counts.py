"""How far needs came, and what nobody was found for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import ANYONE_CAN, a_need, a_record, an_accepted_order, an_open_need
from tests.web.staff import a_lapsed, a_word
from volunteer.db import transaction
from volunteer.figures.counts import Flow, flows_of, gaps_of, minutes_by_week, monday_before
from volunteer.members.skills import Group
from volunteer.records import actions as records
from volunteer.reviews.models import Outcome


@pytest.fixture
def since(now):
    return monday_before(now, 4)


def test_who_came_further_came_here_too(cast, now, since):
    a_need(now)
    an_accepted_order(an_open_need(now, **ANYONE_CAN), cast["zhou"], now)
    need = an_open_need(now)
    a_record(need, cast["li"], now)
    a_word(need, Outcome.SOLVED, now, satisfaction=5)

    assert flows_of([1, 2], since=since) == {
        1: Flow(posted=3, accepted=2, staffed=2, served=1, solved=1, unfilled=0),
        2: Flow(0, 0, 0, 0, 0, 0),
    }


def test_what_nobody_was_found_for_is_told_by_weekday_part_of_the_day_and_kind(cast, now, since):
    a_lapsed(an_open_need(now))

    gaps = gaps_of([1], since=since)
    saturday, morning = 5, 1
    assert gaps.by_hour == {(saturday, morning): 1}
    assert gaps.by_group == {Group.REPAIR: 1}


def test_weeks_are_told_from_monday_and_hold_what_was_approved(cast, now, since):
    record = a_record(an_open_need(now), cast["li"], now, minutes=50)
    with transaction():
        records.approve(record, by=cast["wang"], now=now)

    weeks = minutes_by_week([1], since=since, now=now + timedelta(days=1))

    assert [minutes for _, minutes in weeks] == [0, 0, 0, 50]
    assert all(day.weekday() == 0 for day, _ in weeks)
