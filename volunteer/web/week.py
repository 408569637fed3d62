"""One's week: each day with the tasks on it and the free time that one has given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from flask import render_template, request
from flask_babel import gettext

from volunteer import clock, door
from volunteer.members.free_time import GRADE_NAMES, PART_NAMES, Grade, Part, part_of_week
from volunteer.members.models import Member
from volunteer.orders import queries
from volunteer.orders.lifecycle import LIVE, WAITING, OrderStatus
from volunteer.orders.models import Order
from volunteer.web.calendars import pages
from volunteer.web.guard import signed_in
from volunteer.web.members import own

WEEKS = 8  # so far ahead is leafed


class Day(NamedTuple):
    """A day, its free time in words, and its tasks, the earliest first."""

    date: date
    free: str
    orders: Sequence[Order]


@pages.get("/me/week")
@signed_in
def week() -> str:
    """Seven days from today on, or so many weeks later."""
    member, ahead = own(), min(request.args.get("ahead", 0, type=_weeks), WEEKS)
    first = clock.local(door.now()).date() + timedelta(weeks=ahead)
    wanted = [*map(OrderStatus, WAITING), *map(OrderStatus, LIVE)]
    since = clock.at(first, time.min)
    orders = queries.list_of(member, wanted, since=since)
    days = [_day(member, first + timedelta(days=later), orders) for later in range(7)]
    return render_template("calendars/week.html", days=days, ahead=ahead, last=ahead >= WEEKS)


def _weeks(text: str) -> int:
    return max(int(text), 0)


def _day(member: Member, day: date, orders: Sequence[Order]) -> Day:
    own_orders = [one for one in orders if clock.local(one.starts_at).date() == day]
    return Day(day, _free(member, day), own_orders)


def _free(member: Member, day: date) -> str:
    """Which parts of the day are free, and which rather not."""
    grades = {part: member.free.get(part_of_week(day.weekday(), part), 0) for part in Part}
    said = []
    for grade in (Grade.YES, Grade.RATHER_NOT):
        parts = [gettext(PART_NAMES[part]) for part in Part if grades[part] == grade]
        if parts:
            said.append(gettext(GRADE_NAMES[grade]) + gettext("：") + gettext("、").join(parts))
    return gettext("；").join(said) or gettext(GRADE_NAMES[Grade.NO])
