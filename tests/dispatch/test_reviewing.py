"""Hours are reviewed within ten working days: a reminder at eight, the agency above at ten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import a_record, an_open_need, told, verbs_of
from tests.cast import HOME
from tests.officers import an_officer
from volunteer.db import transaction
from volunteer.errors import NotFound
from volunteer.places.queries import grid
from volunteer.records import actions as records
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.queries import list_of_others, record_for


@pytest.fixture
def zheng(cast, now):
    """Officer of the sub-district."""
    return an_officer("zheng", grid(HOME).community.subdistrict, now)


def test_the_secretary_is_reminded_and_then_the_sub_district_sees_it(
    cast, li, wang, zheng, now, tick
):
    """Handed in on Saturday the 21st: day eight is Wednesday the 2nd, day ten Friday the 4th."""
    record = a_record(an_open_need(now), li, now)
    saturday = record.submitted_at

    heard = []
    for days in (10, 11, 12, 13, 14):
        tick(saturday + timedelta(days=days))
        heard.append([told(one).count(kind) for one, kind in hears(wang, zheng)])

    assert heard == [[0, 0], [1, 0], [1, 0], [1, 1], [1, 1]]
    assert verbs_of(record)[-1] == "escalate"
    assert record in list_of_others(zheng, RecordStatus.SUBMITTED)


def hears(wang, zheng):
    return (wang, "record_waits"), (zheng, "record_escalated")


def test_what_was_decided_in_time_is_nobodys_above(cast, li, wang, zheng, now, tick):
    record = a_record(an_open_need(now), li, now)
    with transaction():
        records.approve(record, by=wang, now=record.submitted_at)

    assert "remind-reviewers" not in tick(record.submitted_at + timedelta(days=30))
    with pytest.raises(NotFound):
        record_for(zheng, record.id)
