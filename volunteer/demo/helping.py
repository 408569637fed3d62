"""What members do: answer offers, look into the hall, come, help, leave, correct their record."""

from __future__ import annotations

from datetime import timedelta

from volunteer.demo import chance as by
from volunteer.demo import hours, texts
from volunteer.demo.hearing import hear
from volunteer.demo.reviewing import review
from volunteer.demo.weeks import Neighbour, Story, Town
from volunteer.errors import DomainError
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.limits import USUAL as LIMITS
from volunteer.needs.models import Need
from volunteer.notices.actions import mark_read
from volunteer.orders import actions as orders
from volunteer.orders import claims, codes, presence
from volunteer.orders.fit import hindrances
from volunteer.orders.hall import entries_for
from volunteer.orders.lifecycle import LIVE, OrderStatus
from volunteer.orders.models import Order, Release
from volunteer.records import actions as records

# Of those asked: who accepts and who declines, by whether they do anything at all; the rest
# forget to answer. Together they come near what offers find in life.
ANSWERS = {True: (0.74, 0.22), False: (0.42, 0.43)}
PER_FIVE_MINUTES_WALK, AT_SHORT_NOTICE = 0.03, 0.10
ANSWERED_BY = 0.9  # of the time for an answer: who answers at all does so before it is over
SHORT_NOTICE = timedelta(hours=12)
RELEASES, NO_SHOWS = 0.06, 0.015
PRESENCE = {"code": 70, "wrong_first": 3, "declared": 17, "staff": 10}
HOST_LOOKS, HOST_RESTS = 0.25, timedelta(days=5)
TRIES = 20  # members who look into the hall before one finds that the task suits


def answer(town: Town, order: Order, neighbour: Neighbour) -> Story:
    """An offer is accepted, declined or forgotten."""
    assert order.expires_at is not None
    thinks = min(by.hours(town.chance, 4, 16), (order.expires_at - town.now) * ANSWERED_BY)
    yield hours.awake(town.now + thinks, town.chance)
    if order.status != OrderStatus.OFFERED or town.now >= order.starts_at:
        return
    if neighbour.host and town.weeks.end - town.now < HOST_RESTS:
        return
    accepts, declines = ANSWERS[neighbour.active]
    accepts -= PER_FIVE_MINUTES_WALK * order.reasons["walk_minutes"] / 5
    accepts -= AT_SHORT_NOTICE * (order.starts_at - town.now < SHORT_NOTICE)
    answer = town.chance.random()
    if answer > accepts + declines:
        return
    member = order.member
    mark_read(member.person_id, now=town.now)
    if answer > accepts:
        orders.decline(order, by=member.person, now=town.now)
        return
    try:
        orders.accept(order, by=member.person, now=town.now, travel=town.travel)
    except DomainError:  # taken by others, or busy since: kindly no
        orders.decline(order, by=member.person, now=town.now)
    else:
        town.weeks.begin(help_out(town, order))


def forget(town: Town, order: Order) -> Story:
    """An offer that nobody answers expires at its time."""
    assert order.expires_at is not None
    yield order.expires_at
    orders.expire(order, now=town.now)


def look_into_hall(town: Town, need: Need) -> Story:
    """Somebody active finds the open task in the hall, if it suits anybody who looks."""
    yield hours.awake(town.now + by.hours(town.chance, 9, 40), town.chance)
    for neighbour in _lookers(town):
        if need.status != NeedStatus.OPEN or need.starts_at <= town.now:
            return
        member = neighbour.member
        if member.is_paused(town.now) or hindrances(member, need, [], travel=town.travel):
            continue
        [entry] = entries_for(member, [need], now=town.now, travel=town.travel)
        if not entry.suits:
            continue
        try:
            order = orders.take(
                need, member, reasons=entry.terms, by=member.person, now=town.now,
                travel=town.travel,
            )  # fmt: skip
        except DomainError:
            continue
        mark_read(member.person_id, now=town.now)
        town.weeks.begin(help_out(town, order) if order.status in LIVE else decide(town, order))
        return


def decide(town: Town, order: Order) -> Story:
    """The secretary calls whoever claimed something risky, and agrees; the newest still waits."""
    if town.leaves("claimed", days=0.9, most=1):
        return
    assert order.expires_at is not None
    decided = hours.awake(town.now + by.hours(town.chance, 1, 4), town.chance)
    yield min(decided, order.expires_at)
    if order.status != OrderStatus.CLAIMED or orders.expire(order, now=town.now):
        return
    try:
        claims.approve(order, by=town.secretary, now=town.now, travel=town.travel)
    except DomainError:  # busy since
        claims.refuse(order, why="那时您已经有别的单", by=town.secretary, now=town.now)
    else:
        town.weeks.begin(help_out(town, order))


def _lookers(town: Town) -> list[Neighbour]:
    """Active members who happen to look; the host is eager, until shortly before the visit."""
    active = [one for one in town.neighbours if one.active and not one.host]
    found = town.chance.sample(active, min(TRIES, len(active)))
    hosts = [one for one in town.neighbours if one.host]
    if town.chance.random() < HOST_LOOKS and town.weeks.end - town.now > HOST_RESTS:
        return hosts + found
    return found


def help_out(town: Town, order: Order) -> Story:
    """Who accepted comes, helps and leaves; a few give the task back or fail to come."""
    chance, member = town.chance, order.member
    if chance.random() < RELEASES:
        yield hours.awake(town.now + (order.starts_at - town.now) * chance.random(), chance)
        if order.status == OrderStatus.ACCEPTED and town.now < order.starts_at:
            reason = chance.choice(list(Release))
            orders.release(order, reason=reason, by=member.person, now=town.now)
    comes = chance.random() >= NO_SHOWS
    late = LIMITS.arrival + timedelta(minutes=chance.randint(2, 20))
    yield order.starts_at + (-timedelta(minutes=chance.randint(1, 14)) if comes else late)
    if order.status != OrderStatus.ACCEPTED:  # given back, or the need was called off
        return
    if not comes:
        orders.miss(order, by=town.worker, now=town.now)
        return
    _arrive(town, order)
    planned = (order.ends_at - order.starts_at).total_seconds() / 60
    stay = min(planned * by.spread(chance, 1, 1.38), planned + 110)
    yield order.starts_at + timedelta(minutes=stay)
    said = texts.report(order.need.type, chance) if chance.random() < 0.7 else ""
    record = records.leave(order, report=said, by=member.person, now=town.now)
    town.weeks.begin(review(town, record))
    if order.need.status == NeedStatus.DONE_REPORTED:
        town.weeks.begin(hear(town, order.need))


def _arrive(town: Town, order: Order) -> None:
    how, person = by.one_of(town.chance, PRESENCE), order.member.person
    if how == "wrong_first":
        wrong = f"{(int(codes.for_order(order, town.now)) + 1) % 10**6:06d}"
        presence.check_in(order, code=wrong, by=person, now=town.now)
    if how in ("code", "wrong_first"):
        code = codes.for_order(order, town.now)
        presence.check_in(order, code=code, by=person, now=town.now)
    elif how == "declared":
        presence.check_in(order, by=person, now=town.now)
    else:
        presence.check_in(order, by=town.worker, now=town.now)
