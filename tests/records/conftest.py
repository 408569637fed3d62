"""What the tests of records begin with."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.build import a_record, an_open_need, an_order_under_way
from tests.cast import Cast
from volunteer.needs.models import Need
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.records.models import Record


@pytest.fixture
def need(cast: Cast, now: datetime) -> Need:
    """Zhao's tap, open for one person."""
    return an_open_need(now)


@pytest.fixture
def order(need: Need, li: Person, now: datetime) -> Order:
    """Li has arrived at ten."""
    return an_order_under_way(need, li, now)


@pytest.fixture
def record(need: Need, li: Person, now: datetime) -> Record:
    """Li has been there for an hour, and the minutes wait for review."""
    return a_record(need, li, now)
