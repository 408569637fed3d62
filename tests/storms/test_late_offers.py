"""A round is released in the very moment in which the last place is taken."""

from __future__ import annotations

import pytest

from tests.build import ANYONE_CAN, a_round_for, an_open_need, live_seats, told
from tests.storms.turns import meet
from tests.storms.ways import releases, takes
from volunteer.db import transaction
from volunteer.dispatch import due
from volunteer.dispatch.actions import withdraw_late
from volunteer.dispatch.rules import Rules
from volunteer.invariants import broken
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.queries import orders_of
from volunteer.settings import Settings

RULES = Rules.of(Settings())


@pytest.mark.parametrize("first", [0, 1], ids=["who takes", "who releases"])
def test_an_offer_of_that_moment_does_not_stay(app, cast, now, first):
    """On PostgreSQL a release does not wait for whoever takes; the clock clears up after it."""
    need = an_open_need(now, **ANYONE_CAN)
    found = a_round_for(need.grid.community, cast["wang"], now)
    proposed = found.proposals[0].member.person
    other = next(cast[who] for who in ("li", "zhou") if cast[who] != proposed)

    meet(app, [takes(need, other), releases(found, cast["wang"])], now, first=first)
    for need_id in due.offers_too_late(now, RULES):
        with transaction():
            assert withdraw_late(need_id, now, RULES)

    assert live_seats(need) == [0]
    assert OrderStatus.OFFERED not in {one.status for one in orders_of(need)}
    assert told(proposed).count("order_withdrawn") == told(proposed).count("order_offered")
    assert list(broken()) == []
