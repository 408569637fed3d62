"""A busy East Lane: several rows in every list, so that a query for each row would be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tests.build import (
    ANYONE_CAN,
    a_need,
    a_record,
    a_series,
    an_accepted_order,
    an_offer,
    an_open_need,
)
from tests.cast import Cast
from tests.web.staff import a_lapsed, a_question, a_registration, a_round, a_word
from volunteer.needs.models import Need
from volunteer.orders.models import Order
from volunteer.records.models import Record
from volunteer.reviews.models import Outcome

WEEKS = range(1, 5)


@dataclass(frozen=True)
class Busy:
    """Of each kind the one that a page of its own shows."""

    need: Need
    order: Order
    record: Record
    registration_id: int
    round_id: int
    series_id: int


def a_busy_community(cast: Cast, now: datetime) -> Busy:
    """Everything happens at once: four or more of each kind, in every state that a list shows."""
    wang, li, zhou, qian = (cast[name] for name in ("wang", "li", "zhou", "qian"))
    records = []
    for week in WEEKS:
        saturday = now.date() + timedelta(days=1 + 7 * week)
        sunday = {**ANYONE_CAN, "date": saturday + timedelta(days=1), "headcount": 4}
        need = an_open_need(now, **sunday)
        order = an_accepted_order(need, zhou, now)
        an_accepted_order(need, qian, now)
        an_offer(an_open_need(now, date=saturday), li, now)
        done = an_open_need(now, date=saturday - timedelta(days=3), **ANYONE_CAN)
        records.append(a_record(done, zhou, now))
        if week < 3:
            a_word(done, (Outcome.SOLVED, Outcome.NOT)[week % 2], now)
        a_question(a_need(now), wang, now)
        a_need(now)
        a_lapsed(an_open_need(now, date=saturday))
    registrations = [a_registration(now, phone=f"1390000222{one}") for one in WEEKS]
    for hour in (8, 9, 14, 16):
        an_open_need(
            now, **{"date": now.date() + timedelta(days=2), **ANYONE_CAN, "time": time(hour)}
        )
    for hour in (8, 9, 14, 16):
        series = a_series(now, of={**ANYONE_CAN, "time": time(hour)}, time=time(hour))
    found = a_round(wang, now)
    return Busy(need, order, records[0], registrations[0].id, found.id, series.id)
