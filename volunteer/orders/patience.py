"""How long a member may think about an offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.settings import Settings


def _usual() -> Mapping[Urgency, timedelta]:
    return _of(Settings())


@dataclass(frozen=True)
class Patience:
    """The time for an answer, by urgency; whoever says nothing else gets the usual one."""

    times: Mapping[Urgency, timedelta] = field(default_factory=_usual)

    @classmethod
    def of(cls, settings: Settings) -> Patience:
        """What the operator chose."""
        return cls(_of(settings))

    def until(self, need: Need, now: datetime) -> datetime:
        """When an offer made now expires: never after the start."""
        return min(now + self.times[need.urgency], need.starts_at)


def _of(settings: Settings) -> Mapping[Urgency, timedelta]:
    return {
        Urgency.EMERGENCY: timedelta(minutes=settings.offer_minutes_emergency),
        Urgency.URGENT: timedelta(minutes=settings.offer_minutes_urgent),
        Urgency.NORMAL: timedelta(minutes=settings.offer_minutes_normal),
        Urgency.FLEXIBLE: timedelta(minutes=settings.offer_minutes_flexible),
    }


USUAL = Patience()
