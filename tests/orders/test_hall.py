"""What a member sees in the task hall, and why."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from tests.build import (
    TRAVEL,
    a_need,
    a_record,
    an_accepted_order,
    an_offer,
    an_open_need,
    approve,
)
from tests.cast import NEXT_DOOR, member_of
from tests.service import OPEN
from volunteer.db import transaction
from volunteer.orders import actions
from volunteer.orders.fit import Hindrance
from volunteer.orders.hall import hall_for


def hall(person, now):
    return hall_for(member_of(person), now=now, travel=TRAVEL, limits=OPEN)


def against(person, now):
    (entry,) = hall(person, now)
    return list(entry.hindrances)


def test_an_open_task_that_suits_says_why(need, li, now):
    (entry,) = hall(li, now)

    assert entry.need is need and entry.suits and entry.places_left == 1
    assert entry.terms == {
        "skill": "plumbing",
        "grade": 2,
        "walk_minutes": 1,
        "recent_minutes": 0,
        "familiar": False,
    }


def test_the_way_is_counted_from_grid_to_grid(li, now):
    approve(a_need(now, grid_id=NEXT_DOOR), now)

    assert hall(li, now)[0].terms["walk_minutes"] == 4


def test_what_does_not_suit_says_why_not(need, zhou, now):
    assert against(zhou, now) == [Hindrance.SKILL]


def test_a_task_outside_ones_free_time_may_be_taken_all_the_same(li, now):
    an_open_need(now, date=now.date() + timedelta(days=2))

    (entry,) = hall(li, now)

    assert list(entry.hindrances) == [Hindrance.FREE_TIME]
    assert entry.may_be_taken and not entry.suits


def test_tasks_at_a_busy_time_say_so(li, now):
    an_accepted_order(an_open_need(now), li, now)
    an_open_need(now, time=time(10, 30))

    assert against(li, now) == [Hindrance.CLASH]


def test_when_the_week_is_full_the_hall_says_so(li, now):
    for hour in (8, 12, 15):
        an_accepted_order(an_open_need(now, time=time(hour)), li, now)
    an_open_need(now, time=time(18))

    assert against(li, now) == [Hindrance.WEEKLY_LIMIT]


def test_a_task_beyond_ones_reach_says_so(li, now):
    with transaction():
        member_of(li).reach_minutes = 3
    approve(a_need(now, grid_id=NEXT_DOOR), now)

    assert against(li, now) == [Hindrance.REACH]


def test_what_suits_comes_first(li, now):
    not_now = an_open_need(now, date=now.date() + timedelta(days=2))
    suits = an_open_need(now, date=now.date() + timedelta(days=8))

    assert [entry.need for entry in hall(li, now)] == [suits, not_now]


def test_other_communities_do_not_show_in_the_hall(need, wu, now):
    assert hall(wu, now) == []


@pytest.mark.parametrize("answer", ["offered", "accepted", "declined"])
def test_what_one_was_asked_or_answered_is_not_shown_again(li, now, answer):
    need = an_open_need(now, headcount=2)
    offer = an_offer(need, li, now)
    with transaction():
        if answer == "accepted":
            actions.accept(offer, by=li, now=now, travel=TRAVEL)
        elif answer == "declined":
            actions.decline(offer, by=li, now=now)

    assert hall(li, now) == []


def test_a_task_that_has_begun_is_gone_from_the_hall(need, li):
    assert hall(li, need.starts_at) == []


def test_a_resident_one_has_helped_is_familiar(need, li, now):
    a_record(need, li, now)
    an_open_need(now, date=now.date() + timedelta(days=8))

    (entry,) = hall(li, need.ends_at)

    assert entry.terms["familiar"] and entry.terms["recent_minutes"] == 60


def test_a_paused_member_may_still_look_around(need, sun, now):
    assert hall(sun, now)[0].suits
