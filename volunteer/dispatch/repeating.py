"""What comes again becomes a need for each of its dates, some time ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from volunteer import clock
from volunteer.dispatch import queries
from volunteer.dispatch.rules import Rules
from volunteer.series import actions as series
from volunteer.series.queries import missing, running


def with_dates_due(now: datetime, rules: Rules) -> Sequence[int]:
    """Series of which a date comes near that has no need yet."""
    return [one.id for one in running() if missing(one, now=now, ahead=rules.series_days)]


def over(now: datetime, rules: Rules) -> Sequence[int]:
    """Series whose last day has passed."""
    return [one.id for one in running() if one.ends_on < clock.local(now).date()]


def end(series_id: int, now: datetime, rules: Rules) -> bool:
    """The series has ended by itself."""
    return series.run_out(queries.series(series_id), now=now)


def make_dates(series_id: int, now: datetime, rules: Rules) -> bool:
    """Each of its dates that came near is a need, held by whoever adopted the series."""
    found = queries.series(series_id)
    return bool(series.make(found, now=now, ahead=rules.series_days, travel=rules.travel))
