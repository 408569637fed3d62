"""Accounts, passwords, sessions, roles."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from threading import BoundedSemaphore

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from volunteer.db import db
from volunteer.errors import LoginTaken
from volunteer.people.models import CalendarFeed, Person, Role, RoleKind
from volunteer.people.sign_ins import Face, SignIn
from volunteer.sealing import blind

# 19 MiB and two passes: the profile OWASP recommends, about 25 ms on one core.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Hashing is dear on purpose; more at once than cores would let a flood of logins stop the service.
HASHING = BoundedSemaphore(4)
# Browsers and programs in which one person is signed in at a time.
MOST_SESSIONS = 20
# Verified when nobody has that login, so that the answer takes as long either way.
NOBODY = HASHER.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    with HASHING:
        return HASHER.hash(password)


def verify(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one behind the hash; as slow when there is no hash."""
    with HASHING:
        try:
            return HASHER.verify(password_hash or NOBODY, password) and password_hash is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


def create(*, name: str, login: str, phone: str, password_hash: str, now: datetime) -> Person:
    """The person can sign in. Raises LoginTaken when somebody else has the login."""
    if db.session.scalar(sa.select(Person.id).where(Person.login_index == blind(login))):
        raise LoginTaken
    person = Person(
        name=name, login=login, phone=phone, password_hash=password_hash, created_at=now
    )
    db.session.add(person)
    db.session.flush()  # roles and histories need the id
    return person


def open_session(
    person: Person,
    *,
    face: Face,
    hours: int,
    idle_minutes: int,
    now: datetime,
    has_second: bool = False,
) -> str:
    """The person is signed in; returns the secret token that proves it.

    For so many hours, and for as long as they use it every `idle_minutes`; of more sessions than
    MOST_SESSIONS those end that were used longest ago.
    """
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            person_id=person.id,
            token_hash=digest(token),
            face=face,
            created_at=now,
            seen_at=now,
            proved_at=now,
            has_second=has_second,
            idle_minutes=idle_minutes,
            expires_at=now + timedelta(hours=hours),
        )
    )
    _end_those_beyond(MOST_SESSIONS, person.id, now)
    return token


def _end_those_beyond(most: int, person_id: int, now: datetime) -> None:
    mine = SignIn.person_id == person_id, SignIn.ended_at.is_(None)
    kept = sa.select(SignIn.id).where(*mine).order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    db.session.execute(
        sa.update(SignIn)
        .where(*mine, SignIn.id.not_in(kept.limit(most)))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def end_session(token: str, *, now: datetime) -> None:
    """The session is over everywhere, also for copies of its cookie."""
    db.session.execute(
        sa.update(SignIn)
        .where(SignIn.token_hash == digest(token), SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )


def see_session(token: str, *, now: datetime) -> None:
    """The session was used just now."""
    db.session.execute(
        sa.update(SignIn).where(SignIn.token_hash == digest(token)).values(seen_at=now)
    )


def prove_session(token: str, *, now: datetime, has_second: bool) -> None:
    """Whoever uses the session has just proved who they are, perhaps by a second proof."""
    values: dict[str, object] = {"proved_at": now}
    if has_second:
        values["has_second"] = True
    db.session.execute(sa.update(SignIn).where(SignIn.token_hash == digest(token)).values(values))


def end_sessions(person_id: int, *, now: datetime, keep: str = "", only: int | None = None) -> None:
    """All of the person's sessions are over but that of the token to keep; or only the one."""
    ending = sa.update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    ending = ending.where(SignIn.token_hash != digest(keep))
    if only is not None:
        ending = ending.where(SignIn.id == only)
    db.session.execute(ending.values(ended_at=now))


def change_password(person: Person, password_hash: str, *, now: datetime) -> None:
    """The person signs in with the new password; whoever used the old one is signed out."""
    person.password_hash, person.change_due_at = password_hash, None
    end_sessions(person.id, now=now)


def read_hints(person_id: int, *, now: datetime) -> None:
    """The person is shown no more hints for a first visit, on whatever device."""
    db.session.execute(sa.update(Person).where(Person.id == person_id).values(hints_read_at=now))


def open_calendar(person_id: int, *, now: datetime) -> None:
    """The person's calendar has a new secret address; one that it had before is of no use."""
    close_calendar(person_id)
    secret = secrets.token_urlsafe(24)
    db.session.add(CalendarFeed(person_id=person_id, secret=secret, made_at=now))


def close_calendar(person_id: int) -> None:
    """Nobody can read the person's calendar any more."""
    db.session.execute(sa.delete(CalendarFeed).where(CalendarFeed.person_id == person_id))


def grant(person: Person, kind: RoleKind, community_id: int, *, now: datetime) -> None:
    """The person holds the role in the community from now on."""
    _grant(person, Role(community_id=community_id, role=kind), now)


def appoint(person: Person, place: str, place_id: int, *, now: datetime) -> None:
    """The person is officer of the "subdistrict" or "district" of this id from now on."""
    kind = RoleKind(f"{place}_officer")
    _grant(person, Role(**{f"{place}_id": place_id}, role=kind), now)


def _grant(person: Person, role: Role, now: datetime) -> None:
    role.person_id, role.granted_at = person.id, now
    db.session.add(role)
    db.session.flush()
    db.session.expire(person, ["roles"])


def end_roles(person_id: int, kind: RoleKind, *, now: datetime) -> None:
    """The person holds no role of this kind any more."""
    db.session.execute(
        sa.update(Role)
        .where(Role.person_id == person_id, Role.role == kind, Role.ended_at.is_(None))
        .values(ended_at=now)
    )


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
