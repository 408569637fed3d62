"""A round asks nobody more often in a week than chosen, an emergency apart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.build import TRAVEL, an_offer, an_open_need
from volunteer.db import transaction
from volunteer.needs.types import Urgency
from volunteer.orders import actions as orders
from volunteer.rounds import actions

WEEKLY = 3


def asked_before(person, now, times, *, days_ago=1):
    """The person was asked so often, and said no each time."""
    for _ in range(times):
        then = now - timedelta(days=days_ago)
        offer = an_offer(an_open_need(then), person, then)
        with transaction():
            orders.decline(offer, by=person, now=then)


CASES = [
    # how often asked, so many days ago, how urgent it is, asked again
    (3, 1, Urgency.NORMAL, 0),
    (2, 1, Urgency.NORMAL, 1),
    (3, 8, Urgency.NORMAL, 1),
    (3, 1, Urgency.EMERGENCY, 1),
]


@pytest.mark.parametrize("case", CASES)
def test_whoever_was_asked_often_enough_is_left_in_peace(run, li, wang, now, case):
    times, days_ago, urgency, asked = case
    asked_before(li, now, times, days_ago=days_ago)
    # Nobody else can do it.
    need = an_open_need(now, skill="electrical", urgency=urgency)
    found = run()
    assert [one.need_id for one in found.proposals if one.need_id == need.id]

    with transaction():
        became = actions.release(found, by=wang, now=now, travel=TRAVEL, weekly=WEEKLY)

    (pair,) = [one for one in found.proposals if one.need_id == need.id]
    assert (pair.order is not None) == bool(asked)
    assert pair.reasons.get("asked_enough") == (None if asked else times)
    assert became.asked_enough == (0 if asked else 1)
