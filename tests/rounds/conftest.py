"""What the tests of rounds begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.build import a_round_for, an_open_need
from tests.cast import HOME, Cast
from tests.officers import an_officer
from volunteer.needs.models import Need
from volunteer.people.models import Person
from volunteer.places.queries import grid
from volunteer.rounds.models import Round
from volunteer.rounds.queries import scopes_for


@pytest.fixture
def need(cast: Cast, now: datetime) -> Need:
    """Zhao's tap, open for one person who can mend it."""
    return an_open_need(now)


@pytest.fixture
def zheng(cast: Cast, now: datetime) -> Person:
    """Officer of the sub-district, above East Lane and West Lane."""
    return an_officer("zheng", grid(HOME).community.subdistrict, now)


@pytest.fixture
def feng(cast: Cast, now: datetime) -> Person:
    """Officer of the district."""
    return an_officer("feng", grid(HOME).community.subdistrict.district, now)


@pytest.fixture
def run_for(now: datetime) -> Callable[..., Round]:
    """An officer asks who could do what in their sub-district or district."""

    def of_office(by: Person, **more: Any) -> Round:
        (place,) = scopes_for(by)
        return a_round_for(place, by, now, **more)

    return of_office


@pytest.fixture
def run(cast: Cast, now: datetime) -> Callable[..., Round]:
    """Wang asks who could do what in East Lane in the days ahead."""

    def of_east_lane(by: Person | None = None, days: int = 14) -> Round:
        return a_round_for(grid(HOME).community, by or cast["wang"], now, days=days)

    return of_east_lane
