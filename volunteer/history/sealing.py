"""Sealing history: a job chains its rows soon after they were written, so nobody who writes one
waits for anybody else's (docs/decisions, "History is sealed afterwards")."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from volunteer.db import db
from volunteer.history.models import Event, Seal, SealHead

AT_ONCE = 100  # rows sealed in one transaction: on SQLite other writers wait so long
AT_MOST = 20_000  # rows waiting that are looked for at a time
# A row may be committed after rows with higher ids: those of transactions that began later. Further
# back than this nobody looks for unsealed ones; a transaction ends within seconds.
LATEST = 10_000
READ_AT_ONCE = 1000

_IS_UNSEALED = ~sa.exists().where(Seal.event_id == Event.id)


@dataclass(frozen=True)
class Waiting:
    """How many rows are not sealed yet, and the moment of the oldest."""

    rows: int
    since: datetime | None


def unsealed(limit: int = AT_MOST) -> Sequence[int]:
    """The ids of rows that wait for their seal, oldest first."""
    waiting = sa.select(Event.id).where(_IS_UNSEALED, Event.id > _looked_from())
    return db.session.scalars(waiting.order_by(Event.id).limit(limit)).all()


def seal(first: int, *, now: datetime, at_most: int = AT_ONCE) -> int:
    """The next rows that wait, from this id on, stand in the chain; returns how many."""
    head = _locked_head(now)
    rows = sa.select(Event.__table__).where(_IS_UNSEALED, Event.id >= first)
    number, last, seals = head.number, head.hash, []
    for event in db.session.execute(rows.order_by(Event.id).limit(at_most)):
        number, last = number + 1, hash_of(event, number + 1, last)
        seals.append({"number": number, "event_id": event.id, "hash": last})
    if seals:
        db.session.execute(sa.insert(Seal), seals)
        head.number, head.hash, head.sealed_at = number, last, now
    return len(seals)


def end() -> SealHead | None:
    """Where the chain ends, None before anything was sealed."""
    return db.session.scalars(sa.select(SealHead)).one_or_none()


def hash_at(number: int) -> str | None:
    """The hash of that row of the chain, if there is such a row."""
    return db.session.scalar(sa.select(Seal.hash).where(Seal.number == number))


def waiting() -> Waiting:
    """What is not sealed yet."""
    asked = sa.select(sa.func.count(), sa.func.min(Event.at)).where(_IS_UNSEALED)
    return Waiting(*db.session.execute(asked).one())


def broken_seals() -> Iterator[int]:
    """The ids of rows of history that are not what was sealed, or are gone, or do not follow from
    the row before; the last one's when the chain does not end where its head says."""
    head = db.session.execute(sa.select(SealHead.number, SealHead.hash)).one_or_none()
    number, previous, last_id = 0, "", 0
    rows = db.session.execute(
        sa.select(Seal.number.label("place"), Seal.event_id, Seal.hash, Event.__table__)
        .outerjoin(Event, Event.id == Seal.event_id)
        .order_by(Seal.number)
        .execution_options(yield_per=READ_AT_ONCE)
    )
    for row in rows:
        follows = row.id is not None and hash_of(row, row.place, previous) == row.hash
        if row.place != number + 1 or not follows:
            yield row.event_id
        number, previous, last_id = row.place, row.hash, row.event_id
    if (number, previous) != (tuple(head) if head else (0, "")):
        yield last_id


def passed_over() -> sa.Select[int]:
    """Rows of history, asked for by id, that appeared behind what was sealed long before."""
    return sa.select(Event.id).where(_IS_UNSEALED, Event.id <= _looked_from())


def hash_of(event: Any, number: int, previous: str) -> str:
    """What the row, with the columns of Event, must be sealed with as this number of the chain,
    after a row with that hash (empty for the first)."""
    said = {
        "at": event.at.astimezone(UTC).isoformat(),
        "by": event.by_person_id,
        "community": event.community_id,
        "facts": event.facts,
        "id": event.id,
        "kind": event.kind,
        "new": event.new,
        "number": number,
        "old": event.old,
        "previous": previous,
        "standing": event.standing,
        "thing": event.thing_id,
        "verb": event.verb,
        "why": event.erased or words_of(event),
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def words_of(event: Any) -> str:
    """What stands for the words of the row in its seal: their salted digest, empty for none."""
    if not event.why:
        return ""
    return hashlib.sha256(f"{event.salt} {event.why}".encode()).hexdigest()


def _looked_from() -> sa.ScalarSelect[int]:
    last = sa.func.coalesce(sa.func.max(Seal.event_id), 0)
    return sa.select(last - LATEST).scalar_subquery()


def _locked_head(now: datetime) -> SealHead:
    """The end of the chain, held until the transaction ends."""
    first = sa.text("INSERT INTO seal_heads VALUES (1, 0, '', :now) ON CONFLICT DO NOTHING")
    db.session.execute(first.bindparams(sa.bindparam("now", now, SealHead.sealed_at.type)))
    return db.session.scalars(
        sa.select(SealHead).with_for_update().execution_options(populate_existing=True)
    ).one()
