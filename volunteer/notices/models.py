"""The inbox people read on the page, and the outbox: who also wants to be told elsewhere."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.db import Model
from volunteer.journey import is_one_of
from volunteer.policy import Actor, As
from volunteer.sealing import Sealed


class Topic(StrEnum):
    """What a notice is about, as far as people choose where to be told of it."""

    OFFERS = "offers"
    REMINDERS = "reminders"
    RESULTS = "results"
    WORK = "work"


class State(StrEnum):
    """Where a delivery stands. The last three are ends."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"
    DEAD = "dead"


UNDER_WAY = "state IN ('waiting', 'sending')"


class Outbox:
    """All that is on its way, as a thing that somebody looks after."""

    def stands_of(self, actor: Actor) -> set[As]:
        return {As.ADMINISTRATOR} if getattr(actor, "is_administrator", False) else set()


OUTBOX = Outbox()


class Notice(Model):
    """Something one person is to be told. Facts carry no address and no phone.

    `copies` says in how many ways, besides the page, it was to go out: so many deliveries it has.
    """

    __tablename__ = "notices"
    __table_args__ = (sa.Index("ix_notices_inbox", "to_person_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_kind: Mapped[str]
    to_person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    thing_kind: Mapped[str]
    thing_id: Mapped[int]
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    copies: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))


class Address(Model):
    """Where somebody agreed to be told as well, of what, and in which language ("zh", "en").

    The address is empty for a channel that needs none, such as a robot in a group of colleagues.
    Nothing but the letter that asks for it is sent until it is confirmed.
    """

    __tablename__ = "addresses"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(Sealed("addresses.address"))
    topics: Mapped[list[Any]]
    language: Mapped[str]
    agreed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class Delivery(Model):
    """One notice on its way through one channel.

    Until `due_at` nobody touches it: while it waits that is the time of the next try, while it is
    being sent the end of the sender's lease. The key is the same on every try.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("state", State), name="delivery_state_is_known"),
        sa.CheckConstraint(f"({UNDER_WAY}) = (ended_at IS NULL)", name="ended_delivery_says_when"),
        sa.UniqueConstraint("notice_id", "channel"),
        sa.Index(
            "ix_deliveries_due",
            "due_at",
            sqlite_where=sa.text(UNDER_WAY),
            postgresql_where=sa.text(UNDER_WAY),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notices.id"))
    channel: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True, default=lambda: secrets.token_hex(16))
    state: Mapped[State] = mapped_column(sa.String, default=State.WAITING)
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]

    notice: Mapped[Notice] = relationship(lazy="joined", innerjoin=True)
