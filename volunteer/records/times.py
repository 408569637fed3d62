"""When somebody came and went, as staff write it down afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from volunteer import clock
from volunteer.errors import Missing
from volunteer.orders.models import Order
from volunteer.orders.presence import EARLY_ARRIVAL, LATE_LEAVING


@dataclass(frozen=True)
class Times:
    """Arrival by the clock on the wall, and minutes from there to leaving, break included."""

    came_at: time
    stay_minutes: int
    break_minutes: int = 0

    def on(self, order: Order) -> tuple[datetime, datetime, int]:
        """Arrival, leaving and the minutes given on the day of the order.

        Raises Missing with the field that does not fit: nobody comes earlier than an hour before
        the planned start or after its end, or leaves later than two hours after it.
        """
        came = clock.at(clock.local(order.starts_at).date(), self.came_at)
        left = came + timedelta(minutes=self.stay_minutes)
        if not order.starts_at - EARLY_ARRIVAL <= came <= order.ends_at:
            raise Missing("came_at")
        if left > order.ends_at + LATE_LEAVING:
            raise Missing("stay_minutes")
        return came, left, minutes_given(left - came, self.break_minutes)


def minutes_given(stay: timedelta, break_minutes: int) -> int:
    """Whole minutes actually given; never rounded up. Raises Missing("break_minutes") when the
    break is longer than the stay."""
    minutes = int(stay.total_seconds() // 60) - break_minutes
    if minutes < 0:
        raise Missing("break_minutes")
    return minutes
