"""What tests of series begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from tests.build import TRAVEL, a_series
from volunteer.db import db, transaction
from volunteer.needs.models import Need
from volunteer.series import actions
from volunteer.series.models import Series
from volunteer.series.queries import settled

AHEAD = 14


@pytest.fixture
def weekly(cast: object, now: datetime) -> Series:
    """Every Saturday from ten to eleven until the end of the year, beginning tomorrow."""
    return a_series(now)


@pytest.fixture
def made(now: datetime) -> Callable[..., dict[date, Need]]:
    """The dates of a series that are needs, after the job has run once more at that moment."""

    def dates(found: Series, at: datetime = now) -> dict[date, Need]:
        with transaction():
            actions.make(found, now=at, ahead=AHEAD, travel=TRAVEL)
        db.session.expire_all()
        rows = settled(found, since=found.starts_on)
        return {day: one.need for day, one in rows.items() if one.need}

    return dates
