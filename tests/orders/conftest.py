"""What most tests of orders begin with."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.build import an_accepted_order, an_offer, an_open_need
from tests.cast import Cast
from volunteer.needs.models import Need
from volunteer.orders.models import Order
from volunteer.people.models import Person


@pytest.fixture
def need(cast: Cast, now: datetime) -> Need:
    """Zhao's tap, open for one person."""
    return an_open_need(now)


@pytest.fixture
def offer_to_li(need: Need, li: Person, now: datetime) -> Order:
    """Li is asked to mend it."""
    return an_offer(need, li, now)


@pytest.fixture
def order_of_li(need: Need, li: Person, now: datetime) -> Order:
    """Li has taken it."""
    return an_accepted_order(need, li, now)
