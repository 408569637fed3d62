"""The list of needs: by state, by words, page by page."""

from __future__ import annotations

import pytest

from tests.build import a_need, an_accepted_order, an_open_need
from volunteer.needs import queries


def listed(reader):
    """The numbers on the page, in order."""
    return [words for words in reader.page.words if words.startswith("XQ")]


def test_the_newest_need_comes_first(reading_as, wang, now):
    older, newer = a_need(now), a_need(now)

    assert listed(reading_as(wang).opens("/needs/")) == [newer.number, older.number]


def test_a_tab_shows_one_state_and_how_many_there_are(reading_as, wang, now):
    a_need(now)
    waiting = an_open_need(now)

    reader = reading_as(wang).opens("/needs/").follows("找人中 1")

    assert listed(reader) == [waiting.number]


@pytest.mark.parametrize("asked", ["number", "title", "wish", "contact_name"])
def test_a_need_is_found_by_number_words_and_name(reading_as, wang, now, asked):
    a_need(now, wish="想请人理发", type="haircut", contact_name="李爷爷")
    need = a_need(now)

    reader = reading_as(wang).opens("/needs/").presses("找", {"q": getattr(need, asked)})

    assert listed(reader) == [need.number]


def test_what_is_not_found_is_said_kindly(reading_as, wang, now):
    a_need(now)

    reader = reading_as(wang).opens("/needs/").presses("找", {"q": "100%"})

    assert "没有找到" in reader.text


def test_how_many_people_there_are_is_read_at_a_glance(reading_as, wang, li, now):
    an_accepted_order(an_open_need(now, headcount=2), li, now)

    assert "1 / 2 人" in reading_as(wang).opens("/needs/").text


def test_a_long_list_goes_on_on_the_next_page(reading_as, wang, now):
    oldest, *_ = [a_need(now) for _ in range(queries.PAGE + 1)]

    reader = reading_as(wang).opens("/needs/?status=new")
    assert len(listed(reader)) == queries.PAGE
    reader.follows("下一页")

    assert listed(reader) == [oldest.number]
    assert "回到第一页" in reader.page.links


def test_another_communitys_needs_are_not_listed(reading_as, chen, now):
    a_need(now)

    reader = reading_as(chen).opens("/needs/")

    assert listed(reader) == []
    assert "这里是空的" in reader.text


def test_members_are_led_to_the_hall(reading_as, zhou):
    assert reading_as(zhou).opens("/needs/").path == "/hall"
