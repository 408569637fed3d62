"""Ways of finding people for open needs, each lived through the same two weeks.

The hall is open under every policy, and members look into it of their own accord.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time, timedelta

from tests.bench.fortnight import World
from volunteer import clock
from volunteer.db import db
from volunteer.demo import hours
from volunteer.demo.weeks import Story, Town
from volunteer.dispatch import actions, asking, due, queries
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.needs.queries import open_in
from volunteer.needs.types import Urgency
from volunteer.orders import actions as orders
from volunteer.orders.patience import Patience
from volunteer.policy import SERVICE
from volunteer.rounds import actions as rounds
from volunteer.rounds.drafts import solve
from volunteer.rounds.next_best import next_best

# The service looks every second; half an hour makes it slower than it is, never quicker.
LOOKS_EVERY = timedelta(minutes=30)
ROUNDS_ON, ROUNDS_AT = (0, 2, 4), time(16)
NO_LIMIT = Patience(dict.fromkeys(Urgency, timedelta(days=60)))


def as_built(world: World) -> None:
    """Rounds on three days a week and for what is urgent; the next best in waves, by itself."""
    for town in world.towns:
        world.weeks.begin(_rounds(world, town))
    world.weeks.begin(_clock(world, _next))


def by_itself(world: World) -> None:
    """As built, where every community lets the service ask without waiting for a round."""
    for town in world.towns:
        town.community.asks_by_itself = True
    world.opened = _ask_at_once
    as_built(world)


def hall_only(world: World) -> None:
    """Nobody is asked: whoever looks finds what is open."""


def single_offers(world: World) -> None:
    """Rounds, and after each no the next best: one person at a time for each place."""
    for town in world.towns:
        world.weeks.begin(_rounds(world, town))
    world.weeks.begin(_clock(world, _one_by_one))


def broadcast(world: World) -> None:
    """Everybody who could come is asked as soon as a need is open; the first yes has it."""
    world.opened = _ask_everybody


POLICIES: Mapping[str, Callable[[World], None]] = {
    "as built": as_built,
    "as built, asking by itself": by_itself,
    "hall only": hall_only,
    "single offers": single_offers,
    "broadcast to all": broadcast,
}


def _rounds(world: World, town: Town) -> Story:
    """The secretary lays out rounds and releases them as they are."""
    day = clock.local(world.now).date()
    while True:
        yield clock.at(day, ROUNDS_AT)
        if hours.weekday(day) and (day.weekday() in ROUNDS_ON or _is_urgent(world, town)):
            draft = rounds.draft(
                town.community, by=town.secretary, now=world.now, days=14, travel=town.travel
            )
            found = rounds.publish(draft, solve(draft), by=town.secretary, now=world.now)
            rounds.release(
                found,
                by=town.secretary,
                now=world.now,
                travel=town.travel,
                weekly=world.rules.weekly_offers,
            )
            world.hear_of_offers()
        day += timedelta(days=1)


def _is_urgent(world: World, town: Town) -> bool:
    soon = world.now + timedelta(days=2)
    found = open_in([town.community.id], now=world.now, until=soon)
    return any(need.urgency == Urgency.URGENT for need in found)


def _clock(world: World, ask: Callable[[World, int], object]) -> Story:
    """Offers expire at their time, and whoever comes next is asked: the service's own two jobs."""
    while True:
        yield world.now + LOOKS_EVERY
        for order_id in due.expiring_offers(world.now, world.rules):
            actions.expire(order_id, world.now, world.rules)
        for need_id in asking.short_of_offers(world.now, world.rules):
            ask(world, need_id)
        world.hear_of_offers()


def _ask_at_once(world: World, need: Need) -> None:
    """As the service does within seconds, whatever the half hour of `_clock`."""
    _next(world, need.id)


def _next(world: World, need_id: int) -> None:
    asking.ask_next(need_id, world.now, world.rules)


def _one_by_one(world: World, need_id: int) -> None:
    need = queries.need(need_id)
    out = queries.offers_out(need)
    _ask(world, need, need.headcount - out.held - len(out.asked_at), world.rules.patience)


def _ask_everybody(world: World, need: Need) -> None:
    _ask(world, need, len(world.habits), NO_LIMIT, weekly_offers=10**6)


def _ask(
    world: World, need: Need, places: int, patience: Patience, *, weekly_offers: int | None = None
) -> None:
    """So many are asked now, the most suitable first."""
    if places <= 0:
        return
    excluded = (
        queries.not_to_be_asked(need, now=world.now, weekly_offers=world.rules.weekly_offers)
        if weekly_offers is None
        else ()
    )
    found = next_best(need, places, excluded=excluded, now=world.now, travel=world.rules.travel)
    orders.offer_all(
        [
            (need, db.session.get_one(Member, one["member_id"]), dict(one["reasons"]))
            for one in found
        ],
        by=SERVICE,
        now=world.now,
        patience=patience,
    )
