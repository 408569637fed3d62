"""A visit every week that the host has taken on, so that a visitor finds what comes again."""

from __future__ import annotations

from datetime import datetime, timedelta

from volunteer import clock
from volunteer.demo import asking, hours
from volunteer.demo.weeks import Story, Town
from volunteer.series import actions as series
from volunteer.series.rhythm import Rhythm

FOR_SO_LONG = timedelta(days=90)
AHEAD = 14  # days


def every_week(town: Town, asked: asking.Asked, begins: datetime) -> Story:
    """The secretary settles it once, and the host agrees to come each time."""
    yield asked.wish.posted_at
    host = next((one.member for one in town.neighbours if one.host), None)
    if host is None:
        return
    need = asking.post(town, asked)
    yield hours.awake(town.now + timedelta(hours=2), town.chance)
    asking.approve(town, need, asked)
    local = clock.local(begins)
    found = series.plan(
        need,
        rhythm=Rhythm.WEEKLY,
        starts_on=local.date(),
        ends_on=local.date() + FOR_SO_LONG,
        time=local.time(),
        minutes=asked.wish.minutes,
        skips_holidays=False,
        by=town.secretary,
        now=town.now,
    )
    series.make(found, now=town.now, ahead=AHEAD, travel=town.travel)
    yield hours.awake(town.now + timedelta(hours=3), town.chance)
    series.adopt(found, host, by=host.person, now=town.now, travel=town.travel)
