"""How long an offer, a claim or a call to who stood by waits for an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.settings import Settings


def _usual() -> Mapping[Urgency, timedelta]:
    return _of(Settings())


LEAST = timedelta(minutes=5)  # for whoever stood by


@dataclass(frozen=True)
class Patience:
    """The time for an answer, to an offer by urgency; whoever says nothing else gets the usual."""

    times: Mapping[Urgency, timedelta] = field(default_factory=_usual)
    claim: timedelta = timedelta(hours=24)
    standby: timedelta = timedelta(hours=1)

    @classmethod
    def of(cls, settings: Settings) -> Patience:
        """What the operator chose."""
        return cls(
            _of(settings),
            claim=timedelta(hours=settings.claim_hours),
            standby=timedelta(minutes=settings.standby_minutes),
        )

    def until(self, need: Need, now: datetime) -> datetime:
        """When an offer made now expires: never after the start."""
        return min(now + self.times[need.urgency], need.starts_at)

    def claimed_until(self, need: Need, now: datetime) -> datetime:
        """When a claim made now expires that nobody decided."""
        return min(now + self.claim, need.starts_at)

    def called_until(self, need: Need, now: datetime) -> datetime:
        """When whoever stood by is waited for no longer: after a tenth of the time that is left."""
        left = need.starts_at - now
        return now + min(max(left / 10, LEAST), self.standby, left)


def _of(settings: Settings) -> Mapping[Urgency, timedelta]:
    return {
        Urgency.EMERGENCY: timedelta(minutes=settings.offer_minutes_emergency),
        Urgency.URGENT: timedelta(minutes=settings.offer_minutes_urgent),
        Urgency.NORMAL: timedelta(minutes=settings.offer_minutes_normal),
        Urgency.FLEXIBLE: timedelta(minutes=settings.offer_minutes_flexible),
    }


USUAL = Patience()
