"""Tells who the demo people are, how they sign in, and what each of them can try."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from volunteer import clock
from volunteer.demo.places import DISTRICT
from volunteer.demo.settling import (
    DISTRICT_OFFICER,
    MEMBER,
    SECRETARY,
    STREET_OFFICER,
    WORKER,
)
from volunteer.members import queries as members
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.queries import counts_for, queue_for
from volunteer.orders.lifecycle import OrderStatus
from volunteer.orders.queries import list_of
from volunteer.people.actions import verify
from volunteer.people.models import Person, RoleKind
from volunteer.people.queries import by_login
from volunteer.places.queries import district_of, scope
from volunteer.records.queries import waiting_count

PASSWORD = "shuangbaodao"


def introduce(say: Callable[[str], object]) -> None:
    """The demo people are told with what to try; silent where there is no demo.

    They are known by login, by the made-up district they belong to, and by the password still
    being the one that would be told.
    """
    told = list(_told(clock.now()))
    if not told:
        return
    say(f"People of {DISTRICT} (made up), all with the password {PASSWORD}:")
    for line in told:
        say(f"  {line}")


def _told(now: datetime) -> Iterator[str]:
    secretary, member, worker = map(_demo_person, (SECRETARY, MEMBER, WORKER))
    if secretary:
        needs = counts_for(secretary)
        yield _line(
            secretary,
            "书记 secretary",
            f"{needs[NeedStatus.SUBMITTED]} needs to triage, a proposal to release, "
            f"{members.waiting_count(secretary)} registrations, "
            f"{waiting_count(secretary)} records to review",
        )
    if member and (registered := members.of_person(member)):
        offers = list_of(registered, [OrderStatus.OFFERED], since=now)
        yield _line(member, "党员 member", f"{len(offers)} offers to answer, the hall, own hours")
    if worker:
        yield _line(worker, "网格员 grid worker", "write down a caller's need, confirm by phone")
    for officer in map(_demo_person, (STREET_OFFICER, DISTRICT_OFFICER)):
        if officer:
            where = "街道 sub-district" if officer.login == STREET_OFFICER else "区 district"
            yield _line(officer, f"{where} officer", "a round across its communities")
    if secretary and (done := queue_for(secretary, NeedStatus.DONE_REPORTED, limit=1)):
        yield f"a resident, without signing in: /follow/{done[0].number}/{done[0].link_secret}"


def _demo_person(login: str) -> Person | None:
    """Whoever has this login in the made-up district and still the demo's password."""
    person = by_login(login)
    if person is None or not verify(person.password_hash, PASSWORD):
        return None
    places = [("community", one) for one in person.communities_as(*RoleKind)]
    homes = [scope(kind, place_id) for kind, place_id in (*places, *person.offices)]
    return person if any(district_of(home).name == DISTRICT for home in homes) else None


def _line(person: Person, role: str, tries: str) -> str:
    return f"{person.login:<11} {person.name}, {role}: {tries}"
