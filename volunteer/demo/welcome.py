"""Tells who the demo people are, how they sign in, and what each of them can try."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from volunteer import clock
from volunteer.demo.places import DISTRICT
from volunteer.demo.settling import (
    ADMINISTRATOR,
    AUDITOR,
    DEPARTMENT,
    DISTRICT_OFFICER,
    MEMBER,
    SECRETARY,
    STREET_OFFICER,
    UNIT,
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
OTHERS = (
    (DEPARTMENT, "部门 department officer", "the help page, own account"),
    (UNIT, "单位 work unit's contact", "letters of members who agreed"),
    (AUDITOR, "审计 auditor", "the history of everything, without contacts"),
    (ADMINISTRATOR, "管理员 administrator", "offices, undelivered notices; nobody's affairs"),
)


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
    for login, office, tries in OTHERS:
        if other := _demo_person(login):
            yield _line(other, office, tries)
    if secretary and (done := queue_for(secretary, NeedStatus.DONE_REPORTED, limit=1)):
        yield f"a resident, without signing in: /follow/{done[0].number}/{done[0].link_secret}"


def _demo_person(login: str) -> Person | None:
    """Whoever has this login in the made-up district and still the demo's password."""
    person = by_login(login)
    if person is None or not verify(person.password_hash, PASSWORD):
        return None
    places = [("community", one) for one in person.communities_as(*RoleKind)]
    districts = [("district", one) for kind in RoleKind for one in person.districts_as(kind)]
    homes = [scope(*one) for one in (*places, *person.offices, *districts)]
    # An administrator has no place; they are the demo's where the demo's secretary is.
    at_home = any(district_of(home).name == DISTRICT for home in homes)
    belongs = at_home or (person.is_administrator and _demo_person(SECRETARY))
    return person if belongs else None


def _line(person: Person, role: str, tries: str) -> str:
    return f"{person.login:<11} {person.name}, {role}: {tries}"
