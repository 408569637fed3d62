"""Being asked."""

from __future__ import annotations

import pytest

from tests.build import REASONS, actor, an_offer, refused, told, verbs_of
from tests.cast import member_of
from volunteer.db import transaction
from volunteer.errors import AlreadyTaken, NotAllowed
from volunteer.orders import actions
from volunteer.orders.lifecycle import OrderStatus


def test_an_offer_asks_with_its_reasons_and_promises_nothing(offer_to_li, li):
    assert offer_to_li.status == OrderStatus.OFFERED
    assert offer_to_li.reasons == REASONS
    assert offer_to_li.seat_no is None
    assert verbs_of(offer_to_li) == ["begin"]
    assert told(li) == ["member_confirmed", "order_offered"]


@pytest.mark.parametrize("who", ["li", "zhou", "he", "chen", "wu", "resident", "anybody"])
def test_only_a_secretary_of_the_community_asks_somebody(cast, need, now, who):
    li = member_of(cast["li"])

    with refused(NotAllowed):
        actions.offer(need, li, reasons=REASONS, by=actor(who, cast, need), now=now)


def test_nobody_is_asked_twice_for_the_same(offer_to_li, need, li, wang, now):
    with refused(AlreadyTaken):
        actions.offer(need, member_of(li), reasons=REASONS, by=wang, now=now)


def test_whoever_declined_may_be_asked_again(offer_to_li, need, li, now):
    with transaction():
        actions.decline(offer_to_li, by=li, now=now)

    assert an_offer(need, li, now).status == OrderStatus.OFFERED
