"""What an auditor looks through: chosen by words, from a subject, a person, a number, days."""

from __future__ import annotations

import pytest

from tests.build import a_need, an_open_need
from tests.officers import an_office
from volunteer.people.models import RoleKind


@pytest.fixture
def reader(reading_as, cast, now):
    """Shen audits the district in which two needs were posted, one of them taken on."""
    shen = an_office("shen", RoleKind.AUDITOR, now)
    an_open_need(now)
    a_need(now)
    return reading_as(shen).opens("/audit")


def test_what_was_done_is_read_in_words(reader):
    assert "受理需求" in reader.text and "王建国" in reader.text
    assert "approve" not in reader.answer.text.partition("<tbody")[2]


def test_one_thing_that_was_done_is_chosen_from_its_subject(reader):
    reader.presses("查", {"about": "history.need.approve", "who": "王建"})

    rows = reader.answer.text.partition("<tbody")[2]
    assert rows.count("受理需求") == 1 and "需求来了" not in rows


def test_a_number_is_found_as_people_say_it(reader):
    reader.presses("查", {"number": "XQ261100002"})
    rows = reader.answer.text.partition("<tbody")[2]
    assert rows.count("需求 2") == 1 and "需求 1" not in rows

    reader.presses("查", {"number": "第二单"})
    assert reader.status == 422 and "请写一个数，或 XQ 开头的单号。" in reader.text
