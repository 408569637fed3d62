"""A need from the wish to its hour: posted, triaged, offered around, and what if nobody comes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from volunteer import clock
from volunteer.demo import chance as by
from volunteer.demo import hours, texts
from volunteer.demo.demand import Wish, window
from volunteer.demo.helping import look_into_hall
from volunteer.demo.kinds import EVE, KINDS, SAT, SUN, Fate
from volunteer.demo.people import Resident
from volunteer.demo.weeks import Story, Town
from volunteer.needs import actions as needs
from volunteer.needs.danger import calls_for
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import LinkHolder, Need
from volunteer.needs.types import (
    NEED_TYPES,
    SPOKEN,
    AgeBand,
    Cancellation,
    Channel,
    Door,
    Rejection,
    Risk,
    Urgency,
)
from volunteer.orders import actions as orders
from volunteer.orders.queries import live_orders

GRABS = 0.7  # share of places somebody looks for in the hall
ONLY_OTHER = 0.2  # of those who write choose no type
AFTER_NOBODY = {"rearrange": 70, "cancel": 15, "redirect": 15}
INSURED = "志愿者团体意外险，保单 EXAMPLE-0001（示例）"
NOT_THE_HOUR = timedelta(minutes=20)  # what begins sooner cannot be arranged any more


@dataclass(frozen=True)
class Asked:
    """A wish with the person behind it and the words used."""

    wish: Wish
    resident: Resident
    title: str
    text: str
    say: Any = None  # what triage answers, when the wish is not for volunteers
    level: int = 1  # of the skill that will do


def ask(town: Town, asked: Asked) -> Story:
    """Somebody asks, and the need is followed until its hour or its end."""
    if asked.wish.fate == Fate.MERGE:
        yield from _ask_twice(town, asked)
        return
    yield asked.wish.posted_at
    yield from triage(town, post(town, asked), asked)


def post(town: Town, asked: Asked) -> Need:
    """The need is written down, by the resident or by staff."""
    wish, spoken = asked.wish, asked.wish.channel in SPOKEN
    other = not spoken and town.chance.random() < ONLY_OTHER
    staff = town.worker if town.chance.random() < 0.5 else town.secretary
    return needs.post(
        wish=asked.text,
        type="other" if other else wish.type,
        grid_id=asked.resident.home.grid.id,
        address=asked.resident.home.address,
        contact_name=asked.resident.name,
        contact_phone=asked.resident.phone,
        date=wish.day,
        time=wish.hour,
        minutes=wish.minutes,
        child_age=AgeBand.PRIMARY if wish.type == "tutoring" else None,
        channel=wish.channel,
        not_emergency=bool(calls_for(asked.text)),
        by=staff if spoken else needs.ANYBODY,
        now=town.now,
    )


def triage(town: Town, need: Need, asked: Asked) -> Story:
    """The secretary reads the wish within some office hours and decides."""
    chance, fate = town.chance, asked.wish.fate
    if fate == Fate.TASK and town.leaves("submitted", days=0.9, most=2):
        return
    delay = by.hours(chance, 1, 2) if asked.wish.channel in SPOKEN else by.hours(chance, 2.5, 7)
    if asked.wish.urgency == Urgency.URGENT:
        yield hours.awake(town.now + delay / 3, chance)
    else:
        yield hours.at_work(town.now + delay, chance)
    if fate == Fate.ASK:
        question = texts.said("questions", chance)
        needs.ask(need, question=question, by=town.secretary, now=town.now)
        yield hours.awake(town.now + by.hours(chance, 6, 26), chance)
        needs.answer(
            need, answer=texts.said("answers", chance), by=LinkHolder(need.id), now=town.now
        )
        yield hours.at_work(town.now + by.hours(chance, 2, 6), chance)
    elif fate in (Fate.REDIRECT, Fate.REJECT):
        _turn_away(town, need, asked)
        return
    yield from plan(town, need, asked)


def plan(town: Town, need: Need, asked: Asked) -> Story:
    """The need is a task; members look for it, and its hour comes."""
    approve(town, need, asked)
    _put_in_hall(town, need)
    if asked.wish.fate == Fate.CANCEL:
        yield hours.awake(town.now + (need.starts_at - town.now) * 0.6, town.chance)
        if need.journey.allows("cancel", need.status):
            reason = town.chance.choice(list(Cancellation))
            orders.cancel_need(need, reason=reason, by=LinkHolder(need.id), now=town.now)
        return
    yield from _see_the_hour(town, need)


def _put_in_hall(town: Town, need: Need) -> None:
    """Some of its places will be looked for, whatever rounds bring."""
    for _ in range(need.headcount):
        if town.chance.random() < GRABS:
            town.weeks.begin(look_into_hall(town, need))


def approve(town: Town, need: Need, asked: Asked) -> None:
    """The need is open, at the hour asked for or, when that is too soon, at another."""
    wish, kind = asked.wish, NEED_TYPES[asked.wish.type]
    if clock.at(wish.day, wish.hour) < town.now + NOT_THE_HOUR or need.reopened:
        wish = another_hour(town, wish)
    needs.approve(
        need,
        type=wish.type,
        title=asked.title,
        skill=kind.skill,
        skill_level=asked.level,
        headcount=min(wish.people, 2 + len(town.neighbours) // 6),
        urgency=wish.urgency,
        risk=kind.risk,
        risk_note=texts.risk_note(wish.type, kind.risk, town.chance),
        insurance=INSURED if kind.risk == Risk.HIGH else "",
        date=wish.day,
        time=wish.hour,
        minutes=wish.minutes,
        by=town.secretary,
        now=town.now,
    )


def another_hour(town: Town, wish: Wish) -> Wish:
    """The same wish a little later."""
    day, hour = window(
        town.chance, town.now, KINDS[wish.type], urgency=Urgency.NORMAL, minutes=wish.minutes
    )
    return replace(wish, day=day, hour=hour)


def _ask_twice(town: Town, asked: Asked) -> Story:
    """Family asks for the same once more; the secretary merges it into the first."""
    wish = replace(asked.wish, fate=Fate.TASK)
    yield wish.posted_at
    first = post(town, replace(asked, wish=wish))
    town.weeks.begin(triage(town, first, replace(asked, wish=wish)))
    yield hours.awake(town.now + by.hours(town.chance, 1, 2), town.chance)
    if clock.at(wish.day, wish.hour) <= town.now:
        return
    second = post(town, replace(asked, wish=replace(wish, channel=Channel.FAMILY)))
    yield hours.at_work(town.now + by.hours(town.chance, 2, 6), town.chance)
    if first.status in (NeedStatus.SUBMITTED, NeedStatus.OPEN, NeedStatus.STAFFED):
        needs.merge(second, into=first.number, by=town.secretary, now=town.now)
    else:
        reason = Cancellation.SOLVED_OTHERWISE
        orders.cancel_need(second, reason=reason, by=LinkHolder(second.id), now=town.now)


def _turn_away(town: Town, need: Need, asked: Asked) -> None:
    if asked.wish.fate == Fate.REDIRECT:
        door = Door(asked.say["door"])
        needs.redirect(need, door=door, why=asked.say["why"], by=town.secretary, now=town.now)
    else:
        reason = Rejection(asked.say["reason"])
        needs.reject(need, reason=reason, why=asked.say["why"], by=town.secretary, now=town.now)


def _see_the_hour(town: Town, need: Need) -> Story:
    """The hour comes. When places stayed empty, the secretary decides what now."""
    while True:
        # Whoever comes does so a little before; an hour later it is known who did not.
        for moment in (need.starts_at, need.starts_at + timedelta(hours=1)):
            yield moment
            orders.lapse_need(need, now=town.now)
        if need.status != NeedStatus.UNFILLED or town.leaves("unfilled", days=4, most=2):
            return
        yield hours.at_work(town.now + by.hours(town.chance, 4, 20), town.chance)
        if not _decide(town, need):
            return


def _decide(town: Town, need: Need) -> bool:
    """Whether the need looks for people again."""
    choice = by.one_of(town.chance, AFTER_NOBODY)
    staff = town.secretary
    if choice == "rearrange" and not live_orders(need):
        day, hour = _later(town, need)
        orders.rearrange_need(
            need, date=day, time=hour, minutes=need.minutes, by=staff, now=town.now
        )
        _put_in_hall(town, need)
        return True
    if choice == "redirect":
        why = "连着两次没有合适的人能来，给您推荐了附近价格公开的便民服务点。"
        needs.redirect(need, door=Door.PAID_SERVICE, why=why, by=staff, now=town.now)
    elif choice == "cancel":
        reason = Cancellation.SOLVED_OTHERWISE
        orders.cancel_need(need, reason=reason, by=LinkHolder(need.id), now=town.now)
    return False


def _later(town: Town, need: Need) -> tuple[date, time]:
    """An hour of the days ahead at which more people are free, where the kind allows it."""
    kind = KINDS[need.type]
    kind = replace(kind, when=kind.when or (EVE, SAT, SUN))
    return window(town.chance, town.now, kind, urgency=Urgency.NORMAL, minutes=need.minutes)
