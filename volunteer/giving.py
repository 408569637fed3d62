"""Giving offices to people, who may be new here, for pages, API and commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from volunteer import clock, gate
from volunteer.db import transaction
from volunteer.door import now
from volunteer.errors import LoginTaken, NoSuchPerson
from volunteer.people import actions, offices
from volunteer.people.models import Person, Role, RoleKind
from volunteer.people.queries import by_login


@dataclass(frozen=True)
class Given:
    """The office, and for somebody new the password with which they come in once."""

    role: Role
    password: str = ""


def grant(  # noqa: PLR0913 - an office has so many parts, each by name
    *,
    kind: RoleKind,
    place_id: int,
    name: str,
    login: str,
    by: Person,
    ends_on: date | None = None,
    body: str = "",
) -> Given:
    """Somebody of that login and name holds the office; who is new here gets an account.

    Raises LoginTaken when the login is that of somebody with another name.
    """
    password = gate.fresh_password()
    password_hash = actions.hash_password(password)
    with transaction():
        person = by_login(login)
        is_new = person is None
        if person is None:
            person = actions.create(
                name=name, login=login, phone="", password_hash=password_hash, now=now()
            )
            person.change_due_at = now()
        elif person.name != name or not person.is_active:
            raise LoginTaken
        role = offices.grant(
            person,
            kind,
            place_id,
            by=by,
            now=now(),
            ends_at=end_of(ends_on) if ends_on else None,
            body=body,
        )
    return Given(role, password if is_new else "")


def name_deputy(role_id: int, *, login: str, ends_on: date, by: Person) -> Role:
    """Whoever signs in under that name acts for the secretary until the end of that day.

    Raises NoSuchPerson when nobody does.
    """
    with transaction():
        role, person = offices.role_for(by, role_id), by_login(login)
        if person is None or not person.is_active:
            raise NoSuchPerson
        return offices.name_deputy(role, person, ends_at=end_of(ends_on), by=by, now=now())


def end_of(day: date) -> datetime:
    """The last moment of the day in Shanghai."""
    return clock.at(day + timedelta(days=1), time())
