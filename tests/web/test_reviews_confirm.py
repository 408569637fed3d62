"""The resident says by the link how it went: solved first, then satisfied."""

from __future__ import annotations

import pytest

from tests.build import a_record, an_open_need, an_order_under_way, told
from volunteer.reviews.queries import word_on


@pytest.fixture
def served(cast, li, now):
    """Li has mended Zhao's tap and left."""
    need = an_open_need(now)
    a_record(need, li, now)
    return need


def link(need) -> str:
    return f"/follow/{need.number}/{need.link_secret}"


def test_solved_confirms_the_need_and_thanks_whoever_came(visitor, served, li):
    visitor.opens(link(served)).presses("告诉社区", {"outcome": "solved", "satisfaction": "5"})

    assert served.status == "confirmed"
    assert "谢谢您告诉我们" in visitor.text
    assert "很满意" in visitor.text
    assert "need_confirmed" in told(li)


def test_only_the_first_question_must_be_answered(visitor, served):
    visitor.opens(link(served)).presses("告诉社区", {"outcome": "partly"})

    word = word_on(served)
    assert (word.outcome, word.satisfaction, word.comment) == ("partly", None, "")


def test_not_solved_goes_to_the_secretary(visitor, served, wang):
    visitor.opens(link(served)).presses("告诉社区", {"outcome": "not", "comment": "还在滴水"})

    assert served.status == "disputed"
    assert "社区会打电话了解" in visitor.text
    assert "need_disputed" in told(wang)


def test_silence_is_not_taken_for_a_word(visitor, served):
    visitor.opens(link(served)).presses("告诉社区", {"comment": "小伙子很耐心"})

    assert visitor.status == 422
    assert "小伙子很耐心" in visitor.answer.text  # what was typed stays
    assert served.status == "done_reported"
    assert word_on(served) is None


def test_the_question_is_asked_once(visitor, served):
    visitor.opens(link(served)).presses("告诉社区", {"outcome": "solved"})

    assert "告诉社区" not in visitor.opens(link(served)).buttons


def test_while_somebody_is_still_at_work_nothing_is_asked(visitor, cast, li, now):
    need = an_open_need(now)
    an_order_under_way(need, li, now)

    assert "告诉社区" not in visitor.opens(link(need)).buttons


def test_a_second_word_from_an_old_page_changes_nothing(visitor, served):
    visitor.opens(link(served))
    old = visitor.page
    visitor.presses("告诉社区", {"outcome": "solved"})
    visitor.page = old

    visitor.presses("告诉社区", {"outcome": "not"})

    assert visitor.status == 409
    assert word_on(served).outcome == "solved"


@pytest.mark.engine("sqlite")
def test_thanks_are_read_by_whoever_came(visitor, reading_as, served, li):
    said = {"outcome": "solved", "thanks": "小伙子真耐心", "thanks_passed_on": "1"}
    visitor.opens(link(served)).presses("告诉社区", said)

    assert "您的感谢 小伙子真耐心" in visitor.text
    assert "“小伙子真耐心” 修水龙头" in reading_as(li).opens("/me/hours").text
