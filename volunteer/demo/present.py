"""What a visitor should find going on, made certain: somebody is helping right now, a service not
yet confirmed, one not solved, one nobody can do, tasks for the host, a proposal to release."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from volunteer import clock
from volunteer.demo import asking, hours, texts
from volunteer.demo.demand import Wish
from volunteer.demo.hearing import say
from volunteer.demo.helping import forget
from volunteer.demo.kinds import Fate
from volunteer.demo.office import propose
from volunteer.demo.people import Resident
from volunteer.demo.regular import every_week
from volunteer.demo.reviewing import review
from volunteer.demo.waiting import waiting
from volunteer.demo.weeks import Story, Town
from volunteer.errors import DomainError
from volunteer.members.free_time import Grade
from volunteer.members.models import Member
from volunteer.needs import actions as needs
from volunteer.needs.models import LinkHolder, Need
from volunteer.needs.types import Cancellation, Channel, Urgency
from volunteer.orders import actions as orders
from volunteer.orders import codes, presence
from volunteer.orders.fit import OWN_WISHES, hindrances
from volunteer.orders.hall import Entry, entries_for
from volunteer.orders.lifecycle import OrderStatus
from volunteer.records import actions as records
from volunteer.reviews.models import Outcome

BEGAN = timedelta(minutes=25)
LONGEST = 80  # minutes
CLOSES = time(22)
CALLS = 8  # members the secretary would ring up
FRIDAY, SUNDAY = 4, 6
FOR_ROUND = (("visit", 5, 10), ("errand", 5, 15), ("sorting", 6, 9), ("phone_help", 3, 19))
FOR_HOST = ("visit", "phone_help", "errand")
HOST: dict[str, Any] = {  # can much and is free often, so that a visitor has much to try
    "unit_name": "示例区图书馆党支部",
    "skills": [
        {"skill": skill, "level": level}
        for skill, level in (
            ("companion", 3), ("errand", 2), ("it_phone", 2), ("escort_medical", 2),
            ("cleaning", 1), ("env_clean", 2), ("tutoring_cn_math", 1), ("plumbing", 1),
        )
    ],
    "free_time": [
        {"weekday": day, "part": part, "grade": int(grade)}
        for day in range(7)
        for part, grade in (
            ((0, Grade.YES), (1, Grade.YES), (2, Grade.RATHER_NOT))
            if day > FRIDAY
            else ((1, Grade.RATHER_NOT), (2, Grade.YES))
        )
    ],
    "tasks_per_week": 5,
    "reach_minutes": 30,
    "wants_offers": True,
}  # fmt: skip


class Scene(StrEnum):
    """How far a service that was arranged for the visitor has come."""

    UNDER_WAY = "under_way"
    JUST_DONE = "just_done"
    NOT_SOLVED = "not_solved"


ARRANGED = {Scene.UNDER_WAY: "visit", Scene.JUST_DONE: "errand", Scene.NOT_SOLVED: "phone_help"}


def scenes(town: Town) -> Iterator[Story]:
    """What every visitor should meet in this community, whatever chance brings."""
    end, residents = town.weeks.end, iter(town.residents)
    yesterday = clock.local(end).date() - timedelta(days=1)
    evening = clock.at(yesterday, time(18, 30))
    yield arranged(town, next(residents), _round(hours.still_awake(end) - BEGAN), Scene.UNDER_WAY)
    yield arranged(town, next(residents), evening, Scene.JUST_DONE)
    yield arranged(town, next(residents), evening - timedelta(days=2, hours=3), Scene.NOT_SOLVED)
    yield nobody_can(town, next(residents))
    yield asked_back(town, next(residents))
    yield taken_back(town, next(residents))
    for days, hour in ((2, 19), (3, 16), (4, 19)):
        yield for_the_host(town, next(residents), days, hour, accepts=days == 2)
    sunday = _next(end, SUNDAY, time(10))
    again = _wanted(
        town, next(residents), "visit", sunday,
        asked_at=hours.still_awake(end - timedelta(hours=32)), minutes=60,
    )  # fmt: skip
    yield every_week(town, again, sunday)
    for type, weekday, hour in FOR_ROUND:
        yield for_the_round(town, next(residents), type, _next(end, weekday, time(hour)))
    yield waiting(town)
    yield proposal(town)


def arranged(town: Town, resident: Resident, begins: datetime, scene: Scene) -> Story:
    """The secretary calls around until somebody comes at that hour."""
    chance, room = town.chance, _bedtime(begins) - begins
    asked = _wanted(
        town, resident, ARRANGED[scene], begins,
        asked_at=hours.still_awake(begins - timedelta(hours=28)),
        minutes=min(LONGEST, int(room.total_seconds() // 60)),
    )  # fmt: skip
    yield asked.wish.posted_at
    need = asking.post(town, asked)
    yield town.now + timedelta(minutes=35)
    asking.approve(town, need, asked)
    yield town.now + timedelta(minutes=25)
    suited = _suited(town, need)
    if not suited:
        return
    entry, member = suited[0]
    order = orders.offer(need, member, reasons=entry.terms, by=town.secretary, now=town.now)
    yield town.now + timedelta(minutes=40)
    try:
        orders.accept(order, by=member.person, now=town.now, travel=town.travel)
    except DomainError:  # promised elsewhere within this hour
        return
    yield begins - timedelta(minutes=4)
    if order.status != OrderStatus.ACCEPTED:
        return
    code = codes.for_order(order, town.now)
    presence.check_in(order, code=code, by=member.person, now=town.now)
    if scene == Scene.UNDER_WAY:
        return
    yield need.ends_at + timedelta(minutes=chance.randint(-8, 12))
    said = texts.report(need.type, chance)
    town.weeks.begin(
        review(town, records.leave(order, report=said, by=member.person, now=town.now))
    )
    if scene == Scene.NOT_SOLVED:
        yield hours.awake(town.now + timedelta(hours=15), chance)
        say(town, need, Outcome.NOT, LinkHolder(need.id))


def nobody_can(town: Town, resident: Resident) -> Story:
    """A need for a skill so rare that its hour passes without anybody."""
    day = clock.local(town.weeks.end).date() - timedelta(days=1)
    while not hours.weekday(day):
        day -= timedelta(days=1)
    wish = Wish(
        clock.at(day - timedelta(days=7), time(10, 20)), "translation", Channel.VISIT, Fate.TASK,
        Urgency.FLEXIBLE, day, time(10), 60, 1,
    )  # fmt: skip
    text = "家里是聋人家庭，孩子学校开家长会，想请会手语的同志陪着翻译。"
    yield from asking.ask(town, asking.Asked(wish, resident, "手语翻译一次", text, level=3))


def asked_back(town: Town, resident: Resident) -> Story:
    """A question the resident has not answered yet."""
    posted_at = hours.still_awake(town.weeks.end - timedelta(hours=34))
    begins = clock.at(clock.local(town.weeks.end).date() + timedelta(days=3), time(15))
    asked = _wanted(town, resident, "furniture", begins, asked_at=posted_at, minutes=60)
    yield posted_at
    need = asking.post(town, asked)
    yield hours.awake(town.now + timedelta(hours=2), town.chance)
    question = texts.said("questions", town.chance)
    needs.ask(need, question=question, by=town.secretary, now=town.now)


def taken_back(town: Town, resident: Resident) -> Story:
    """Somebody who no longer needs what they asked for."""
    posted_at = hours.still_awake(town.weeks.end - timedelta(days=4))
    begins = clock.at(clock.local(town.weeks.end).date() - timedelta(days=1), time(16))
    asked = _wanted(town, resident, "errand", begins, asked_at=posted_at, minutes=45)
    yield posted_at
    need = asking.post(town, asked)
    yield hours.awake(town.now + timedelta(hours=3), town.chance)
    reason = Cancellation.SOLVED_OTHERWISE
    orders.cancel_need(need, reason=reason, by=LinkHolder(need.id), now=town.now)


def for_the_host(town: Town, resident: Resident, days: int, hour: int, *, accepts: bool) -> Story:
    """Some days ahead the host is wanted: has been asked, or has promised to come."""
    end = town.weeks.end
    begins = clock.at(clock.local(end).date() + timedelta(days=days), time(hour))
    type = town.chance.choice(FOR_HOST)
    # An offer that waits for the visitor was made lately enough not to have expired.
    posted_at = hours.still_awake(end - timedelta(hours=50 if accepts else 9))
    asked = _wanted(town, resident, type, begins, asked_at=posted_at, minutes=60)
    yield posted_at
    host = next((one.member for one in town.neighbours if one.host), None)
    if host is None:
        return
    need = asking.post(town, asked)
    two_hours_later = hours.awake(town.now + timedelta(hours=2), town.chance)
    yield two_hours_later if accepts else hours.still_awake(end - timedelta(hours=3))
    asking.approve(town, need, asked)
    [entry] = entries_for(host, [need], now=town.now, travel=town.travel)
    if not entry.may_be_taken:
        return
    order = orders.offer(need, host, reasons=entry.terms, by=town.secretary, now=town.now)
    town.weeks.begin(forget(town, order))
    if accepts:
        # Soon, so that a night in between does not let the offer expire.
        yield hours.awake(town.now + timedelta(minutes=40), town.chance)
        orders.accept(order, by=host.person, now=town.now, travel=town.travel)


def for_the_round(town: Town, resident: Resident, type: str, begins: datetime) -> Story:
    """A task so new that the round which waits for release is the first to look at it."""
    posted_at = hours.still_awake(town.weeks.end - timedelta(hours=5))
    asked = _wanted(town, resident, type, begins, asked_at=posted_at, minutes=60)
    yield posted_at
    need = asking.post(town, asked)
    yield hours.still_awake(town.weeks.end - timedelta(minutes=50))
    asking.approve(town, need, asked)


def proposal(town: Town) -> Story:
    """A few minutes ago a round was run, and waits to be released."""
    yield hours.still_awake(town.weeks.end - timedelta(minutes=3))
    propose(town)


def _wanted(
    town: Town,
    resident: Resident,
    type: str,
    begins: datetime,
    *,
    asked_at: datetime,
    minutes: int,
) -> asking.Asked:
    """One person is wanted at that hour, and somebody rang up for it."""
    local = clock.local(begins)
    wish = Wish(
        asked_at, type, Channel.PHONE, Fate.TASK, Urgency.NORMAL, local.date(), local.time(),
        minutes, 1,
    )  # fmt: skip
    return asking.Asked(wish, resident, *texts.wish(type, Channel.PHONE, town.chance))


def _round(moment: datetime) -> datetime:
    """The full five minutes before."""
    return moment - timedelta(
        minutes=moment.minute % 5, seconds=moment.second, microseconds=moment.microsecond
    )


def _next(end: datetime, weekday: int, hour: time) -> datetime:
    """That hour on the next such weekday which is at least two days ahead."""
    day = clock.local(end).date() + timedelta(days=2)
    return clock.at(day + timedelta(days=(weekday - day.weekday()) % 7), hour)


def _bedtime(moment: datetime) -> datetime:
    return clock.at(clock.local(moment).date(), CLOSES)


def _suited(town: Town, need: Need) -> list[tuple[Entry, Member]]:
    """Members who could be called for the need, those first against whom nothing speaks."""
    ranked = sorted(
        (len(against), member.id, member)
        for member in (one.member for one in town.neighbours if not one.host)
        if OWN_WISHES.issuperset(against := hindrances(member, need, [], travel=town.travel))
    )
    found = [
        (entry, member)
        for _, _, member in ranked[:CALLS]
        for entry in entries_for(member, [need], now=town.now, travel=town.travel)
        if entry.may_be_taken
    ]
    return sorted(found, key=lambda one: len(one[0].hindrances))
