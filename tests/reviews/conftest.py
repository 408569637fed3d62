"""What the tests of reviews begin with."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.build import a_record, an_open_need
from tests.cast import Cast
from volunteer.needs.models import Need
from volunteer.people.models import Person
from volunteer.records.models import Record


@pytest.fixture
def need(cast: Cast, now: datetime) -> Need:
    """Zhao's tap, open for one person."""
    return an_open_need(now)


@pytest.fixture
def record(need: Need, li: Person, now: datetime) -> Record:
    """Li has been there for an hour; the need waits for Zhao's word."""
    return a_record(need, li, now)
