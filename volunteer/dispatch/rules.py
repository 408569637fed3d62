"""What an operator chose about clocks, in the units in which it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from volunteer.settings import Settings


@dataclass(frozen=True)
class Rules:
    """How long things may take.

    travel   what must lie between two tasks of one member
    """

    travel: timedelta

    @classmethod
    def of(cls, settings: Settings) -> Rules:
        """The rules that these settings say."""
        return cls(travel=timedelta(minutes=settings.travel_minutes))
