"""Two weeks of a made-up sub-district, lived once under each policy of asking.

People and wishes come from the demo's generator, answers from `behaviour`; everything else is the
service itself on a database: needs, rounds, offers, waves, budgets, hall. The clock is simulated.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tests.bench.behaviour import Habits, Said
from volunteer.db import db
from volunteer.demo import asking, demand, hours, people, texts
from volunteer.demo import chance as by
from volunteer.demo.arrivals import staff
from volunteer.demo.asking import Asked
from volunteer.demo.kinds import Fate
from volunteer.demo.names import Phones, full_name
from volunteer.demo.places import make_communities
from volunteer.demo.weeks import Neighbour, Story, Town, Weeks
from volunteer.dispatch.rules import Rules
from volunteer.errors import DomainError
from volunteer.members import actions as members
from volunteer.members.models import Member
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import Channel, Urgency
from volunteer.orders import actions as orders
from volunteer.orders.hall import hall_for
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.models import Order
from volunteer.people.models import Person, RoleKind
from volunteer.places.models import Community
from volunteer.settings import Settings

MONDAY = datetime(2027, 3, 1, 6, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True)
class Size:
    """A sub-district: communities, with so many members and needs a week in each, and for how many
    days residents ask. Life goes on as long again, until the hour of the last need has come."""

    communities: int
    members: int
    needs_per_week: int
    days: int = 14


SUBDISTRICT = Size(3, 120, 8)


@dataclass
class World:
    """The sub-district, and the moment it has come to."""

    weeks: Weeks
    towns: list[Town]
    habits: dict[int, Habits]
    rules: Rules
    opened: Callable[[World, Need], None] = lambda _world, _need: None  # what the policy does
    answered: int = 0  # id of the last offer whose answer is on its way

    @property
    def now(self) -> datetime:
        return self.weeks.now

    def hear_of_offers(self) -> None:
        """Whoever was asked since the last time will read it, and answer or not."""
        fresh = db.session.scalars(
            sa.select(Order)
            .where(Order.id > self.answered, Order.status == OrderStatus.OFFERED)
            .order_by(Order.id)
        )
        for order in fresh.all():
            self.answered = order.id
            self.weeks.begin(_answer(self, order))


def settle(size: Size, seed: str) -> World:
    """People have reported in and been confirmed; what residents will ask for is in the calendar.

    Inside a transaction, on an empty database.
    """
    chance, phones = Random(seed), Phones()
    weeks = Weeks(MONDAY, MONDAY + 2 * timedelta(days=size.days))
    rules = Rules.of(Settings(hall_within="0h 0h 0h 0h"))
    places = make_communities((size.communities,), chance)
    towns = [
        _town(place, weeks, phones, f"{seed} {number}", rules.travel)
        for number, place in enumerate(places)
    ]
    world = World(weeks, towns, {}, rules)
    for number, town in enumerate(towns):
        _people(world, town, size, phones, f"{seed} {number}")
    for town in towns:
        _wishes(world, town, size)
    return world


def _town(place: Community, weeks: Weeks, phones: Phones, seed: str, travel: timedelta) -> Town:
    chance = Random(seed)

    def somebody(kind: RoleKind) -> Person:
        name, login = full_name(chance, born=1980, woman=True), f"{kind}{place.id}"
        return staff(kind, place.id, login, name, phones.of_member(), "-", MONDAY)

    secretary, worker = somebody(RoleKind.SECRETARY), somebody(RoleKind.WORKER)
    return Town(place, secretary, worker, weeks, chance, travel)


def _people(world: World, town: Town, size: Size, phones: Phones, seed: str) -> None:
    chance, today = Random(f"{seed} people"), MONDAY.date()
    for _ in range(size.members):
        new = people.newcomer(town.community, phones, today, chance)
        member = members.register(
            name=new.name, phone=new.phone, password_hash="-", now=MONDAY, **new.profile
        )
        members.confirm(member, by=town.secretary, now=MONDAY, licences=new.licences)
        town.neighbours.append(Neighbour(member, new.active))
        world.habits[member.id] = Habits(seed, new.active)
        for at in world.habits[member.id].looks_into_hall(member, MONDAY, world.weeks.end):
            world.weeks.begin(_look(world, member, at))
    town.residents.extend(people.resident(town.community, phones, today, chance) for _ in range(25))


def _wishes(world: World, town: Town, size: Size) -> None:
    chance, until = town.chance, MONDAY + timedelta(days=size.days)
    count = max(2, round(size.needs_per_week * size.days / 7))
    for wish in demand.wishes(chance, since=MONDAY, now=until, count=count):
        task = demand.a_wish(
            chance, wish.posted_at, wish.type, Channel.WEB, Fate.TASK, wish.urgency
        )
        title, text = texts.wish(task.type, task.channel, chance)
        delay = by.hours(chance, 2.5, 7) / (3 if task.urgency == Urgency.URGENT else 1)
        opened = hours.awake(task.posted_at + delay, chance)
        asked = Asked(task, chance.choice(town.residents), title, text)
        world.weeks.begin(_ask(world, town, asked, opened))


def _ask(world: World, town: Town, asked: Asked, opened: datetime) -> Story:
    """A resident asks, the secretary triages, and the policy learns of the open need."""
    yield asked.wish.posted_at
    need = asking.post(town, asked)
    yield opened
    asking.approve(town, need, asked)
    world.opened(world, need)
    world.hear_of_offers()
    yield need.starts_at
    orders.lapse_need(need, now=world.now)


def _answer(world: World, order: Order) -> Story:
    """An offer is read and answered, or not; whoever reads it too late may find it in the hall."""
    habits, member, need = world.habits[order.member_id], order.member, order.need
    yield habits.reads(member, need, world.now)
    orders.expire(order, now=world.now)
    if need.status != NeedStatus.OPEN or need.starts_at <= world.now:
        return
    said = habits.says(member, need, order.reasons, world.now)
    if order.status == OrderStatus.EXPIRED and said == Said.YES:
        _take(world, member, need, order.reasons)
    elif order.status == OrderStatus.OFFERED and said == Said.NO:
        orders.decline(order, by=member.person, now=world.now)
    elif order.status == OrderStatus.OFFERED and said == Said.YES:
        try:
            orders.accept(order, by=member.person, now=world.now, travel=world.rules.travel)
        except DomainError:  # taken by others, or busy since
            orders.decline(order, by=member.person, now=world.now)


def _take(world: World, member: Member, need: Need, reasons: dict[str, Any]) -> bool:
    """Whether the member has the task now."""
    with suppress(DomainError):
        orders.take(
            need,
            member,
            reasons=reasons,
            by=member.person,
            now=world.now,
            travel=world.rules.travel,
        )
        return True
    return False


def _look(world: World, member: Member, at: datetime) -> Story:
    """Somebody opens the hall and takes the first task that suits and that they say yes to."""
    yield at
    habits = world.habits[member.id]
    for entry in hall_for(
        member, now=world.now, travel=world.rules.travel, limits=world.rules.limits
    ):
        need = entry.need
        if not entry.suits or need.status != NeedStatus.OPEN or not entry.places_left:
            continue
        if habits.says(member, need, entry.terms, world.now) == Said.YES and _take(
            world, member, need, entry.terms
        ):
            return
