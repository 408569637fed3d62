"""Who will ask for what, and when: the wishes of some weeks, dealt out before they are lived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from volunteer import clock
from volunteer.demo import chance as by
from volunteer.demo import hours
from volunteer.demo.kinds import (
    CHANNELS,
    FATES,
    KINDS,
    LEAD_HOURS,
    POSTING_HOURS,
    STARTS,
    URGENCIES,
    WEEKEND_SHARE,
    WHEN,
    Fate,
    Kind,
    When,
    season,
)
from volunteer.needs.types import NEED_TYPES, SPOKEN, Channel, Urgency

LATEST_END = time(21, 30)
# The last to come in, hours before now: they still wait when the visitor arrives.
FRESH = ((3, Channel.FAMILY), (0.4, Channel.WEB))
TRIAGE_TAKES = timedelta(hours=3)


@dataclass(frozen=True)
class Wish:
    """Somebody will ask for something."""

    posted_at: datetime
    type: str
    channel: Channel
    fate: Fate
    urgency: Urgency
    day: date
    hour: time
    minutes: int
    people: int


def wishes(chance: Random, *, since: datetime, now: datetime, count: int) -> Iterator[Wish]:
    """So many wishes between two moments, a few of them shortly before the second."""
    month = clock.local(now).month
    early = count - len(FRESH)
    types = by.deal(chance, {one: KINDS[one].share * season(one, month) for one in KINDS}, count)
    moments = sorted(_moment(chance, since, now) for _ in range(early))
    moments += [hours.still_awake(now - timedelta(hours=ago)) for ago, _ in FRESH]
    channels = _channels(chance, moments[:early]) + [channel for _, channel in FRESH]
    fates = by.deal(chance, FATES, early) + [Fate.TASK] * len(FRESH)
    urgencies = by.deal(chance, URGENCIES, count)
    for posted_at, type, channel, fate, urgency in zip(
        moments, types, channels, fates, urgencies, strict=True
    ):
        yield a_wish(chance, posted_at, type, channel, fate, urgency)


def a_wish(
    chance: Random, posted_at: datetime, type: str, channel: Channel, fate: Fate, urgency: Urgency
) -> Wish:
    """A wish of this type, asked at this moment, for an hour that suits its kind."""
    kind = KINDS[type]
    minutes = _minutes(chance, kind)
    day, hour = window(chance, posted_at, kind, urgency=urgency, minutes=minutes)
    least = NEED_TYPES[type].people
    people = chance.randint(least, max(least, kind.most_people))
    return Wish(posted_at, type, channel, fate, urgency, day, hour, minutes, people)


def window(
    chance: Random, after: datetime, kind: Kind, *, urgency: Urgency, minutes: int
) -> tuple[date, time]:
    """A day and hour for this kind, as long after the moment as its urgency has it."""
    lead = by.hours(chance, *LEAD_HOURS[urgency])
    earliest = clock.local(after + TRIAGE_TAKES + lead)
    days = {one: _first_day(earliest, one) for one in kind.when or tuple(When)}
    if urgency == Urgency.URGENT:  # who needs help today does not wait for Saturday
        days = {one: day for one, day in days.items() if day == min(days.values())}
    when = by.one_of(chance, {one: WHEN[one] for one in days})
    same_day = days[when] == earliest.date()
    return days[when], _hour(chance, when, minutes, earliest if same_day else None)


def _first_day(earliest: datetime, when: When) -> date:
    """The first day on which that part of the week still lies ahead."""
    last_start = STARTS[when][-1][1]
    day = earliest.date() + timedelta(days=earliest.hour >= last_start)
    while day.weekday() not in when.weekdays:
        day += timedelta(days=1)
    return day


def _hour(chance: Random, when: When, minutes: int, earliest: datetime | None) -> time:
    """When it begins: within that part of the day, after `earliest`, done before bedtime."""
    spans = STARTS[when]
    if earliest:
        spans = tuple(
            (max(first, earliest.hour + 1), last) for first, last in spans if last > earliest.hour
        )
    first, last = chance.choice(spans)
    hour = chance.randint(first, last)
    latest = LATEST_END.hour * 60 + LATEST_END.minute - minutes
    begins = min(hour * 60 + chance.choice((0, 0, 30)), latest // 30 * 30)
    return time(begins // 60, begins % 60)


def _channels(chance: Random, moments: list[datetime]) -> list[Channel]:
    """How each wish reaches us: outside office hours people write rather than call."""
    dealt = by.deal(chance, CHANNELS, len(moments))
    spoken = [one for one in dealt if one in SPOKEN]
    written = [one for one in dealt if one not in SPOKEN]
    late = {moment for moment in moments if hours.at_work(moment, chance) != moment}
    first = {moment: written.pop() for moment in sorted(late)[: len(written)]}
    rest = spoken + written
    chance.shuffle(rest)
    return [first.get(moment) or rest.pop() for moment in moments]


def _minutes(chance: Random, kind: Kind) -> int:
    """Minutes in steps of five, as long as this kind usually takes."""
    low, median, high = kind.minutes
    drawn = by.spread(chance, median, max(high, median + 1))
    return round(min(max(drawn, low), high * 1.3) / 5) * 5


def _moment(chance: Random, since: datetime, now: datetime) -> datetime:
    """When somebody asks: mostly in the morning or afternoon of a working day."""
    while True:
        moment = since + (now - since) * chance.random()
        day = clock.local(moment).date()
        share = WEEKEND_SHARE / 2 if not hours.weekday(day) else (1 - WEEKEND_SHARE) / 5
        if chance.random() * 0.2 > share:
            continue
        hour = by.one_of(chance, POSTING_HOURS)
        found = clock.at(day, time(hour, chance.randrange(60)))
        if since < found < now:
            return found
