"""Accounts of work units by which people sign in: linked by their holders, and by nobody else.

An account is known by its issuer and by the subject that the issuer never gives to anybody else;
never by a name, a phone or an address. Both are of no use without the issuer's word.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model, db
from volunteer.errors import IdentityTaken
from volunteer.history.steps import note
from volunteer.journey import Journey, journey
from volunteer.people.models import Person
from volunteer.policy import Actor, As, May
from volunteer.sealing import Sealed, blind, blind_of

JOURNEY = journey("identity", notes=["link", "unlink"])


class Identity(Model):
    """One person signs in by this account of this issuer."""

    __tablename__ = "identities"
    __table_args__ = (
        sa.Index("one_person_per_identity", "issuer", "subject_index", unique=True),
        sa.Index("one_identity_per_issuer", "person_id", "issuer", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    issuer: Mapped[str]
    subject: Mapped[str] = mapped_column(Sealed("identities.subject"))
    subject_index: Mapped[str] = mapped_column(default=blind_of("subject"))
    linked_at: Mapped[datetime]

    journey: ClassVar[Journey] = JOURNEY
    status = ""
    community_id = None

    def stands_of(self, actor: Actor) -> set[As]:
        return {As.HIMSELF} if actor.person_id == self.person_id else set()


def person_of(issuer: str, subject: str) -> Person | None:
    """Who signs in by this account, unless they were disabled."""
    return db.session.scalar(
        sa.select(Person)
        .join(Identity, Identity.person_id == Person.id)
        .where(
            Identity.issuer == issuer,
            Identity.subject_index == blind(subject),
            Person.disabled_at.is_(None),
        )
    )


def identity_of(person_id: int, issuer: str) -> Identity | None:
    """The account of this issuer by which the person signs in, if they linked one."""
    return db.session.scalar(
        sa.select(Identity).where(Identity.person_id == person_id, Identity.issuer == issuer)
    )


def link(person: Person, issuer: str, subject: str, *, now: datetime) -> Identity:
    """The person signs in by this account from now on, instead of one they had linked before.

    Raises IdentityTaken when somebody else does.
    """
    holder = db.session.scalar(
        sa.select(Identity).where(
            Identity.issuer == issuer, Identity.subject_index == blind(subject)
        )
    )
    if holder is not None:
        if holder.person_id != person.id:
            raise IdentityTaken
        return holder
    unlink(person, issuer, now=now)
    identity = Identity(person_id=person.id, issuer=issuer, subject=subject, linked_at=now)
    db.session.add(identity)
    db.session.flush()  # its history needs the id
    note(identity, "link", may=May.LINK_IDENTITY, by=person, now=now, issuer=issuer)
    return identity


def unlink(person: Person, issuer: str, *, now: datetime) -> None:
    """The person signs in by no account of this issuer."""
    identity = identity_of(person.id, issuer)
    if identity is None:
        return
    note(identity, "unlink", may=May.LINK_IDENTITY, by=person, now=now, issuer=issuer)
    db.session.delete(identity)
    db.session.flush()  # another may be linked in the same breath
