"""The dates of a series as people read them: what is settled about each, and what may be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext

from volunteer import clock
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.series.dates import AHEAD
from volunteer.series.lifecycle import SeriesStatus
from volunteer.series.models import Occurrence, Series
from volunteer.series.queries import held_by, settled
from volunteer.web import labels
from volunteer.workdays import SATURDAY, is_worked

SHOWN = 12
IN_SIGHT = timedelta(days=366)


class Date(NamedTuple):
    """One date: how it stands, where it leads, and whether it may still be left out."""

    day: date
    words: str
    tone: str
    note: str
    url: str
    is_open: bool


def dates_of(found: Series, *, now: datetime, member: Member | None = None) -> Sequence[Date]:
    """The next dates; to a member their own are those they hold."""
    today = clock.local(now).date()
    known = settled(found, since=today)
    runs = found.status == SeriesStatus.RUNNING
    coming = found.days(since=today, until=today + IN_SIGHT) if runs else ()
    days = sorted({*islice(coming, SHOWN), *known})[:SHOWN]
    needs = [one.need_id for one in known.values() if one.need_id]
    mine = held_by(member.id, needs) if member is not None else {}
    return [_date(found, day, known.get(day), mine, now, member is None) for day in days]


def _date(
    found: Series,
    day: date,
    one: Occurrence | None,
    mine: dict[int, int],
    now: datetime,
    staff: bool,
) -> Date:
    need = one.need if one else None
    order_id = mine.get(need.id) if need else None
    words, tone = _standing(found, day, one, order_id is not None)
    is_ahead = found.begins(day) > now and found.status == SeriesStatus.RUNNING
    is_out = bool(one and one.skipped_at) or found.pauses(day)
    return Date(
        day,
        words,
        tone,
        gettext("调休，要上班") if day.weekday() >= SATURDAY and is_worked(day) else "",
        _leads_to(need, order_id, staff),
        is_ahead and not is_out and (need is None or need.status in AHEAD),
    )


def _standing(found: Series, day: date, one: Occurrence | None, is_mine: bool) -> tuple[str, str]:
    if one and one.skipped_at:
        return gettext("这次不用来"), "ended"
    if is_mine:
        return gettext("您去"), "good"
    if one and one.need:
        return labels.status(one.need), "good" if one.need.status == "staffed" else "waiting"
    if found.pauses(day):
        return gettext("放假，暂停"), "ended"
    if one and one.absent_id:
        return gettext("认领的人来不了，到时另找人"), "waiting"
    words = gettext("到时自动安排") if found.member_id else gettext("到时自动发布")
    return words, "neutral"


def _leads_to(need: Need | None, order_id: int | None, staff: bool) -> str:
    if order_id is not None:
        return url_for("orders.show", order_id=order_id)
    return url_for("needs.show", need_id=need.id) if need and staff else ""
