"""A member's week: what is on which day, and when they have time."""

from __future__ import annotations

import pytest

from tests.build import an_accepted_order, an_open_need


def test_a_task_stands_on_its_day_beside_the_free_time(reading_as, li, now):
    an_accepted_order(an_open_need(now), li, now)

    reader = reading_as(li).opens("/me/week")

    told = reader.text[reader.text.index("11月21日 周六") :]
    assert "修水龙头" in told
    assert "有空：上午、下午、晚上" in told


def test_next_week_shows_what_is_promised_then_and_no_more(reading_as, li, now):
    an_accepted_order(an_open_need(now), li, now)

    assert "修水龙头" not in reading_as(li).opens("/me/week").follows("下一页").text


@pytest.mark.parametrize("ahead", ["-3", "x", "999", "8"])
def test_weeks_that_are_none_lead_to_those_that_are(reading_as, li, ahead):
    assert reading_as(li).opens(f"/me/week?ahead={ahead}").status == 200
