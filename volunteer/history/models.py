"""The story of every thing, one row per change, and the seals that chain the rows."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from volunteer.db import Model


def _salt_of(context: Any) -> str:
    """Something nobody can guess wherever there are words, so that their digest tells nothing."""
    return secrets.token_hex(16) if context.get_current_parameters()["why"] else ""


class Event(Model):
    """Something happened to a thing: who, when, from which state to which, and why.

    Only `why` holds what somebody wrote; facts are codes and numbers. The database refuses to
    change or remove a row, but that its words are erased, once (triggers in the migrations):
    `erased` then holds the digest that the row is sealed with, and the salt is gone.
    """

    __tablename__ = "events"
    __table_args__ = (sa.Index("ix_events_thing", "kind", "thing_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str]
    thing_id: Mapped[int]
    verb: Mapped[str]
    old: Mapped[str | None]
    new: Mapped[str | None]
    standing: Mapped[str]
    by_person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    community_id: Mapped[int | None] = mapped_column(sa.ForeignKey("communities.id"))
    why: Mapped[str]
    facts: Mapped[dict[str, Any]]
    salt: Mapped[str] = mapped_column(default=_salt_of, server_default="")
    erased: Mapped[str] = mapped_column(default="", server_default="")


class Seal(Model):
    """A row of history has its place in the chain: `number` counts from 1 without a gap, `hash`
    covers the row and the hash of the number before. Seals are added and never changed or removed:
    the database refuses (`append_only`, `chain_is_whole`)."""

    __tablename__ = "seals"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), unique=True)
    hash: Mapped[str]


class SealHead(Model):
    """Where the chain ends, in one row. Whoever seals locks it first; who writes history does
    not."""

    __tablename__ = "seal_heads"
    __table_args__ = (sa.CheckConstraint("id = 1", name="history_has_one_chain"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str]
    sealed_at: Mapped[datetime]
