"""People with an office: above communities, for a department or work unit, or for the service."""

from __future__ import annotations

from datetime import datetime

from tests.cast import PASSWORD_HASH, PROFILE
from volunteer.db import transaction
from volunteer.people import actions as people
from volunteer.people import offices
from volunteer.people.models import Person, RoleKind
from volunteer.places.models import District, Subdistrict
from volunteer.policy import SERVICE


def an_officer(login: str, place: Subdistrict | District, now: datetime) -> Person:
    """Somebody who sees over the communities of a sub-district or district."""
    with transaction():
        person = people.create(
            name="郑海燕", login=login, phone="01080004444", password_hash=PASSWORD_HASH, now=now
        )
        people.appoint(person, place.kind, place.id, now=now)
    return person


def an_office(login: str, kind: RoleKind, now: datetime, *, body: str = "") -> Person:
    """Somebody who audits the first district, or speaks for a department or a work unit there."""
    with transaction():
        person = people.create(
            name=f"{login}同志", login=login, phone="", password_hash=PASSWORD_HASH, now=now
        )
        offices.grant(person, kind, 1, by=SERVICE, now=now, body=body)
    return person


def above(street: Subdistrict, now: datetime) -> dict[str, Person]:
    """One of each office above the communities of the sub-district, by login."""
    return {
        "zheng": an_officer("zheng", street, now),
        "xu": an_officer("xu", street.district, now),
        "jin": an_office("jin", RoleKind.DEPARTMENT_OFFICER, now, body="区住建委"),
        "yan": an_office("yan", RoleKind.UNIT_CONTACT, now, body=PROFILE["unit_name"]),
        "shen": an_office("shen", RoleKind.AUDITOR, now),
    }


def entrusted(now: datetime) -> Person:
    """Somebody looks after the service, and is nothing in any community."""
    with transaction():
        person = people.create(
            name="管理员", login="admin", phone="", password_hash=PASSWORD_HASH, now=now
        )
        offices.entrust(person, by=SERVICE, now=now)
        return person
