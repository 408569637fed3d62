"""What an operator chose about clocks, in the units in which it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from volunteer import clock
from volunteer.needs.limits import Limits
from volunteer.needs.models import Need
from volunteer.needs.types import Urgency
from volunteer.orders.patience import Patience
from volunteer.settings import Settings


@dataclass(frozen=True)
class Rules:
    """How long things may take, and when and how often people are asked.

    travel         what must lie between two tasks of one member
    patience       how long a member may think about an offer
    limits         how soon something is to be done about a need, a record, somebody missing
    most_offers    how many are asked at the same time for one place, at most
    turn           how long, at least, somebody who was asked has before others are asked too
    weekly_offers  how often the service asks one member by itself in seven days
    quiet          hours of the wall clock from which and until which it asks nobody
    digest_hour    hour of the wall clock at which members hear what is open and suits them
    series_days    how many days ahead the dates of a series become needs
    round_days     how many days ahead a round looks for needs
    keep_contacts  how long after its end a need says whom to call
    photos         folder in which the photos of needs lie
    anchors        folder in which each day's ends of the chains are written down
    """

    travel: timedelta
    patience: Patience
    limits: Limits
    most_offers: int
    turn: timedelta
    weekly_offers: int
    quiet: tuple[int, int]
    digest_hour: int
    series_days: int
    round_days: int
    keep_contacts: timedelta
    photos: Path
    anchors: Path

    @classmethod
    def of(cls, settings: Settings) -> Rules:
        """The rules that these settings say."""
        return cls(
            travel=timedelta(minutes=settings.travel_minutes),
            patience=Patience.of(settings),
            limits=Limits.of(settings),
            most_offers=settings.most_offers,
            turn=timedelta(minutes=settings.turn_minutes),
            weekly_offers=settings.weekly_offers,
            quiet=(settings.quiet_from, settings.quiet_until),
            digest_hour=settings.digest_hour,
            series_days=settings.series_days,
            round_days=settings.round_days,
            keep_contacts=timedelta(days=settings.keep_contacts_days),
            photos=settings.folder("photos"),
            anchors=settings.folder("anchors"),
        )

    def lets_ask(self, need: Need, now: datetime) -> bool:
        """Whether somebody may be asked for this at this hour; for an emergency at any."""
        return need.urgency == Urgency.EMERGENCY or not self._is_quiet(clock.local(now).hour)

    def _is_quiet(self, hour: int) -> bool:
        begins, ends = self.quiet
        return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends
