"""One member agrees once, and then has each date that suits them; they may stop at any time."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tests.build import (
    ANYONE_CAN,
    SATURDAY,
    TRAVEL,
    a_series,
    an_accepted_order,
    an_adopted_series,
    an_offer,
    an_open_need,
    events_of,
    refused,
    secretary_of,
    told,
    verbs_of,
)
from tests.cast import member_of
from tests.series.test_dates import changed
from volunteer.db import transaction
from volunteer.errors import NoRoom, NotAllowed, NotSuited
from volunteer.members import actions as members
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders import actions as orders
from volunteer.orders.lifecycle import LIVE, OrderStatus
from volunteer.orders.queries import orders_of
from volunteer.series import actions

A_WEEK = timedelta(days=7)
NEXT = SATURDAY + A_WEEK
ELECTRICIAN = {"type": "lamp", "title": "换灯泡", "skill": "electrical"}


def held_by(person, needs):
    """On which of these needs the person holds a place."""
    return [
        str(day)
        for day, need in needs.items()
        for one in orders_of(need)
        if one.member.person_id == person.id and one.status in LIVE
    ]


def test_whoever_adopts_a_series_has_its_dates_from_then_on(cast, zhou, now, made):
    found = an_adopted_series(now, zhou)

    assert held_by(zhou, made(found)) == [str(SATURDAY), str(NEXT)]
    need = made(found)[NEXT]
    assert need.status == NeedStatus.STAFFED
    (order,) = orders_of(need)
    assert verbs_of(order) == ["begin"]
    assert events_of(order)[0].facts == {"series": found.id}
    assert told(zhou)[-1] == "order_kept"


def test_what_they_agreed_to_stands_in_the_history(cast, zhou, now):
    found = an_adopted_series(now, zhou)

    event = events_of(found)[-1]

    assert (event.verb, event.by_person_id) == ("adopt", zhou.id)
    assert event.facts["hour"] == "10:00" and event.facts["ends_on"] == "2026-12-31"


def test_a_date_that_clashes_is_open_for_anybody(cast, zhou, now, made):
    an_accepted_order(an_open_need(now, **ANYONE_CAN, date=NEXT), zhou, now)
    found = an_adopted_series(now, zhou)

    needs = made(found)

    assert held_by(zhou, needs) == [str(SATURDAY)]
    assert needs[NEXT].status == NeedStatus.OPEN
    assert told(zhou)[-1] == "series_date_open"


def test_who_was_asked_for_a_date_already_holds_it_once(cast, zhou, now, made):
    found = a_series(now)
    needs = made(found)
    offer = an_offer(needs[NEXT], zhou, now)

    with transaction():
        actions.adopt(found, member_of(zhou), by=zhou, now=now, travel=TRAVEL)

    assert held_by(zhou, needs) == [str(SATURDAY), str(NEXT)]
    assert offer.status == OrderStatus.WITHDRAWN


def test_who_promised_a_date_already_keeps_that_promise(cast, zhou, now, made):
    found = a_series(now)
    needs = made(found)
    promised = an_accepted_order(needs[NEXT], zhou, now)

    with transaction():
        actions.adopt(found, member_of(zhou), by=zhou, now=now, travel=TRAVEL)

    assert promised.status == OrderStatus.ACCEPTED
    assert [one.id for one in orders_of(needs[NEXT])] == [promised.id]


def test_who_is_paused_that_day_is_left_in_peace(cast, zhou, now, made):
    found = an_adopted_series(now, zhou)
    with transaction():
        members.pause(member_of(zhou), by=zhou, until=NEXT, now=now)

    assert held_by(zhou, made(found)) == [str(SATURDAY)]


def test_a_licence_must_be_valid_on_the_day(cast, li, now, made):
    found = a_series(now, of=ELECTRICIAN, starts_on=SATURDAY, ends_on=date(2027, 11, 20))
    with transaction():
        actions.adopt(found, member_of(li), by=li, now=now, travel=TRAVEL)
        member_of(li).skills[0].licence_until = SATURDAY

    assert held_by(li, made(found)) == [str(SATURDAY)]


def test_more_than_one_a_week_is_what_they_agreed_to(cast, zhou, now, made):
    for hour in (8, 13, 16):
        an_accepted_order(
            an_open_need(now, **ANYONE_CAN, date=NEXT - timedelta(days=1), time=time(hour)),
            zhou,
            now,
        )

    found = an_adopted_series(now, zhou)

    assert str(NEXT) in held_by(zhou, made(found)), "three tasks a week were zhou's limit"


def test_nobody_adopts_what_does_not_suit_them(cast, li, now):
    sunday = a_series(now, of=ANYONE_CAN, starts_on=SATURDAY + timedelta(days=1))

    with refused(NotSuited):
        actions.adopt(sunday, member_of(li), by=li, now=now, travel=TRAVEL)


def test_a_series_is_adopted_by_one(cast, zhou, li, now):
    found = an_adopted_series(now, zhou)

    with refused(NoRoom):
        actions.adopt(found, member_of(li), by=li, now=now, travel=TRAVEL)


@pytest.mark.parametrize("who", ["wu", "he"])
def test_only_a_member_of_the_community_adopts(cast, weekly, zhou, now, who):
    with refused(NotAllowed):
        actions.adopt(weekly, member_of(zhou), by=cast[who], now=now, travel=TRAVEL)


def test_whoever_leaves_is_free_and_the_secretary_knows(cast, zhou, wang, now, made):
    found = an_adopted_series(now, zhou)
    needs = made(found)

    with transaction():
        actions.leave(found, by=zhou, now=now - timedelta(days=1))

    assert held_by(zhou, needs) == []
    assert {one.status for one in needs.values()} == {NeedStatus.OPEN}
    assert (found.member_id, told(wang)[-1]) == (None, "series_left")
    assert {one.facts["late"] for one in map(last_event, needs.values())} == {False}


def last_event(need):
    (order,) = orders_of(need)
    return events_of(order)[-1]


def test_a_date_one_cannot_is_open_for_others(cast, zhou, now, made):
    found = an_adopted_series(now, zhou)
    later = NEXT + A_WEEK
    for day in (NEXT, later):
        with transaction():
            actions.miss_one(found, day=day, by=zhou, now=now)

    needs = made(found, now + A_WEEK)

    assert held_by(zhou, needs) == [str(SATURDAY)]
    assert needs[later].status == NeedStatus.OPEN, "said before the date was made"


def test_only_whoever_adopted_it_leaves(cast, li, zhou, now):
    found = an_adopted_series(now, zhou)

    with refused(NotAllowed):
        actions.leave(found, by=li, now=now)


@pytest.mark.parametrize(
    ("more", "stays"),
    [
        ({"ends_on": date(2026, 12, 19)}, True),
        ({"skips_holidays": True}, True),
        ({"time": time(9)}, False),
        ({"ends_on": date(2027, 5, 1)}, False),
    ],
)
def test_who_agreed_to_other_times_is_asked_again(cast, zhou, now, made, more, stays):
    found = an_adopted_series(now, zhou)
    (order,) = orders_of(made(found)[NEXT])

    changed(found, now, **more)

    assert (found.member_id is not None) == stays
    assert ("series_changed" in told(zhou)) != stays
    assert order.status == OrderStatus.ACCEPTED, "what they hold stays as it was agreed"


@pytest.mark.parametrize(
    ("accepted_too", "status"),
    [(False, OrderStatus.ACCEPTED), (True, OrderStatus.CANCELLED)],
)
def test_when_a_series_ends_its_helper_is_thanked(cast, zhou, now, made, accepted_too, status):
    found = an_adopted_series(now, zhou)
    (order,) = orders_of(made(found)[NEXT])

    with transaction():
        actions.end(found, accepted_too=accepted_too, by=secretary_of(found), now=now)

    assert (order.status, found.member_id) == (status, None)
    assert "series_ended" in told(zhou)


def test_two_go_together_and_one_place_is_the_members(cast, zhou, li, now, made):
    found = an_adopted_series(now, zhou, of={**ANYONE_CAN, "headcount": 2})

    need = made(found)[NEXT]
    with transaction():
        orders.take(need, member_of(li), reasons={}, by=li, now=now, travel=TRAVEL)

    assert need.status == NeedStatus.STAFFED
