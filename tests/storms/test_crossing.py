"""Two people cross each other over one place: claims, hand-overs and who stands by.

Each pair meets twice, once with the one first and once with the other (once, where both do the
same); whoever is first has their way, and what the second is told is true.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest

from tests.build import (
    ANYONE_CAN,
    RISKY,
    a_record,
    an_accepted_order,
    an_offer,
    an_open_need,
    live_seats,
    told,
    verbs_of,
)
from tests.storms.truth import untrue
from tests.storms.turns import DONE, Way, meet
from tests.storms.ways import (
    accepts,
    approves,
    by_order,
    calls,
    cancels,
    gives_back,
    happens,
    presses_the_letter,
    proposes,
    says_solved,
    takes,
    takes_back,
)
from tests.waiting import a_claim, a_hand_over, a_standby
from volunteer.db import transaction
from volunteer.invariants import broken
from volunteer.needs.models import Need
from volunteer.notices.actions import agree
from volunteer.notices.queries import addresses_of
from volunteer.orders import claims, handing
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order

S = OrderStatus


@pytest.fixture
def first(request) -> int:
    """Which of the two is first; where both do the same it is the one."""
    return getattr(request, "param", 0)


BOTH_WAYS = pytest.mark.parametrize(
    "first", [0, 1], ids=["as said", "the other way"], indirect=True
)


@pytest.fixture
def cross(app, now, first) -> Callable[..., str]:
    """They meet; the first had their way, and all is well. Returns what the second was told."""

    def both(one: Way, two: Way) -> str:
        came = meet(app, [one, two], now, first=first)
        assert came[first] == DONE
        assert list(broken()) == []
        assert list(untrue()) == []
        return came[1 - first]

    return both


@pytest.fixture
def risky(cast, now) -> Need:
    return an_open_need(now, **RISKY)


@pytest.fixture
def claim(risky, li, now) -> Order:
    """Li would like to do it and waits for a secretary."""
    return a_claim(risky, li, now)


@pytest.fixture
def of_li(cast, li, now) -> Order:
    """Li has promised to keep somebody company; there is place for one."""
    return an_accepted_order(an_open_need(now, **ANYONE_CAN), li, now)


@pytest.fixture
def asked(of_li, zhou, now) -> Order:
    """Zhou is asked to go instead of Li."""
    return a_hand_over(of_li, zhou, now)


@BOTH_WAYS
def test_the_last_place_is_approved_or_accepted(cross, first, risky, claim, cast, now):
    offer = an_offer(risky, cast["zhou"], now)

    second = cross(approves(claim, cast["wang"]), accepts(offer))

    assert second == ("NoRoom", "WrongMoment")[first]
    assert live_seats(risky) == [0]
    assert {claim.status, offer.status} == {S.ACCEPTED, S.WITHDRAWN}


def test_of_two_claims_for_one_place_one_is_approved(cross, risky, claim, cast, now):
    other = a_claim(risky, cast["zhou"], now)

    second = cross(approves(claim, cast["wang"]), approves(other, cast["qian"]))

    assert second == "WrongMoment"
    assert live_seats(risky) == [0]
    assert {claim.status, other.status} == {S.ACCEPTED, S.WITHDRAWN}


@BOTH_WAYS
def test_a_claim_is_decided_once(cross, first, claim, wang, qian):
    refuses = by_order(claims.refuse, claim, qian, why="人手够了")

    assert cross(approves(claim, wang), refuses) == "WrongMoment"
    assert verbs_of(claim) == ["begin", ("approve", "refuse")[first]]


@BOTH_WAYS
def test_a_claim_is_approved_or_taken_back(cross, first, risky, claim, wang):
    assert cross(approves(claim, wang), takes_back(claim)) == "WrongMoment"
    assert verbs_of(claim) == ["begin", ("approve", "take_back")[first]]
    assert len(live_seats(risky)) == 1 - first


@BOTH_WAYS
def test_nobody_is_approved_for_an_hour_they_promise_elsewhere(
    cross, first, risky, claim, cast, now
):
    elsewhere = an_open_need(now, **ANYONE_CAN)

    assert cross(approves(claim, cast["wang"]), takes(elsewhere, cast["li"])) == "Clash"
    assert (len(live_seats(risky)), len(live_seats(elsewhere))) == (1 - first, first)


@BOTH_WAYS
def test_a_colleague_says_yes_or_the_task_is_given_back(cross, first, of_li, asked, li):
    assert cross(accepts(asked), gives_back(of_li)) == "WrongMoment"

    assert [of_li.status, asked.status] == [
        [S.HANDED_OVER, S.ACCEPTED],
        [S.RELEASED, S.WITHDRAWN],
    ][first]
    assert "hand_over_failed" not in told(li)


@BOTH_WAYS
def test_a_colleague_says_yes_while_the_need_is_cancelled(cross, first, of_li, asked, wang, li):
    second = cross(accepts(asked), cancels(of_li.need, wang))

    assert second == (DONE, "WrongMoment")[first]
    assert live_seats(of_li.need) == []
    assert verbs_of(of_li) == ["begin", "propose", ("hand_over", "cancel")[first]]
    assert verbs_of(asked)[-1] == ("cancel", "withdraw")[first]
    assert "hand_over_failed" not in told(li)


@BOTH_WAYS
def test_a_colleague_says_yes_or_goes_elsewhere(cross, first, of_li, asked, zhou, now):
    elsewhere = an_open_need(now, **ANYONE_CAN)

    assert cross(accepts(asked), takes(elsewhere, zhou)) == "Clash"
    assert of_li.status == (S.HANDED_OVER, S.ACCEPTED)[first]


@BOTH_WAYS
def test_a_colleague_says_yes_or_is_asked_no_more(cross, first, of_li, asked, li):
    assert cross(accepts(asked), by_order(handing.recall, of_li, li)) == "WrongMoment"
    assert [of_li.status, asked.status] == [
        [S.HANDED_OVER, S.ACCEPTED],
        [S.ACCEPTED, S.WITHDRAWN],
    ][first]


@BOTH_WAYS
def test_a_colleague_takes_over_out_of_the_hall_while_it_is_given_back(
    cross, first, cast, li, zhou, now
):
    of_li = an_accepted_order(an_open_need(now, headcount=2, **ANYONE_CAN), li, now)
    asked = a_hand_over(of_li, zhou, now)

    second = cross(takes(of_li.need, zhou), gives_back(of_li))

    assert second == ("WrongMoment", DONE)[first]
    assert len(live_seats(of_li.need)) == 1
    assert asked.status == (S.ACCEPTED, S.WITHDRAWN)[first]


@BOTH_WAYS
def test_one_of_two_colleagues_is_asked(cross, first, of_li, zhou, qian):
    second = cross(proposes(of_li, zhou), proposes(of_li, qian))

    assert second == "WrongMoment"
    assert ["hand_over_asked" in told(one) for one in (zhou, qian)] == [first == 0, first == 1]


def test_two_colleagues_say_yes_to_two_places_of_one_task(cross, cast, now):
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    given = [an_accepted_order(need, cast[one], now) for one in ("li", "sun")]
    asked = [
        a_hand_over(order, cast[to], now) for order, to in zip(given, ("zhou", "qian"), strict=True)
    ]

    assert cross(*map(accepts, asked)) == DONE
    assert live_seats(need) == [0, 1]
    assert verbs_of(need) == ["begin", "approve", "fill"]


def test_two_hand_over_to_each_other(cross, of_li, asked, li, zhou, now):
    at_noon = an_open_need(now, **ANYONE_CAN, time=time(13))
    back = a_hand_over(an_accepted_order(at_noon, zhou, now), li, now)

    assert cross(accepts(asked), accepts(back)) == DONE
    assert (of_li.status, back.status) == (S.HANDED_OVER, S.ACCEPTED)


@pytest.fixture
def opened(of_li, zhou, qian, now) -> tuple[Need, Order, Order]:
    """Li has given the place back; Zhou, who stood by first, is called, and Qian stands by."""
    waiting = [a_standby(of_li.need, one, now) for one in (zhou, qian)]
    happens(now, gives_back(of_li), calls(of_li.need))
    return of_li.need, waiting[0], waiting[1]


def test_one_freed_place_calls_one_however_many_look(cross, of_li, zhou, qian, now):
    waiting = [a_standby(of_li.need, one, now) for one in (zhou, qian)]
    happens(now, gives_back(of_li))

    assert cross(calls(of_li.need), calls(of_li.need)) == DONE
    assert [one.status for one in waiting] == [S.OFFERED, S.STANDING_BY]


@BOTH_WAYS
def test_who_is_called_has_the_place_before_who_is_next(app, opened, first, now):
    need, called, following = opened

    came = meet(app, [accepts(called), accepts(following)], now, first=first)

    assert came == [DONE, ("NoRoom", "WrongMoment")[first]]
    assert (live_seats(need), following.status) == ([0], S.STANDING_BY)
    assert [*broken(), *untrue()] == []


@BOTH_WAYS
def test_who_is_called_has_the_place_before_the_hall(app, opened, first, cast, now):
    need, called, _following = opened

    came = meet(app, [accepts(called), takes(need, cast["li"])], now, first=first)

    assert came == [DONE, "NoRoom"]
    assert (live_seats(need), called.status) == ([0], S.ACCEPTED)
    assert [*broken(), *untrue()] == []


def test_two_called_for_two_places_find_one_left(cross, cast, now):
    need = an_open_need(now, headcount=2, **ANYONE_CAN)
    holders = [an_accepted_order(need, cast[one], now) for one in ("li", "sun")]
    waiting = [a_standby(need, cast[one], now) for one in ("zhou", "qian")]
    happens(now, *map(gives_back, holders), calls(need))
    happens(now, accepts(an_offer(need, cast["li"], now)))

    assert cross(*map(accepts, waiting)) == "NoRoom"
    assert live_seats(need) == [0, 1]


def test_an_address_confirmed_twice_at_once_is_confirmed(cross, li, now):
    home = {"channel": "email", "address": "li@home.example", "topics": ["offers"]}
    with transaction():
        agree(li.id, [home], language="zh", now=now)
    presses = presses_the_letter(li, home["address"])

    assert cross(presses, presses) == DONE
    assert [one.confirmed_at for one in addresses_of(li.id)] == [now]


def test_the_resident_confirms_once_however_often_they_press(cross, li, now):
    record = a_record(an_open_need(now, **ANYONE_CAN), li, now)
    need = record.order.need

    assert cross(says_solved(need), says_solved(need)) == "WrongMoment"
    assert verbs_of(need)[-1] == "confirm"
    assert told(li).count("need_confirmed") == 1
