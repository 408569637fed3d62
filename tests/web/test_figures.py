"""A secretary sees what has come of it; an officer sees only what tells of nobody."""

from __future__ import annotations

import pytest

from tests.build import a_need, an_open_need
from tests.officers import an_officer
from tests.web.staff import a_lapsed
from volunteer.places.queries import community

pytestmark = pytest.mark.engine("sqlite")


def test_the_secretary_sees_rates_pictures_and_gaps(reading_as, wang, cast, now):
    a_lapsed(an_open_need(now))

    reader = reading_as(wang).opens("/figures")

    assert reader.path == "/communities/1/figures"
    assert "响应率 100%" in reader.text and "1 个里有 1 个" in reader.text
    assert "满意率 还没有数" in reader.text
    assert "有 1 个需求到了时间还没有人" in reader.text


def test_another_span_of_weeks_is_one_press_away(reading_as, wang, cast):
    assert reading_as(wang).opens("/figures").follows("52 周").status == 200


def test_an_officer_reads_no_count_below_five(reading_as, cast, now):
    officer = an_officer("zheng", community(1).subdistrict, now)
    for _ in range(3):
        a_need(now)

    reader = reading_as(officer).opens("/figures")

    assert reader.status == 200
    assert "太少，不显示" in reader.text
    assert reading_as(officer).opens("/communities/1/figures").status == 403
