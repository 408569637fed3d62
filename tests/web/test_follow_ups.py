"""Another community calls: whom, why, what they said; and how calls are drawn, for everybody."""

from __future__ import annotations

import pytest

from tests.build import a_record, an_open_need
from tests.web.staff import a_word
from volunteer.db import transaction
from volunteer.reviews import following, sampling
from volunteer.reviews.models import Outcome

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def call(cast, li, chen, now):
    """West Lane is to call Zhao about the first thing Li did."""
    need = an_open_need(now)
    a_record(need, li, now)
    a_word(need, Outcome.SOLVED, now)
    with transaction():
        following.draw(need, now=need.ends_at)
    return following.list_for(chen)[0]


@pytest.fixture
def served(clock, call):
    clock.now = call.need.ends_at
    return call


def test_what_the_resident_says_is_written_down(reading_as, served, chen):
    reader = reading_as(chen).opens("/follow-ups/").follows("修水龙头")
    assert "有人第一次服务" in reader.text and "赵奶奶" in reader.text

    reader.presses("记下居民的话", {"contacted": "true", "outcome": "solved"})
    assert reader.status == 422  # whether money was asked for is not guessed
    reader.presses(
        "记下居民的话", {"contacted": "true", "outcome": "partly", "asked_for_money": "false"}
    )

    assert (served.status, served.outcome, served.asked_for_money) == ("answered", "partly", False)
    assert "没有要打的电话" in reader.text
    assert "赵奶奶" not in reader.opens(f"/follow-ups/{served.id}").text


def test_nobody_reached_is_tried_another_day(reading_as, served, chen):
    reader = reading_as(chen).opens(f"/follow-ups/{served.id}").presses("没打通")

    assert "改天再打" in reader.text and served.tries == 1


def test_whoever_wants_no_call_says_it_to_the_caller(reading_as, served, chen):
    reader = reading_as(chen).opens(f"/follow-ups/{served.id}").presses("确定记为不再回访")

    assert "不会再有人为这一单打" in reader.text and "没有要打的电话" in reader.text
    assert reader.opens(f"/follow-ups/{served.id}").status == 404


def test_everybody_can_check_how_calls_are_drawn(visitor, app, clock, now):
    with transaction():
        sampling.promise(now)
    [_next, this] = sampling.seeds()

    page = visitor.opens("/sampling").text
    assert this.promise in page and this.seed not in page
    clock.now = now.replace(month=12)
    assert this.seed in visitor.opens("/sampling").text


def test_a_page_left_open_ends_kindly_once_the_resident_said_no(
    reading_as, visitor, served, chen, cast
):
    reader = reading_as(chen).opens(f"/follow-ups/{served.id}")
    need = served.need
    visitor.opens(f"/follow/{need.number}/{need.link_secret}").presses("请不要给我打回访电话")

    reader.presses("没打通")

    assert reader.status == 404 and served.tries == 0
    assert "没有要打的电话" in reader.opens("/follow-ups/").text
