"""What most tests of needs begin with."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.build import a_need
from tests.cast import Cast
from volunteer.needs.models import Need


@pytest.fixture
def need(cast: Cast, now: datetime) -> Need:
    """Zhao's dripping tap, waiting for triage."""
    return a_need(now)
