"""Members report in and are confirmed; some pause; some have to correct what they wrote."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from volunteer import clock
from volunteer.demo import chance as by
from volunteer.demo import hours, texts
from volunteer.demo.people import Newcomer
from volunteer.demo.weeks import Neighbour, Story, Town
from volunteer.members import actions as members
from volunteer.notices.actions import mark_read
from volunteer.people import actions as people
from volunteer.people.models import Person, RoleKind

PAUSED = 0.08
CORRECTED = 0.05


class Ending(StrEnum):
    """How a registration stands in the end."""

    ACTIVE = "active"
    WAITING = "waiting"
    RETURNED = "returned"
    REFUSED = "refused"


def staff(  # noqa: PLR0913 - an account and where it works
    kind: RoleKind, town_id: int, login: str, name: str, phone: str, key: str, now: datetime
) -> Person:
    """Somebody who works for the community can sign in."""
    person = people.create(name=name, login=login, phone=phone, password_hash=key, now=now)
    people.grant(person, kind, town_id, now=now)
    return person


def report_in(
    town: Town,
    new: Newcomer,
    key: str,
    *,
    at: datetime,
    login: str = "",
    ending: Ending = Ending.ACTIVE,
) -> Story:
    """Somebody registers; a working day later the secretary decides."""
    yield at
    if login:
        person = people.create(
            name=new.name, login=login, phone=new.phone, password_hash=key, now=town.now
        )
        member = members.report_in(person, now=town.now, **new.profile)
    else:
        member = members.register(
            name=new.name, phone=new.phone, password_hash=key, now=town.now, **new.profile
        )
    if ending == Ending.WAITING:
        return
    yield hours.at_work(town.now + by.hours(town.chance, 5, 20), town.chance)
    if ending == Ending.REFUSED:
        why = texts.said("registrations", town.chance, "refused")
        members.refuse(member, by=town.secretary, why=why, now=town.now)
        return
    if ending == Ending.RETURNED or town.chance.random() < CORRECTED:
        why = texts.said("registrations", town.chance, "returned")
        members.send_back(member, by=town.secretary, why=why, now=town.now)
        if ending == Ending.RETURNED:
            return
        yield hours.awake(town.now + by.hours(town.chance, 12, 40), town.chance)
        members.edit(member, by=member.person, now=town.now, **new.profile)
        yield hours.at_work(town.now + by.hours(town.chance, 5, 20), town.chance)
    members.confirm(member, by=town.secretary, now=town.now, licences=new.licences)
    town.neighbours.append(Neighbour(member, new.active or bool(login), host=bool(login)))
    if not login and town.chance.random() < PAUSED:
        yield from _pause(town, town.neighbours[-1])


def _pause(town: Town, neighbour: Neighbour) -> Story:
    """Before long the member asks not to be asked until after the visitor has gone."""
    yield hours.awake(town.now + (town.weeks.end - town.now) * town.chance.random(), town.chance)
    until = clock.local(town.weeks.end).date() + timedelta(days=town.chance.randint(3, 40))
    member = neighbour.member
    members.pause(member, by=member.person, until=until, now=town.now)
    mark_read(member.person_id, now=town.now)
