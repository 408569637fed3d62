"""An offer that nobody answers expires by urgency, kindly, and leaves no mark."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from tests.build import (
    RISKY,
    SATURDAY,
    TRAVEL,
    an_accepted_order,
    an_offer,
    an_open_need,
    every_row,
    told,
    verbs_of,
)
from tests.cast import member_of
from tests.service import OPEN
from volunteer.db import transaction
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.types import Urgency
from volunteer.orders import actions
from volunteer.orders.hall import hall_for
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order

TIMES = {
    Urgency.EMERGENCY: timedelta(minutes=5),
    Urgency.URGENT: timedelta(minutes=30),
    Urgency.NORMAL: timedelta(hours=12),
}


def expire(order: Order, now: datetime) -> bool:
    with transaction():
        return actions.expire(order, now=now)


@pytest.mark.parametrize(("urgency", "time"), TIMES.items())
def test_the_more_urgent_the_sooner_an_answer_is_wanted(cast, li, now, urgency, time):
    offer = an_offer(an_open_need(now, urgency=urgency), li, now)

    assert offer.expires_at == now + time


def test_no_answer_is_wanted_after_the_start(cast, li, now):
    need = an_open_need(now, urgency=Urgency.FLEXIBLE)

    assert an_offer(need, li, now).expires_at == need.starts_at


def test_an_offer_expires_at_its_time_and_not_before(offer_to_li, now):
    early = expire(offer_to_li, offer_to_li.expires_at - timedelta(seconds=1))
    first = expire(offer_to_li, offer_to_li.expires_at)
    second = expire(offer_to_li, offer_to_li.expires_at + timedelta(minutes=1))

    assert (early, first, second) == (False, True, False)
    assert offer_to_li.status == OrderStatus.EXPIRED
    assert verbs_of(offer_to_li) == ["begin", "expire"]


def test_an_expired_offer_is_kindly_told_and_leaves_no_mark(offer_to_li, li, now):
    before = every_row()

    expire(offer_to_li, offer_to_li.expires_at)

    after = every_row()
    assert {name for name in after if after[name] != before[name]} == {
        "orders", "events", "notices",
    }  # fmt: skip
    assert told(li)[-1] == "order_expired"


def test_the_need_looks_on_after_an_offer_expired(offer_to_li, need, now):
    expire(offer_to_li, offer_to_li.expires_at)

    assert need.status == NeedStatus.OPEN


def test_what_expired_may_still_be_taken_from_the_hall(offer_to_li, need, li, now):
    expire(offer_to_li, offer_to_li.expires_at)

    seen = hall_for(member_of(li), now=offer_to_li.expires_at, travel=TRAVEL, limits=OPEN)
    order = an_accepted_order(need, li, offer_to_li.expires_at)

    assert [entry.need.id for entry in seen] == [need.id]
    assert order.status == OrderStatus.ACCEPTED


def test_a_late_yes_to_something_risky_counts_like_one_in_time(cast, li, now):
    """The community has chosen Li already."""
    offer = an_offer(an_open_need(now, **RISKY), li, now)
    expire(offer, offer.expires_at)

    (seen,) = hall_for(member_of(li), now=offer.expires_at, travel=TRAVEL, limits=OPEN)
    order = an_accepted_order(offer.need, li, offer.expires_at)

    assert not seen.needs_approval
    assert (order.id, order.status) == (offer.id, OrderStatus.ACCEPTED)
    assert verbs_of(offer) == ["begin", "expire", "accept_late"]


def test_who_was_asked_for_another_hour_asks_again_for_something_risky(cast, li, wang, now):
    need = an_open_need(now, **RISKY)
    offer = an_offer(need, li, now)
    expire(offer, offer.expires_at)
    with transaction():
        actions.rearrange_need(
            need, by=wang, now=now, date=SATURDAY + timedelta(days=1), time=time(10), minutes=60
        )

    order = an_accepted_order(need, li, now)

    assert (order.id != offer.id, order.status) == (True, OrderStatus.CLAIMED)


def test_a_yes_that_comes_before_the_clock_does_is_a_yes(offer_to_li, li, now):
    late = offer_to_li.expires_at + timedelta(seconds=5)

    with transaction():
        actions.accept(offer_to_li, by=li, now=late, travel=TRAVEL)

    assert not expire(offer_to_li, late)
    assert offer_to_li.status == OrderStatus.ACCEPTED
