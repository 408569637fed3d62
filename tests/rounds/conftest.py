"""What the tests of rounds begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.build import TRAVEL, an_open_need
from tests.cast import HOME, Cast
from volunteer.db import transaction
from volunteer.needs.models import Need
from volunteer.people.models import Person
from volunteer.places.queries import grid
from volunteer.rounds import actions
from volunteer.rounds.models import Round


@pytest.fixture
def need(cast: Cast, now: datetime) -> Need:
    """Zhao's tap, open for one person who can mend it."""
    return an_open_need(now)


@pytest.fixture
def run(cast: Cast, now: datetime) -> Callable[..., Round]:
    """Wang asks who could do what in East Lane in the days ahead."""

    def of_east_lane(by: Person | None = None, days: int = 14) -> Round:
        with transaction():
            east = grid(HOME).community
            return actions.run(east, by=by or cast["wang"], now=now, days=days, travel=TRAVEL)

    return of_east_lane
