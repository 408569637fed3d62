"""Each date of a series is an ordinary open need, made once and in time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests.build import (
    ANYONE_CAN,
    SATURDAY,
    TRAVEL,
    a_need,
    a_series,
    an_accepted_order,
    an_open_need,
    events_of,
    refused,
    secretary_of,
    told,
    verbs_of,
)
from tests.cast import member_of
from volunteer import clock
from volunteer.clock import SHANGHAI
from volunteer.db import db, transaction
from volunteer.errors import Missing, NotAllowed, NotFound, TooLate, WrongMoment
from volunteer.needs.lifecycle import NeedStatus
from volunteer.orders.lifecycle import OrderStatus
from volunteer.series import actions
from volunteer.series.lifecycle import SeriesStatus
from volunteer.series.models import Series

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


def test_a_need_that_comes_again_is_its_first_date(weekly, now, made):
    found = made(weekly)

    assert list(found) == [SATURDAY, SATURDAY + A_WEEK]
    assert found[SATURDAY].id == weekly.pattern_id
    again = found[SATURDAY + A_WEEK]
    assert (again.status, again.title, again.wish) == (
        NeedStatus.OPEN, weekly.pattern.title, weekly.pattern.wish,
    )  # fmt: skip
    assert again.starts_at == weekly.pattern.starts_at + A_WEEK
    assert again.link_secret != weekly.pattern.link_secret
    assert verbs_of(again) == ["begin"]


def test_each_date_has_the_meeting_point_of_the_first(cast, wang, now, made):
    found = made(a_series(now, of={**ANYONE_CAN, "meeting_point": "小区东门"}))

    assert {one.meeting_point for one in found.values()} == {"小区东门"}


def test_each_date_is_made_once_and_all_in_time(weekly, now, made):
    for days in range(45):
        found = made(weekly, now + timedelta(days=days))

    saturdays = [SATURDAY + n * A_WEEK for n in range(6)]
    assert list(found) == saturdays, "until the end of the year"


def test_two_jobs_at_once_make_a_date_once(app: Flask, weekly: Series, now: datetime):
    series_id, together, made = weekly.id, Barrier(2), []
    db.session.remove()

    def run() -> None:
        with app.app_context():
            together.wait()
            with transaction():
                found = db.session.get_one(Series, series_id)
                made.append(actions.make(found, now=now, ahead=14, travel=TRAVEL))

    both = [Thread(target=run) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(made) == [0, 1]


@pytest.mark.parametrize(
    "half_truth",
    [
        "INSERT INTO occurrences SELECT * FROM occurrences",
        "INSERT INTO occurrences (series_id, day, need_id) SELECT series_id, '2026-12-24', need_id"
        " FROM occurrences",
        "INSERT INTO occurrences (series_id, day) SELECT series_id, '2026-12-24' FROM occurrences",
        "UPDATE series SET ends_on = '2020-01-01'",
        "UPDATE series SET rhythm = 'now and then'",
        "UPDATE series SET member_id = 1",
        "UPDATE series SET status = 'ended', member_id = 1, adopted_at = created_at",
    ],
)
def test_half_truths_about_a_series_are_refused(weekly, half_truth):
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(sa.text(half_truth))


def test_on_holidays_nobody_comes_if_chosen_so(cast, now, made):
    """National Day 2026 is from Thursday the first to Wednesday; Saturday the tenth is worked."""
    before = datetime(2026, 9, 18, 9, tzinfo=SHANGHAI)
    first = {"date": date(2026, 9, 19), "time": time(10), "minutes": 60}
    weekly = a_series(
        before, of={**ANYONE_CAN, **first}, starts_on=date(2026, 9, 19), skips_holidays=True
    )

    for days in (0, 7, 14):
        found = made(weekly, before + timedelta(days=days))

    # On the 26th of September, a Saturday, is Mid-Autumn as well.
    assert [one.day for one in found] == [19, 10]


def test_at_the_end_of_the_month_every_month_has_its_date(cast, now):
    monthly = a_series(
        now, rhythm="monthly_day", starts_on=date(2026, 12, 31), ends_on=date(2027, 4, 30)
    )

    days = [str(one) for one in monthly.days(since=SATURDAY, until=date(2027, 12, 31))]

    assert days == ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]


IMPOSSIBLE = {
    "an end before the beginning": ({"ends_on": SATURDAY - A_WEEK}, Missing),
    "longer than a year": ({"ends_on": date(2028, 1, 1)}, Missing),
    "at night": ({"time": time(23)}, Missing),
    "all of it over": ({"starts_on": date(2026, 1, 3), "ends_on": date(2026, 5, 2)}, TooLate),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_what_cannot_come_again_is_refused(cast, now, what):
    more, error = IMPOSSIBLE[what]
    need = an_open_need(now)
    when = {
        "rhythm": "weekly", "starts_on": SATURDAY, "ends_on": date(2026, 12, 31),
        "time": time(10), "minutes": 60, "skips_holidays": False,
    }  # fmt: skip

    with refused(error):
        actions.plan(need, **{**when, **more}, by=secretary_of(need), now=now)


def test_what_nobody_has_triaged_does_not_come_again(cast, wang, now):
    need = a_need(now)

    with refused(WrongMoment):
        actions.plan(
            need, rhythm="weekly", starts_on=SATURDAY, ends_on=SATURDAY + A_WEEK, time=time(10),
            minutes=60, skips_holidays=False, by=wang, now=now,
        )  # fmt: skip


def test_a_need_comes_again_in_one_series_only(weekly, wang, now):
    when = {name: getattr(weekly, name) for name in ("rhythm", "starts_on", "ends_on", "minutes")}

    with refused(WrongMoment):
        actions.plan(weekly.pattern, **when, time=time(10), skips_holidays=False, by=wang, now=now)


@pytest.mark.parametrize("who", ["li", "he", "chen"])
def test_only_the_secretary_plans_it(cast, weekly, now, who):
    with refused(NotAllowed):
        actions.skip(weekly, day=SATURDAY, by=cast[who], now=now)


def test_a_date_left_out_is_never_made(weekly, wang, now, made):
    day = SATURDAY + A_WEEK
    with transaction():
        actions.skip(weekly, day=day, by=wang, now=now)

    assert day not in made(weekly)
    event = events_of(weekly)[-1]
    assert (event.verb, event.facts) == ("skip", {"day": "2026-11-28"})


def test_a_date_left_out_late_is_cancelled_with_its_orders(weekly, li, wang, now, made):
    need = made(weekly)[SATURDAY + A_WEEK]
    order = an_accepted_order(need, li, now)

    with transaction():
        actions.skip(weekly, day=SATURDAY + A_WEEK, by=wang, now=now)

    assert (need.status, order.status) == (NeedStatus.CANCELLED, OrderStatus.CANCELLED)
    assert told(li)[-1] == "order_cancelled"
    assert need.id == made(weekly)[SATURDAY + A_WEEK].id, "and is not made again"


@pytest.mark.parametrize("day", [SATURDAY + timedelta(days=1), SATURDAY - A_WEEK])
def test_only_a_date_ahead_is_left_out(weekly, wang, now, day):
    with refused(NotFound):
        actions.skip(weekly, day=day, by=wang, now=now)


def changed(found: Series, now: datetime, **more: object) -> None:
    when = {
        "rhythm": found.rhythm, "starts_on": found.starts_on, "ends_on": found.ends_on,
        "time": found.hour, "minutes": found.minutes, "skips_holidays": found.skips_holidays,
    }  # fmt: skip
    with transaction():
        actions.change(found, **{**when, **more}, by=secretary_of(found), now=now)


def test_a_change_leaves_alone_what_somebody_accepted(weekly, li, now, made):
    first, second = made(weekly).values()
    an_accepted_order(first, li, now)
    was = first.starts_at

    changed(weekly, now, time=time(15))

    assert first.starts_at == was
    assert second.starts_at == was + A_WEEK + timedelta(hours=5)


def test_another_day_of_the_week_cancels_and_makes_anew(weekly, now, made):
    first, second = made(weekly).values()
    sunday = SATURDAY + timedelta(days=1)

    changed(weekly, now, starts_on=sunday)

    assert {first.status, second.status} == {NeedStatus.CANCELLED}
    assert list(made(weekly)) == [sunday, sunday + A_WEEK]
    changed(weekly, now, starts_on=SATURDAY)
    assert list(made(weekly)) == [SATURDAY, SATURDAY + A_WEEK]


def test_a_series_that_ends_keeps_what_was_accepted(weekly, li, now, made):
    first, second = made(weekly).values()
    an_accepted_order(first, li, now)

    with transaction():
        actions.end(weekly, accepted_too=False, by=secretary_of(weekly), now=now)

    assert (first.status, second.status) == (NeedStatus.STAFFED, NeedStatus.CANCELLED)
    assert len(made(weekly, now + A_WEEK)) == 2


def test_a_series_ends_by_itself_after_its_last_day(weekly, li, now):
    with transaction():
        actions.adopt(weekly, member_of(li), by=li, now=now, travel=TRAVEL)
    last, after = clock.at(weekly.ends_on, time(20)), clock.at(weekly.ends_on, time()) + A_DAY

    with transaction():
        ended = [actions.run_out(weekly, now=at) for at in (last, after, after)]

    assert ended == [False, True, False]
    assert (weekly.status, weekly.member) == (SeriesStatus.ENDED, None)
    assert [one.verb for one in events_of(weekly)].count("run_out") == 1
    assert told(li)[-1] == "series_ended"
