"""The secretary's days: rounds and releases, a second look at what was not solved, notices."""

from __future__ import annotations

from datetime import time, timedelta

from volunteer import clock
from volunteer.demo import asking, hours
from volunteer.demo.demand import Wish
from volunteer.demo.helping import answer, forget
from volunteer.demo.kinds import Fate
from volunteer.demo.weeks import Story, Town
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.queries import open_in, queue_for
from volunteer.needs.types import Channel, Urgency
from volunteer.notices.actions import mark_read
from volunteer.rounds import actions as rounds
from volunteer.rounds.drafts import solve
from volunteer.rounds.models import Round

ROUND_DAYS = 14
FRIDAY = 4
ROUNDS_ON = (0, 2, 4)  # Monday, Wednesday, Friday


def working_days(town: Town) -> Story:
    """Many working days end with a round, every one on which something is urgent."""
    day = clock.local(town.now).date()
    while True:
        if hours.weekday(day):
            yield clock.at(day, time(16, town.chance.randrange(60)))
            _look_again(town)
            if day.weekday() == FRIDAY:
                mark_read(town.secretary.id, now=town.now)
                mark_read(town.worker.id, now=town.now)
            if day.weekday() in ROUNDS_ON or _is_urgent(town):
                yield from one_round(town)
        day += timedelta(days=1)


def one_round(town: Town) -> Story:
    """Who is open is matched; after some reading the offers go out."""
    until = town.now + timedelta(days=ROUND_DAYS)
    if not open_in([town.community.id], now=town.now, until=until) or not town.neighbours:
        return
    found = propose(town)
    yield town.now + timedelta(minutes=town.chance.randint(8, 40))
    rounds.release(found, by=town.secretary, now=town.now, travel=town.travel)
    for proposal in found.proposals:
        if proposal.order is not None:
            neighbour = town.neighbour(proposal.member)
            town.weeks.begin(forget(town, proposal.order))
            town.weeks.begin(answer(town, proposal.order, neighbour))


def _is_urgent(town: Town) -> bool:
    """Whether something open begins before the next round could help."""
    soon = town.now + timedelta(days=2)
    return any(
        need.urgency == Urgency.URGENT
        for need in open_in([town.community.id], now=town.now, until=soon)
    )


def propose(town: Town) -> Round:
    """A proposal for the days ahead, not yet released."""
    draft = rounds.draft(
        town.community, by=town.secretary, now=town.now, days=ROUND_DAYS, travel=town.travel
    )
    return rounds.publish(draft, solve(draft), by=town.secretary, now=town.now)


def _look_again(town: Town) -> None:
    """What was reopened is planned anew."""
    for need in queue_for(town.secretary, NeedStatus.SUBMITTED):
        if need.reopened:
            town.weeks.begin(_once_more(town, need))


def _once_more(town: Town, need: Need) -> Story:
    local = clock.local(need.starts_at)
    wish = Wish(
        town.now, need.type, Channel(need.channel), Fate.TASK, Urgency(need.urgency),
        local.date(), local.time(), need.minutes, need.headcount,
    )  # fmt: skip
    yield town.now
    yield from asking.plan(town, need, asking.Asked(wish, town.residents[0], need.title, need.wish))
