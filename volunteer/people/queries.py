"""Finding people and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.people.actions import digest
from volunteer.people.models import CalendarFeed, Person, Role, RoleKind
from volunteer.people.sign_ins import SignIn
from volunteer.sealing import blind


def by_login(login: str) -> Person | None:
    """The person who signs in under this name, if there is one."""
    return db.session.scalar(sa.select(Person).where(Person.login_index == blind(login)))


def person_for_sign_in(person_id: int) -> Person | None:
    """The person whose password was right, unless they were disabled meanwhile."""
    return db.session.scalar(
        sa.select(Person).where(Person.id == person_id, Person.disabled_at.is_(None))
    )


def password_hash_of(login: str) -> str | None:
    """What is kept of the password of whoever may sign in under this name, if somebody may.

    As quick for nobody: the person with their roles is read only once they are proved.
    """
    return db.session.scalar(
        sa.select(Person.password_hash).where(
            Person.login_index == blind(login), Person.disabled_at.is_(None)
        )
    )


def by_token(token: str, *, now: datetime) -> Person | None:
    """The person whose live session the token proves."""
    found = db.session.scalars(BY_TOKEN, {"token_hash": digest(token), "now": now})
    sign_in = found.unique().one_or_none()
    if sign_in is None or sign_in.person.disabled_at is not None or not sign_in.is_awake(now):
        return None
    person = sign_in.person
    person.token, person.seen_at = token, sign_in.seen_at
    person.proved_at, person.has_second = sign_in.proved_at, sign_in.has_second
    return person


# One query at every door, put together once.
BY_TOKEN = (
    sa.select(SignIn)
    .where(
        SignIn.token_hash == sa.bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > sa.bindparam("now"),
    )
    .options(joinedload(SignIn.person).joinedload(Person.roles))
)


def sessions_of(person_id: int, *, now: datetime) -> list[SignIn]:
    """Where the person is signed in, the last used first."""
    found = db.session.scalars(
        sa.select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return [one for one in found.unique() if one.is_awake(now)]


def calendar_of(person_id: int) -> CalendarFeed | None:
    """The address of the person's calendar, if they opened one."""
    return db.session.scalar(sa.select(CalendarFeed).where(CalendarFeed.person_id == person_id))


def by_calendar(secret: str) -> int:
    """The id of the person whose calendar has this address; NotFound when nobody's has."""
    found = db.session.scalar(
        sa.select(CalendarFeed.person_id)
        .join(Person, Person.id == CalendarFeed.person_id)
        .where(CalendarFeed.secret == secret, Person.disabled_at.is_(None))
    )
    if found is None:
        raise NotFound("calendar", "")
    return found


def holders(kind: RoleKind, community_id: int) -> Sequence[int]:
    """The ids of the people who hold this role in the community now."""
    return db.session.scalars(
        sa.select(Role.person_id).where(
            Role.role == kind, Role.community_id == community_id, Role.ended_at.is_(None)
        )
    ).all()


def officers_of(subdistrict_id: int) -> Sequence[int]:
    """The ids of the people who are officers of this sub-district now."""
    return db.session.scalars(
        sa.select(Role.person_id).where(
            Role.subdistrict_id == subdistrict_id, Role.ended_at.is_(None)
        )
    ).all()


def district_officers_of(district_id: int) -> Sequence[int]:
    """The ids of the people who are officers of this district now."""
    return db.session.scalars(
        sa.select(Role.person_id).where(
            Role.role == RoleKind.DISTRICT_OFFICER,
            Role.district_id == district_id,
            Role.ended_at.is_(None),
        )
    ).all()


def phones(person_ids: set[int]) -> dict[int, str]:
    """What the telephone numbers of these people are compared by."""
    if not person_ids:
        return {}
    asked = sa.select(Person.id, Person.phone_index).where(Person.id.in_(person_ids))
    return {row.id: row.phone_index for row in db.session.execute(asked)}


def names(person_ids: set[int]) -> dict[int, str]:
    """The names of these people, for showing who did something to those who may see it."""
    rows = db.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}
