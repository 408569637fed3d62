"""How soon something is to be done about a need, by its urgency, and about who helps.

A due time follows from a moment that is stored and what the operator chose, so that it survives a
restart and moves when the setting does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from volunteer import workdays
from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.settings import Settings

# What begins within these is of that class until somebody has looked at it; the classes of the
# city's hotline, from the draft of DB11/T 2021—2022. What begins later can wait.
CLASSES = (
    (timedelta(hours=2), Urgency.EMERGENCY),
    (timedelta(hours=24), Urgency.URGENT),
    (timedelta(days=7), Urgency.NORMAL),
)
Span = str  # 2h, 3d
ORDER = (Urgency.EMERGENCY, Urgency.URGENT, Urgency.NORMAL, Urgency.FLEXIBLE)


@dataclass(frozen=True)
class Limits:
    """What the operator chose.

    triage           until when somebody has looked at a need: hours of the day, or working days
    hall             how long what can wait stays out of the hall when no round comes
    confirm          how long a resident has to say how it went: hours, or working days
    decide           working days in which it is decided what becomes of a need without people
    arrival          after the start: who is not there by then may not come any more
    late_release     before the start: who gives a task back then makes the secretaries look
    review_reminder  working days after which reviewers are reminded of a record
    """

    triage: Mapping[Urgency, Span]
    hall: Mapping[Urgency, Span]
    confirm: Mapping[Urgency, Span]
    decide: int
    arrival: timedelta
    late_release: timedelta
    review_reminder: int

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """What these settings say."""
        return cls(
            triage=_by_class(settings.triage_within),
            hall=_by_class(settings.hall_within),
            confirm=_by_class(settings.confirm_within),
            decide=settings.decide_days,
            arrival=timedelta(minutes=settings.arrival_minutes),
            late_release=timedelta(hours=settings.late_release_hours),
            review_reminder=settings.review_reminder_days,
        )

    def triaged_by(self, need: Need, since: datetime) -> datetime:
        """When a need that waits since then is to have been looked at."""
        urgency = need.urgency if need.triaged_at else class_of(need.starts_at - since)
        return _later(since, self.triage[urgency], workdays.hours_later)

    def in_hall_by(self, need: Need) -> datetime:
        """When an open need comes into the hall at the latest, whether rounds are run or not."""
        since = max(need.triaged_at or need.posted_at, need.posted_at)
        return _later(since, self.hall[need.urgency], _by_the_clock)

    def confirmed_by(self, need: Need, since: datetime) -> datetime:
        """When the resident had time enough to say how it went."""
        return _later(since, self.confirm[need.urgency], _by_the_clock)

    def decided_by(self, since: datetime) -> datetime:
        """When it is to be decided what becomes of a need that stayed without people since then."""
        return workdays.later(since, self.decide)


def class_of(left: timedelta) -> Urgency:
    """How urgent a need counts that begins in so long a time and that nobody has looked at."""
    return next((urgency for within, urgency in CLASSES if left <= within), Urgency.FLEXIBLE)


def _by_class(spans: str) -> dict[Urgency, Span]:
    return dict(zip(ORDER, spans.split(), strict=True))


def _later(since: datetime, span: Span, hours: Callable[[datetime, int], datetime]) -> datetime:
    number = int(span[:-1])
    return workdays.later(since, number) if span.endswith("d") else hours(since, number)


def _by_the_clock(since: datetime, hours: int) -> datetime:
    return since + timedelta(hours=hours)


USUAL = Limits.of(Settings())
