"""My hours at a glance: a year in bars and in a calendar, each with its table, and how far."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, url_for
from flask_babel import format_date, gettext

from volunteer import clock
from volunteer.members.models import Member
from volunteer.records import expected, overview
from volunteer.records.expected import Metric, Progress
from volunteer.reviews.queries import thanks_to
from volunteer.web import charts, labels, times
from volunteer.web.charts import Picture
from volunteer.web.counted import counted

Week = Sequence[tuple[int, int]]  # day of the month (nought beside it) and the minutes of the day


@dataclass(frozen=True)
class Month:
    """A month with service, week by week from Monday."""

    name: str
    weeks: Sequence[Week]


def glance(member: Member, year: int | None, now: datetime) -> dict[str, object]:
    """What the template needs for the year asked for, or else the present one."""
    served, today = overview.served_by(member), clock.local(now).date()
    chosen = overview.year_of(served, year or today.year)
    expectation = expected.expectation_of(member.community_id)
    everything = sum(one.minutes for one in served)
    return {
        "year": chosen,
        "years": _years({one.day.year for one in served} | {today.year}, chosen.year),
        "by_month": _by_month(chosen),
        "by_group": _by_group(chosen),
        "months": _months(chosen.days),
        "weekdays": times.weekday_letters(),
        "thanks": thanks_to(member),
        "progress": _said(expected.progress(expectation, served, today=today))
        if expectation
        else None,
        "stars": overview.stars(everything) if current_app.config["SETTINGS"].stars else None,
    }


def _years(years: set[int], chosen: int) -> list[tuple[str, str, None, bool]]:
    return [
        (
            url_for("records.hours", year=one, _anchor="year"),
            gettext("%(year)s 年", year=one),
            None,
            one == chosen,
        )
        for one in sorted(years, reverse=True)
    ]


def _by_month(year: overview.Year) -> Picture:
    months = list(enumerate(year.months, 1))
    amounts = [(str(month), n, labels.hours(n)) for month, n in months]
    title = gettext("%(year)s 年每月的服务时长，单位小时", year=year.year)
    named = [(format_date(date(year.year, month, 1), "LLL"), n) for month, n in months if n]
    rows = [(name, times.minutes(n)) for name, n in named]
    return Picture(charts.columns(title, amounts), (gettext("月份"), gettext("时长")), rows)


def _by_group(year: overview.Year) -> Picture:
    other = gettext("没有分类")
    named = [(labels.name(group) if group else other, n) for group, n in year.groups.items()]
    amounts = [(name, n, labels.hours(n)) for name, n in named]
    title = gettext("%(year)s 年各类服务的时长，单位小时", year=year.year)
    rows = [(name, times.minutes(n)) for name, n in named]
    return Picture(charts.rows(title, amounts), (gettext("类别"), gettext("时长")), rows)


def _months(days: Mapping[date, int]) -> list[Month]:
    """Only months in which something was done, the last one first."""
    found = sorted({(day.year, day.month) for day in days}, reverse=True)
    return [
        Month(
            format_date(date(year, month, 1), gettext("y年M月")),
            [
                [(n, days.get(date(year, month, n), 0) if n else 0) for n in week]
                for week in Calendar().monthdayscalendar(year, month)
            ],
        )
        for year, month in found
    ]


def _said(progress: Progress) -> dict[str, object]:
    """How far in words; beyond what was hoped for the line is simply full."""
    amount = _times if progress.metric == Metric.TIMES else times.minutes
    return {
        "period": labels.name(progress.period),
        "done": amount(progress.done),
        "hoped": amount(progress.hoped),
        "share": min(progress.done, progress.hoped),
        "most": progress.hoped,
    }


def _times(number: int) -> str:
    return counted("%(n)s 次", number)
