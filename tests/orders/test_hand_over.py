"""Handing a promised task over to a named colleague, with both consents."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import (
    ANYONE_CAN,
    RISKY,
    TRAVEL,
    actor,
    an_accepted_order,
    an_offer,
    an_open_need,
    live_seats,
    refused,
    told,
    verbs_of,
)
from tests.cast import member_of
from tests.orders.test_guards import put_in
from tests.waiting import a_hand_over
from volunteer.db import transaction
from volunteer.errors import Clash, NoSuchColleague, NotAllowed, Overtaken, TooLate, WrongMoment
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.types import Cancellation
from volunteer.orders import actions, claims, handing, presence
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Release
from volunteer.orders.patience import Patience
from volunteer.policy import SERVICE
from volunteer.settings import Settings


@pytest.fixture
def order(cast, li, now):
    """Li has promised to keep somebody company."""
    return an_accepted_order(an_open_need(now, **ANYONE_CAN), li, now)


@pytest.fixture
def asked(order, zhou, now):
    """Li has asked Zhou to go instead."""
    return a_hand_over(order, zhou, now)


def propose(order, to, now):
    by = order.member.person
    handing.propose(order, name=to.name, phone=to.phone, by=by, now=now, travel=TRAVEL)


def test_a_colleague_may_think_as_long_as_the_operator_chose(order, zhou, li, now):
    patience = Patience.of(Settings(offer_minutes_normal=90))

    with transaction():
        asked = handing.propose(
            order,
            name=zhou.name,
            phone=zhou.phone,
            by=li,
            now=now,
            travel=TRAVEL,
            patience=patience,
        )

    assert asked.expires_at == now + timedelta(minutes=90)


def says_yes(asked, now):
    with transaction():
        actions.accept(asked, by=asked.member.person, now=now, travel=TRAVEL)


def test_until_the_colleague_answers_the_place_is_whose_it_was(order, asked, zhou):
    assert (order.status, asked.status) == (OrderStatus.ACCEPTED, OrderStatus.OFFERED)
    assert live_seats(order.need) == [0]
    assert told(zhou)[-1] == "hand_over_asked"


def test_with_both_consents_the_place_changes_hands_in_one_moment(order, asked, li, wang, now):
    says_yes(asked, now)

    assert (order.status, asked.status) == (OrderStatus.HANDED_OVER, OrderStatus.ACCEPTED)
    assert live_seats(order.need) == [0]
    assert verbs_of(order) == ["begin", "propose", "hand_over"]
    assert verbs_of(asked) == ["begin", "accept"]
    assert verbs_of(order.need) == ["begin", "approve", "fill"]
    assert told(li)[-1] == "hand_over_done"
    assert told(wang)[-1] == "order_handed_over"


def test_a_colleague_who_says_no_leaves_all_as_it_was(order, asked, li, zhou, now):
    with transaction():
        actions.decline(asked, by=zhou, now=now)

    assert order.status == OrderStatus.ACCEPTED
    assert told(li)[-1] == "hand_over_failed"


def test_a_colleague_who_says_nothing_leaves_all_as_it_was(order, asked, li):
    with transaction():
        actions.expire(asked, now=asked.expires_at)

    assert order.status == OrderStatus.ACCEPTED
    assert told(li)[-1] == "hand_over_failed"


def test_whoever_asked_may_think_again(order, asked, li, zhou, now):
    with transaction():
        handing.recall(order, by=li, now=now)

    assert (order.status, asked.status) == (OrderStatus.ACCEPTED, OrderStatus.WITHDRAWN)
    assert told(zhou)[-1] == "order_withdrawn"
    with refused(WrongMoment):
        handing.recall(order, by=li, now=now)


def test_one_colleague_is_asked_at_a_time(order, asked, qian, now):
    with refused(WrongMoment):
        propose(order, qian, now)
    with refused(Overtaken):
        put_in(asked, member_id=member_of(qian).id)


WHO_CANNOT = {
    "nobody of that name": ("没有人", "01080003333"),
    "another's phone": ("周小雨", "01080009999"),
    "somebody of another community": ("吴建军", "01080003333"),
    "somebody who asked for a pause": ("孙志强", "01080003333"),
    "oneself": ("李卫民", "01080003333"),
}


@pytest.mark.parametrize("who", WHO_CANNOT)
def test_why_a_colleague_cannot_is_not_told(order, li, now, who):
    name, phone = WHO_CANNOT[who]

    with refused(NoSuchColleague):
        handing.propose(order, name=name, phone=phone, by=li, now=now, travel=TRAVEL)


def test_a_colleague_without_the_skill_or_the_time_is_not_found(cast, li, zhou, now):
    needs_plumber = an_accepted_order(an_open_need(now), li, now)
    an_accepted_order(an_open_need(now, **ANYONE_CAN), zhou, now)

    with refused(NoSuchColleague):
        propose(needs_plumber, zhou, now)


def test_a_colleague_who_is_busy_by_then_cannot_say_yes(order, asked, zhou, now):
    an_accepted_order(an_open_need(now, **ANYONE_CAN), zhou, now)

    with refused(Clash):
        actions.accept(asked, by=zhou, now=now, travel=TRAVEL)


@pytest.mark.parametrize("who", ["zhou", "wang", "he", "chen", "anybody"])
def test_only_whoever_promised_hands_over(cast, order, now, who):
    zhou = cast["qian"]
    with refused(NotAllowed):
        handing.propose(
            order,
            name=zhou.name,
            phone=zhou.phone,
            by=actor(who, cast, order.need),
            now=now,
            travel=TRAVEL,
        )


def test_nobody_takes_over_for_somebody_else(asked, cast, now):
    for who in ("li", "qian", "wang"):
        with refused(NotAllowed):
            actions.accept(asked, by=cast[who], now=now, travel=TRAVEL)


def test_after_the_start_nothing_is_handed_over(order, asked, zhou, li, qian):
    with refused(TooLate):
        actions.accept(asked, by=zhou, now=order.starts_at, travel=TRAVEL)
    with refused(TooLate):
        propose(order, qian, order.starts_at)


def test_giving_back_ends_the_question(order, asked, li, zhou, now):
    with transaction():
        actions.release(order, reason=Release.WORK, by=li, now=now)

    assert asked.status == OrderStatus.WITHDRAWN
    assert order.need.status == NeedStatus.OPEN


def test_cancelling_ends_both(order, asked, wang, li, now):
    with transaction():
        actions.cancel_need(order.need, reason=Cancellation.WEATHER, by=wang, now=now)

    assert (order.status, asked.status) == (OrderStatus.CANCELLED, OrderStatus.WITHDRAWN)
    assert told(li)[-1] == "order_cancelled"


def test_arriving_ends_the_question(order, asked, li):
    with transaction():
        presence.check_in(order, by=li, now=order.starts_at)

    assert asked.status == OrderStatus.WITHDRAWN


def test_filling_the_other_place_does_not_end_it(cast, li, zhou, qian, now):
    order = an_accepted_order(an_open_need(now, headcount=2, **ANYONE_CAN), li, now)
    asked = a_hand_over(order, zhou, now)

    an_accepted_order(order.need, qian, now)

    assert asked.status == OrderStatus.OFFERED
    says_yes(asked, now)
    assert live_seats(order.need) == [0, 1]


def test_what_is_risky_changes_hands_when_a_secretary_agrees(cast, li, zhou, wang, now):
    order = an_offer(an_open_need(now, **RISKY), li, now)
    with transaction():
        actions.accept(order, by=li, now=now, travel=TRAVEL)
    asked = a_hand_over(order, zhou, now)

    says_yes(asked, now)
    assert (order.status, asked.status) == (OrderStatus.ACCEPTED, OrderStatus.CLAIMED)
    with transaction():
        claims.approve(asked, by=wang, now=now, travel=TRAVEL)

    assert (order.status, asked.status) == (OrderStatus.HANDED_OVER, OrderStatus.ACCEPTED)


def test_what_was_taken_over_may_be_handed_on(asked, qian, now):
    says_yes(asked, now)

    on = a_hand_over(asked, qian, now)
    says_yes(on, now)

    assert (asked.status, on.status) == (OrderStatus.HANDED_OVER, OrderStatus.ACCEPTED)


def test_the_service_itself_hands_nothing_over(order, zhou, now):
    with refused(NotAllowed):
        handing.propose(order, name=zhou.name, phone=zhou.phone, by=SERVICE, now=now, travel=TRAVEL)
