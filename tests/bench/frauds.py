"""Fourteen ways to come by hours that nobody gave, as those who try them would: some write records
that should be flagged, others are tried on the service itself, which should refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from tests.bench.year import (
    COMMUNITIES,
    FIRST_DAY,
    GRIDS,
    Call,
    Served,
    Somebody,
    Town,
)
from volunteer.clock import SHANGHAI
from volunteer.db import db
from volunteer.errors import DomainError
from volunteer.members.models import Member
from volunteer.needs import actions as needs
from volunteer.needs.types import Channel, Risk, Urgency
from volunteer.orders import actions as orders
from volunteer.orders import codes, presence
from volunteer.orders.models import Order, Presence
from volunteer.people.models import Person
from volunteer.records import actions as records
from volunteer.records.times import Times
from volunteer.reviews.models import Mode, Outcome

TOGETHER = 8  # records of one faked need that comes again
SAME_PHONE = 0.6  # second accounts that keep the telephone


def forged(town: Town, each: int) -> list[Served]:
    """So many records of each kind that can be prepared beforehand, anywhere in the year."""
    return [one for make in PREPARED.values() for one in make(town, each)]


def beside(town: Town, honest: Sequence[Served], count: int, kind: str) -> Iterator[Served]:
    """Records of members who were elsewhere at that time; of lent accounts half are elsewhere a
    few minutes later only."""
    chance = town.chance
    for one in chance.sample(honest, min(count, len(honest))):
        elsewhere = one.community % COMMUNITIES + 1
        phone = chance.choice(town.residents[elsewhere]).phone
        came = one.came_at + timedelta(minutes=chance.randint(5, 20))
        if kind == "account lending" and chance.random() < 0.5:
            came = one.left_at + timedelta(minutes=chance.randint(1, 3))
        left = came + timedelta(minutes=chance.randint(40, 90))
        declared = kind == "parallel hours"
        word = None if declared else _word(left, chance.expovariate(1 / 200))
        yield Served(
            one.member, phone, elsewhere, (elsewhere - 1) * GRIDS + 1, "visit", came, 60, came,
            left, presence=Presence.DECLARED if declared else Presence.SERVICE_CODE,
            word=word, fraud=kind,
        )  # fmt: skip


def _invented(town: Town, member: Somebody, week: int, kind: str) -> Served:
    """An hour that looks like any other."""
    chance, community = town.chance, member.community
    day = FIRST_DAY + timedelta(days=7 * week + chance.randrange(7))
    start = datetime(day.year, day.month, day.day, chance.randint(9, 18), tzinfo=SHANGHAI)
    planned = chance.choice((60, 60, 90, 120))
    came = start + timedelta(minutes=chance.gauss(0, 2))
    left = came + timedelta(minutes=planned + chance.gauss(0, 2))
    resident = chance.choice(town.residents[community])
    return Served(
        member, resident.phone, community, resident.grid, "visit", start, planned, came, left,
        word=_word(left, chance.expovariate(1 / 200)), fraud=kind,
    )  # fmt: skip


def _back_dated(town: Town, each: int) -> Iterator[Served]:
    for member, week in _whoever(town, each):
        entered = town.chance.choice(town.workers[member.community]).id
        made = _invented(town, member, week, "back-dated entry")
        yield replace(made, entered_by=entered, presence=Presence.PAPER, word=None)


def _second_account(town: Town, each: int) -> Iterator[Served]:
    """Judged by the same person under another login; some took another telephone as well."""
    free = 10**6 + 1
    for member, week in _whoever(town, each):
        kept = town.chance.random() < SAME_PHONE
        phone = member.phone if kept else f"{town.chance.randrange(10**11):011d}"
        twin = replace(member, id=free, phone=phone)
        free += 1
        town.secretaries[member.community].append(twin)
        yield replace(_invented(town, member, week, "second account"), reader=twin.id)


def _ring(town: Town, each: int) -> Iterator[Served]:
    """Two secretaries invent an hour a week and approve each other's."""
    left = each
    while left > 0:
        one, other = town.chance.sample([m for m in town.members if m.community == 1], 2)
        begin = town.chance.randrange(max(1, town.size.weeks - 12))
        for week in range(begin, min(begin + 12, town.size.weeks)):
            for who, judge in ((one, other), (other, one)):
                if left > 0:
                    left -= 1
                    yield replace(_invented(town, who, week, "approval ring"), reader=judge.id)


def _fake_need(town: Town, each: int) -> Iterator[Served]:
    """A worker posts what nobody needs, a friend serves it, again and again; the code is known to
    who posted it, and the word is theirs too."""
    chance = town.chance
    for scheme in range(-(-each // TOGETHER)):
        friend = chance.choice(town.members)
        worker = chance.choice(town.workers[friend.community])
        invented = f"{chance.randrange(10**11):011d}"
        phone = chance.choices([worker.phone, friend.phone, invented], [30, 15, 55])[0]
        begin = chance.randrange(max(1, town.size.weeks - 4))
        for number in range(min(TOGETHER, each - scheme * TOGETHER)):
            week = min(begin + number // 2, town.size.weeks - 1)
            made = _invented(town, friend, week, "fake need")
            word = chance.choices(
                [_word(made.left_at, 0.3), (*_word(made.left_at, 60)[:2], Mode.PHONE, worker.id),
                 None], [50, 30, 20],
            )[0]  # fmt: skip
            yield replace(
                made, phone=phone, posted_by=worker.id, channel=Channel.PHONE, word=word,
                call=None if word else Call(reached=False),
            )  # fmt: skip


def _phantom(town: Town, each: int) -> Iterator[Served]:
    """There is no such resident: nobody says a word, nobody answers the telephone."""
    for member, week in _whoever(town, each):
        way = Presence.DECLARED if town.chance.random() < 0.7 else Presence.SERVICE_CODE
        call = Call(reached=False)
        if town.chance.random() < 0.1:
            call = Call(reached=True, outcome=Outcome.NOT, came=False)
        made = _invented(town, member, week, "phantom resident")
        phone = f"{town.chance.randrange(10**11):011d}"
        yield replace(made, phone=phone, presence=way, word=None, call=call)


def _whoever(town: Town, each: int) -> Iterator[tuple[Somebody, int]]:
    for _ in range(each):
        yield town.chance.choice(town.members), town.chance.randrange(town.size.weeks)


def _word(left: datetime, minutes: float) -> tuple[datetime, Outcome, Mode, int | None]:
    return left + timedelta(minutes=minutes), Outcome.SOLVED, Mode.RESIDENT, None


PREPARED: dict[str, Callable[[Town, int], Iterator[Served]]] = {
    "back-dated entry": _back_dated,
    "second account": _second_account,
    "approval ring": _ring,
    "fake need": _fake_need,
    "phantom resident": _phantom,
}
BESIDE = ("parallel hours", "account lending")
EDITED, STAMPED = "edited after approval", "rubber stamp"


# What is tried on the service itself: each says whether it was refused.


def tried(town: Town, each: int) -> Iterator[tuple[str, bool]]:
    """Kind and whether the service refused it, for so many tries of each."""
    places = iter(range(10**6))
    for kind, attempt in TRIED.items():
        for _ in range(each):
            yield kind, attempt(town.chance, town, next(places))


def _screenshot(chance: Random, town: Town, place: int) -> bool:
    order, other = _taken(town, place), _taken(town, place + 500_000)
    return not presence.check_in(
        order, code=_code(other), by=order.member.person, now=order.starts_at
    )


def _replayed(chance: Random, town: Town, place: int) -> bool:
    order = _taken(town, place)
    code, by, at = _code(order), order.member.person, order.starts_at
    presence.check_in(order, code=code, by=by, now=at)
    later = at + timedelta(seconds=chance.randint(0, 3600))
    return _refused(lambda: presence.check_in(order, code=code, by=by, now=later))


def _without_order(chance: Random, town: Town, place: int) -> bool:
    order = _taken(town, place)
    strangers = [one for one in town.members if one.id != order.member.person_id]
    by = db.session.get_one(Person, chance.choice(strangers).id)
    code = _code(order)
    return _refused(lambda: presence.check_in(order, code=code, by=by, now=order.starts_at))


def _from_a_file(chance: Random, town: Town, place: int) -> bool:
    """Hours for an order that nobody has served, entered by staff."""
    need, member, secretary = _open(town, place)
    offered = orders.offer(need, member, reasons={}, by=secretary, now=need.posted_at)
    late = Times(came_at=need.starts_at.astimezone(SHANGHAI).time(), stay_minutes=60)
    return _refused(
        lambda: records.enter_late(offered, times=late, report="", by=secretary, now=need.ends_at)
    )


def _refused(attempt: Callable[[], object]) -> bool:
    with suppress(DomainError):
        with db.session.begin_nested():
            attempt()
        return False
    return True


def _taken(town: Town, place: int) -> Order:
    need, member, _secretary = _open(town, place)
    return orders.take(
        need, member, reasons={}, by=member.person, now=need.posted_at, travel=timedelta(0)
    )


def _code(order: Order) -> str:
    """What the resident's phone shows when the service begins."""
    return codes.for_order(order, order.starts_at)


def _open(town: Town, place: int) -> tuple[needs.Need, Member, Person]:
    """A need of the year before, each at a day of its own for the member who may do it."""
    chosen = town.members[place % len(town.members)]
    day = FIRST_DAY - timedelta(days=7 + place // len(town.members) % 300)
    now = datetime(day.year, day.month, day.day, 8, tzinfo=SHANGHAI) - timedelta(days=1)
    window = {"date": day, "time": now.replace(hour=9 if place < 500_000 else 14).time()}
    window["minutes"] = 60
    secretary = db.session.get_one(Person, town.secretaries[chosen.community][-1].id)
    need = needs.post(
        wish="陪伴聊天", type="visit", contact_name="某某", contact_phone=f"{place:011d}",
        address="", grid_id=chosen.home, by=needs.ANYBODY, now=now, **window,
    )  # fmt: skip
    needs.approve(
        need, type="visit", title="陪伴聊天", skill=None, skill_level=1, headcount=1,
        urgency=Urgency.NORMAL, risk=Risk.LOW, risk_note="", by=secretary, now=now, **window,
    )  # fmt: skip
    return need, db.session.get_one(Member, chosen.id), secretary


TRIED = {
    "screenshot of a code": _screenshot,
    "code used again": _replayed,
    "code used at once by many": _replayed,
    "arrival without order": _without_order,
    "hours from a file": _from_a_file,
}
KINDS = (*TRIED, *PREPARED, *BESIDE, EDITED, STAMPED)
