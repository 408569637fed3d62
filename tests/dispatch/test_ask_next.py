"""The next best is asked by itself, kindly: not at night, not too often, not twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from tests.build import ANYONE_CAN, SATURDAY, a_need, an_offer, an_open_need, approve, events_of
from tests.cast import HOME, member_of
from volunteer.db import transaction
from volunteer.dispatch.asking import ask_next, short_of_offers
from volunteer.members import actions as members
from volunteer.needs.types import Urgency
from volunteer.orders import actions as orders
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.queries import orders_of
from volunteer.places.actions import ask_by_itself
from volunteer.places.queries import grid

# So much time is left for so quick answers that one at a time is enough.
ONE_AT_A_TIME = {**ANYONE_CAN, "date": SATURDAY + timedelta(days=7), "urgency": Urgency.URGENT}
A_MINUTE = timedelta(minutes=1)


def asked(need):
    """Who is asked and has not answered, by login."""
    return {one.member.person.login for one in orders_of(need) if one.status == OrderStatus.OFFERED}


@pytest.fixture
def by_itself(cast, now):
    """East Lane lets the service ask without waiting for a round."""
    with transaction():
        ask_by_itself(grid(HOME).community, True, now=now)


def first_of(need):
    return orders_of(need)[0]


def test_while_somebody_thinks_it_over_nobody_else_is_asked(released, tick, now):
    need = released(**ONE_AT_A_TIME)
    tick(now)  # promises this month's seed, once

    assert tick(now + A_MINUTE) == {}
    assert len(asked(need)) == 1


def test_an_expired_offer_goes_to_the_next_best_at_the_same_look(released, tick, now):
    need = released(**ONE_AT_A_TIME)
    first = asked(need)
    tick(now)  # promises this month's seed, once

    did = tick(now + timedelta(minutes=30))

    assert did == {"expire-offers": 1, "ask-next": 1}
    assert len(asked(need)) == 1 and not asked(need) & first


def test_a_no_goes_to_the_next_best(released, tick, now):
    need = released(**ONE_AT_A_TIME)
    offer = first_of(need)
    with transaction():
        orders.decline(offer, by=offer.member.person, now=now)

    tick(now + A_MINUTE)

    assert len(asked(need)) == 1
    assert offer.member.person.login not in asked(need)


def test_staff_read_how_many_were_asked_and_why(released, tick, now):
    need = released(**ONE_AT_A_TIME)

    tick(now + timedelta(minutes=30))

    event = events_of(need)[-1]
    facts = {"people": 1, "tries": 11, "chance": 27, "weekly": 3}
    assert (event.verb, event.standing, event.facts) == ("ask_next", "service", facts)


def test_when_nobody_is_left_nobody_is_asked_twice(released, tick, now):
    need = released(**ONE_AT_A_TIME)
    for minutes in range(30, 180, 30):
        tick(now + timedelta(minutes=minutes))

    met = [one.member.person.login for one in orders_of(need)]

    assert sorted(met) == ["li", "qian", "zhou"], "sun paused, wu lives elsewhere"


def test_with_a_day_left_others_are_asked_after_each_turn_beside_the_first(released, tick, now):
    need = released(**ANYONE_CAN)  # in 25 hours; ten people in half of them, two hours a turn

    counts = [len(asked(need))]
    for hours in (0, 1, 3):
        tick(now + timedelta(hours=hours))
        counts.append(len(asked(need)))

    assert counts == [1, 2, 2, 3]


def test_near_the_start_all_who_suit_are_asked_at_once(by_itself, tick, now):
    need = an_open_need(now, **ANYONE_CAN)

    tick(need.starts_at - timedelta(hours=3))

    assert asked(need) == {"li", "qian", "zhou"}


def test_only_who_wants_to_be_asked_is_asked(by_itself, tick, zhou, now):
    with transaction():
        members.pause(member_of(zhou), by=zhou, until=date(2026, 11, 30), now=now)
    need = an_open_need(now, **ANYONE_CAN)

    tick(need.starts_at - timedelta(hours=3))

    assert asked(need) == {"li", "qian"}


def test_who_takes_back_being_matched_is_not_asked_by_itself_even_in_an_emergency(
    by_itself, tick, zhou, now
):
    with transaction():
        members.choose_matching(member_of(zhou), False, by=zhou, now=now)
    need = an_open_need(now, **ANYONE_CAN, urgency=Urgency.EMERGENCY)

    tick(need.starts_at - timedelta(hours=3))

    assert asked(need) == {"li", "qian"}


def test_what_is_urgent_does_not_wait_for_an_answer_to_something_else(
    by_itself, released, tick, now
):
    """Who thinks about a task of another hour may do both."""
    usual = released(**ANYONE_CAN)
    (busy,) = asked(usual)
    urgent = a_need(now, time=time(14))
    approve(urgent, now, **{**ONE_AT_A_TIME, "time": time(14)})

    tick(urgent.starts_at - timedelta(hours=3))

    assert busy in {one.member.person.login for one in orders_of(urgent)}


def test_where_nothing_has_happened_nobody_is_looked_for_again_at_once(released, rules, now):
    need = released(**ONE_AT_A_TIME)
    with transaction():
        ask_next(need.id, now, rules)

    assert short_of_offers(now + A_MINUTE, rules) == []
    with transaction():
        orders.decline(first_of(need), by=first_of(need).member.person, now=now)
    assert short_of_offers(now + A_MINUTE, rules) == [need.id]


@pytest.mark.parametrize(("urgency", "people"), [(Urgency.NORMAL, 1), (Urgency.EMERGENCY, 3)])
def test_at_night_people_sleep_unless_it_is_an_emergency(released, tick, now, urgency, people):
    need = released(**{**ANYONE_CAN, "urgency": urgency})
    at_night = now.replace(hour=23)

    tick(at_night)

    assert len([one for one in orders_of(need) if one.offered_at in (now, at_night)]) == people


def test_nobody_is_asked_more_often_in_a_week_than_chosen(released, tick, zhou, now):
    for days in (1, 2, 3):
        offer = an_offer(an_open_need(now - timedelta(days=4), **ANYONE_CAN), zhou, now)
        with transaction():
            orders.decline(offer, by=zhou, now=now - timedelta(days=days))
    need = released(**ONE_AT_A_TIME)

    for minutes in range(30, 180, 30):
        tick(now + timedelta(minutes=minutes))

    by_itself = [one for one in orders_of(need) if one.offered_at > now]
    assert "zhou" not in {one.member.person.login for one in by_itself}


def test_a_need_without_a_round_waits_unless_the_community_chose_otherwise(cast, tick, now):
    need = an_open_need(now, **ONE_AT_A_TIME)
    tick(now)
    assert asked(need) == set()

    with transaction():
        ask_by_itself(grid(HOME).community, True, now=now)
    tick(now + A_MINUTE)

    assert len(asked(need)) == 1


@pytest.mark.parametrize(("headcount", "people"), [(2, 2), (3, 3), (4, 0)])
def test_who_must_come_together_is_asked_at_once_or_not_at_all(cast, tick, now, headcount, people):
    """Three suit: li, zhou and qian."""
    with transaction():
        ask_by_itself(grid(HOME).community, True, now=now)
    together = {**ONE_AT_A_TIME, "headcount": headcount, "together": True}
    need = an_open_need(now, **together)

    tick(now + A_MINUTE)

    assert len(asked(need)) == people


def test_whoever_has_an_open_offer_is_not_asked_for_more(released, tick, zhou, now):
    an_offer(an_open_need(now, **ANYONE_CAN), zhou, now)
    need = released(**ANYONE_CAN)

    tick(now + A_MINUTE)

    assert "zhou" not in asked(need)


def test_a_step_that_comes_too_late_changes_nothing(released, rules, now):
    need = released(**ONE_AT_A_TIME)

    with transaction():
        again = ask_next(need.id, now, rules)
        at_the_start = ask_next(need.id, need.starts_at, replace(rules, quiet=(0, 0)))

    assert (again, at_the_start) == (False, False)
