"""Ways in besides the password, through a letter to an address that is confirmed.

Somebody asks at the sign-in page and gets a ticket, whether the account exists or not; the letter
follows by a job, so that asking takes as long either way. A ticket for a code lets in the browser
that asked, once its six digits come back; a ticket for recovery is a link that lets a new password
be chosen. Neither the digits nor the link are kept: they are made of the ticket and a key.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model, db
from volunteer.errors import NotFound
from volunteer.journey import Journey, is_one_of, journey
from volunteer.notices.actions import tell_in_private
from volunteer.people.actions import change_password
from volunteer.people.models import Person
from volunteer.policy import Actor, As
from volunteer.sealing import blind

CODE_LASTS, LINK_LASTS, MOST_TRIES = timedelta(minutes=10), timedelta(minutes=30), 5
KEPT = timedelta(days=2)
# Ids are drawn: the one of a ticket that is gone, and with it the digits and the link that were
# made of it, is not given again to whoever asks next.
MOST_TICKETS = 2**31 - 1
JOURNEY = journey("ticket")


class Purpose(StrEnum):
    """What the letter is for."""

    CODE = "code"
    RECOVERY = "recovery"


class Ticket(Model):
    """Somebody asked for a letter; for nobody's account it has no person, and no letter follows."""

    __tablename__ = "tickets"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("purpose", Purpose), name="ticket_purpose_is_known"),
        sa.CheckConstraint(f"tries BETWEEN 0 AND {MOST_TRIES}", name="ticket_tries_are_few"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(sa.String)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(index=True)
    told_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    journey: ClassVar[Journey] = JOURNEY
    status = ""
    community_id = None

    def lasts(self, now: datetime) -> bool:
        """Whether it is still good for anything."""
        lasts = CODE_LASTS if self.purpose == Purpose.CODE else LINK_LASTS
        return self.used_at is None and now < self.made_at + lasts

    def stands_of(self, actor: Actor) -> set[As]:
        return set()  # whoever has the letter is let in; nobody else ever meets it


def ask(purpose: Purpose, login: str, *, now: datetime) -> int:
    """The id of a ticket, for an account or for nobody's."""
    found = sa.select(Person.id).where(
        Person.login_index == blind(login), Person.disabled_at.is_(None)
    )
    ticket = Ticket(
        id=secrets.randbelow(MOST_TICKETS) + 1,
        purpose=purpose,
        person_id=db.session.scalar(found),
        made_at=now,
    )
    db.session.add(ticket)
    db.session.flush()  # the browser keeps its id
    return ticket.id


def over(now: datetime) -> sa.Select[int]:
    """Tickets that have long been good for nothing."""
    return sa.select(Ticket.id).where(Ticket.made_at <= now - KEPT).order_by(Ticket.id)


def untold(now: datetime) -> Sequence[int]:
    """Tickets of somebody's that no letter has followed yet."""
    return db.session.scalars(
        sa.select(Ticket.id)
        .where(
            Ticket.told_at.is_(None),
            Ticket.person_id.is_not(None),
            Ticket.made_at > now - LINK_LASTS,
        )
        .order_by(Ticket.id)
    ).all()


def tell_of(ticket_id: int, *, now: datetime) -> bool:
    """A letter is on its way to the person's confirmed address, if they have one."""
    ticket = _held(ticket_id)
    if ticket is None or ticket.told_at is not None or ticket.person_id is None:
        return False
    ticket.told_at = now
    is_code = ticket.purpose == Purpose.CODE
    tell_in_private(
        ticket.person_id, "code_asked" if is_code else "recovery_asked", about=ticket, now=now
    )
    return True


def use_code(ticket_id: int, right: bool, *, now: datetime) -> Person | None:
    """Whose code it was, if it was the right one, in time, and the first; each try is counted."""
    ticket = _held(ticket_id)
    if ticket is None or not ticket.lasts(now) or ticket.tries >= MOST_TRIES:
        return None
    ticket.tries += 1
    if not right or ticket.purpose != Purpose.CODE or ticket.person_id is None:
        return None
    ticket.used_at = now
    return _person(ticket)


def recover(ticket_id: int, password_hash: str, *, now: datetime) -> None:
    """The person signs in with the new password, and is signed in nowhere.

    Raises NotFound for a link that was used or whose time is over.
    """
    ticket = _held(ticket_id)
    person = _person(ticket) if ticket and ticket.lasts(now) else None
    if ticket is None or person is None or ticket.purpose != Purpose.RECOVERY:
        raise NotFound("ticket", "")
    ticket.used_at = now
    change_password(person, password_hash, now=now)


def recovering(ticket_id: int, *, now: datetime) -> Person:
    """Who may choose a new password by this ticket; NotFound when nobody may any more."""
    ticket = db.session.scalar(sa.select(Ticket).where(Ticket.id == ticket_id))
    person = _person(ticket) if ticket and ticket.lasts(now) else None
    if person is None:
        raise NotFound("ticket", "")
    return person


def _person(ticket: Ticket) -> Person | None:
    return db.session.scalar(
        sa.select(Person).where(Person.id == ticket.person_id, Person.disabled_at.is_(None))
    )


def _held(ticket_id: int) -> Ticket | None:
    return db.session.scalar(
        sa.select(Ticket)
        .where(Ticket.id == ticket_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
