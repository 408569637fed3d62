"""A crowd of members who all reach for the same places at one moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from datetime import time as hour
from random import Random
from typing import Any

import sqlalchemy as sa

from tests.build import ANYONE_CAN, a_need, approve
from tests.cast import PASSWORD_HASH, PROFILE
from volunteer import clock
from volunteer.db import db, transaction
from volunteer.members import actions as members
from volunteer.needs.models import Need
from volunteer.people import actions as people
from volunteer.people.models import Person

CONTENDERS = 64
MOST_PLACES = 5
GIVE_UP = 0.3  # so many of all tries are taken back when everything but the commit is done
PATIENT = 60  # seconds


def a_crowd(by: Person, now: datetime, size: int = CONTENDERS) -> list[Person]:
    """So many members of East Lane, always free, confirmed by its secretary."""
    with transaction():
        return [_somebody(number, by, now) for number in range(size)]


def _somebody(number: int, by: Person, now: datetime) -> Person:
    person = people.create(
        name=f"邻居{number}",
        login=f"neighbour{number}",
        phone="01080004444",
        password_hash=PASSWORD_HASH,
        now=now,
    )
    members.confirm(members.report_in(person, now=now, **PROFILE), by=by, now=now)
    return person


def a_need_at_hour(storm: int, now: datetime) -> Need:
    """One to five are wanted for half an hour, at another hour for every storm."""
    day = clock.local(now).date() + timedelta(days=2 + storm // 12)
    window = {"date": day, "time": hour(8 + storm % 12), "minutes": 30}
    need = a_need(now, **window)
    approve(need, now, headcount=places(storm), **ANYONE_CAN, **window)
    return need


def places(storm: int) -> int:
    """How many are wanted in this storm: three, four, five, one, two, three …"""
    return 1 + (storm + 2) % MOST_PLACES


def is_looked_at(storm: int, storms: int) -> bool:
    """Whether all that must hold is looked at after this storm: that takes the longer, the more
    has happened, and what was broken stays so."""
    return storm < 20 or storm % 50 == 0 or storm + 1 == storms


def gives_up(storm: int) -> list[bool]:
    """Who of the crowd loses heart at the last moment."""
    chance = Random(storm)
    return [chance.random() < GIVE_UP for _ in range(CONTENDERS)]


def all_at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each of these returned, each in a thread of its own, all begun at one moment."""
    start = threading.Barrier(len(acts), timeout=PATIENT)
    found: list[Any] = [None] * len(acts)

    def act(number: int) -> None:
        start.wait()
        try:
            found[number] = acts[number]()
        except Exception as error:
            found[number] = error

    crowd = [threading.Thread(target=act, args=(number,)) for number in range(len(acts))]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return found


def somebody(person_id: int) -> Person:
    """The person, in the session of whoever asks."""
    return db.session.scalars(sa.select(Person).where(Person.id == person_id)).one()
