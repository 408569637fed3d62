"""The workbench: what waits, the most pressing first, with its clock and one next step."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from tests.build import (
    SATURDAY,
    a_need,
    a_record,
    an_accepted_order,
    an_offer,
    an_open_need,
    an_order_under_way,
)
from tests.cast import FAR_AWAY
from tests.waiting import a_move
from tests.web.staff import a_lapsed, a_question, a_registration, a_round, a_word
from volunteer.db import transaction
from volunteer.needs import actions as needs
from volunteer.reviews.models import Outcome

SUNDAY = SATURDAY + timedelta(days=1)
NEXT_WEEK = SATURDAY + timedelta(days=5)


def headings(reader):
    return reader.opens("/workbench").page.headings


def test_with_nothing_to_do_the_workbench_says_so(reading_as, wang):
    reader = reading_as(wang).opens("/workbench")

    assert "都办好了" in reader.text


def test_a_member_is_led_to_what_is_for_them(reading_as, li):
    assert reading_as(li).opens("/workbench").path == "/me/"


def test_a_new_need_waits_under_the_residents_own_words(reading_as, wang, now):
    need = a_need(now)

    reader = reading_as(wang).opens("/workbench")

    row = next(url for words, url in reader.page.links.items() if need.wish in words)
    assert reader.opens(row).path == f"/needs/{need.id}"
    assert "受理" in reader.buttons


def test_what_presses_most_stands_on_top(reading_as, wang, zhou, now):
    disputed = an_open_need(now, skill=None)
    a_record(disputed, zhou, now)
    a_word(disputed, Outcome.NOT, now)
    an_open_need(now, time=time(15))
    a_need(now, date=SUNDAY)

    waiting = [one.rpartition(" ")[0] for one in headings(reading_as(wang))]

    assert waiting[1:5] == ["居民说还没有解决", "快到时间，还缺人", "需求等受理", "时长等审核"]


def test_an_answer_has_a_lane_of_its_own(reading_as, wang, now):
    need = a_need(now)
    a_question(need, wang, now)
    with transaction():
        needs.answer(need, answer="3 号楼", by=wang, now=now)

    lanes = headings(reading_as(wang))

    assert "居民回答了 1" in lanes
    assert not any(lane.startswith("需求等受理") for lane in lanes)


def test_a_need_that_begins_soon_says_how_many_are_missing(reading_as, wang, zhou, now):
    need = an_open_need(now, headcount=3, skill=None)
    an_accepted_order(need, zhou, now)

    reader = reading_as(wang).opens("/workbench")

    assert "快到时间，还缺人 1" in reader.page.headings
    assert "还缺 2 人" in reader.text


def test_a_need_with_time_left_does_not_press(reading_as, wang, now):
    an_open_need(now, date=NEXT_WEEK)

    assert "都办好了" in reading_as(wang).opens("/workbench").text


def test_a_bell_rings_for_what_waited_too_long(reading_as, wang, clock, now):
    a_need(now, date=SATURDAY + timedelta(days=3))
    reader = reading_as(wang)
    assert "带铃铛" not in reader.opens("/workbench").text

    clock.now = now + timedelta(days=3, minutes=1)  # Monday

    assert "其中 1 件等得久了" in reader.opens("/workbench").text


def test_an_unfilled_need_waits_for_a_decision(reading_as, wang, now):
    a_lapsed(an_open_need(now))

    assert "到时间没有找齐人 1" in headings(reading_as(wang))


def test_somebody_who_did_not_come_is_on_top_after_half_an_hour(reading_as, wang, li, clock, now):
    order = an_accepted_order(an_open_need(now), li, now)
    reader = reading_as(wang)

    clock.now = order.starts_at + timedelta(minutes=29)
    assert "到点没有签到或签退 1" not in headings(reader)
    clock.now = order.starts_at + timedelta(minutes=30)
    assert headings(reader)[1] == "到点没有签到或签退 1"
    assert "李卫民" in reader.text


def test_somebody_who_forgot_to_leave_is_on_top_two_hours_later(reading_as, wang, li, clock, now):
    order = an_order_under_way(an_open_need(now), li, now)

    clock.now = order.ends_at + timedelta(hours=2)

    assert headings(reading_as(wang))[1] == "到点没有签到或签退 1"


def test_one_day_of_silence_after_a_service_asks_for_a_call(reading_as, he, li, clock, now):
    a_record(an_open_need(now), li, now)

    clock.now = datetime.combine(SUNDAY, time(12), now.tzinfo)

    assert "做完了，居民还没说结果 1" in headings(reading_as(he))


def test_two_days_without_an_answer_ask_for_a_call(reading_as, he, wang, clock, now):
    need = a_need(now, date=SATURDAY + timedelta(days=6))
    a_question(need, wang, now)

    clock.now = now + timedelta(hours=49)

    assert "问了居民，还没有回音 1" in headings(reading_as(he))


def test_what_only_a_secretary_decides_waits_for_no_grid_worker(reading_as, he, wang, now):
    a_need(now)
    a_lapsed(an_open_need(now))

    assert "都办好了" in reading_as(he).opens("/workbench").text
    assert "需求等受理 1" in headings(reading_as(wang))


def test_another_community_waits_for_its_own_secretary(reading_as, chen, now):
    a_need(now)

    reader = reading_as(chen).opens("/workbench")

    assert "都办好了" in reader.text
    assert "水龙头" not in reader.text


def test_a_registration_and_a_proposal_wait_too(reading_as, wang, now):
    an_open_need(now, date=NEXT_WEEK)
    a_registration(now)
    a_round(wang, now)

    lanes = headings(reading_as(wang))

    assert {"报到等确认 1", "匹配方案等发布 1"} <= set(lanes)


def test_who_moves_here_waits_for_the_secretary_of_the_new_community(reading_as, cast, now):
    a_move(cast["zhou"], FAR_AWAY, now)

    assert "搬来等确认 1" in headings(reading_as(cast["chen"]))
    assert "搬来等确认 1" not in headings(reading_as(cast["wang"]))


@pytest.mark.parametrize(("who", "waits"), [("wang", True), ("qian", False)])
def test_ones_own_hours_never_wait_for_oneself(reading_as, cast, now, who, waits):
    a_record(an_open_need(now, skill=None), cast["qian"], now)

    assert ("时长等审核 1" in headings(reading_as(cast[who]))) is waits


def test_a_long_lane_shows_five_and_leads_to_all(reading_as, wang, now):
    for hour in range(8, 15):
        a_need(now, time=time(hour))

    reader = reading_as(wang).opens("/workbench")

    assert "需求等受理 7" in reader.page.headings
    assert reader.answer.text.count('class="lane-item"') == 5
    assert reader.follows("看全部 7 件").path == "/needs/"


def test_what_is_under_way_is_counted(reading_as, wang, li, now):
    an_offer(an_open_need(now, date=NEXT_WEEK), li, now)

    reader = reading_as(wang).opens("/workbench")

    assert "找人中 1" in reader.text


@pytest.mark.parametrize("who", ["wang", "he"])
def test_every_way_in_the_navigation_is_open_to_its_reader(reading_as, cast, who):
    reader = reading_as(cast[who]).opens("/workbench")

    ways = [url for words, url in reader.page.links.items() if url.startswith(("/n", "/r", "/w"))]

    assert len(ways) >= 2
    assert {reader.opens(url).status for url in ways} == {200}
