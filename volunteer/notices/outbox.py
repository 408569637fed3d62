"""What is still to be sent: claimed for a while, tried again, given up at last.

A claim is a lease: whoever dies with it loses it when it ends, and somebody else sends. The number
of tries fences: a sender who comes back after its lease settles nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from volunteer.consents.models import Purpose
from volunteer.consents.queries import agrees
from volunteer.db import db
from volunteer.history.models import Event
from volunteer.notices.models import Address, Delivery, Notice, State
from volunteer.notices.tending import without_addresses
from volunteer.notices.topics import ONLY_WHILE

# Longer than any sending takes whose every answer comes within the channel's ten seconds.
LEASE = timedelta(minutes=2)
MOST_TRIES = 8
# 1, 3, 9 … minutes: the last try is 18 hours after the first, so a night does no harm.
FIRST_PAUSE, SLOWER = timedelta(minutes=1), 3
UNDER_WAY = (State.WAITING, State.SENDING)


@dataclass(frozen=True)
class Parcel:
    """A claimed delivery as plain facts: what, to whom, by which way, and its unchanging key."""

    delivery_id: int
    tries: int
    key: str
    channel: str
    address: str
    language: str
    person_id: int
    notice_kind: str
    thing_kind: str
    thing_id: int
    facts: Mapping[str, Any]


def is_any_due(channels: Collection[str], *, now: datetime) -> bool:
    """Whether something waits for one of these channels; asked without holding up any writer."""
    return db.session.scalar(_due(channels, now).with_only_columns(Delivery.id)) is not None


def claim(channels: Collection[str], *, now: datetime) -> Parcel | None:
    """The delivery due longest is the caller's until its lease ends; None when none is due.

    On the way, what is not true any more or has no address is dropped, and what was tried often
    enough is given up.
    """
    while (delivery := db.session.scalar(_claimable(channels, now))) is not None:
        notice, address = delivery.notice, _address(delivery)
        if delivery.tries >= MOST_TRIES:
            _end(delivery, State.DEAD, now, error=delivery.error or "the sender never came back")
        elif not _is_still_true(notice):
            _end(delivery, State.DROPPED, now, error="not true any more")
        elif address is None:
            _end(delivery, State.DROPPED, now, error="no address any more")
        else:
            delivery.state, delivery.due_at = State.SENDING, now + LEASE
            delivery.tries += 1
            return _parcel(delivery, notice, address)
        db.session.flush()  # the next look must not find it again
    return None


def settle(
    parcel: Parcel, *, now: datetime, error: str = "", for_good: bool = False
) -> State | None:
    """The delivery is sent; or, with an error, waits for its next try, or is dead for good.

    None, and nothing is different, when the lease was lost to another sender meanwhile.
    """
    delivery = db.session.scalar(
        sa.select(Delivery)
        .where(
            Delivery.id == parcel.delivery_id,
            Delivery.state == State.SENDING,
            Delivery.tries == parcel.tries,
        )
        .with_for_update(of=Delivery)
    )
    if delivery is None:
        return None
    if not error:
        _end(delivery, State.SENT, now)
    elif for_good or delivery.tries >= MOST_TRIES:
        _end(delivery, State.DEAD, now, error=without_addresses(error, parcel.address))
    else:
        delivery.state = State.WAITING
        delivery.due_at = now + FIRST_PAUSE * SLOWER ** (delivery.tries - 1)
        delivery.error = without_addresses(error, parcel.address)
    return delivery.state


def counts() -> dict[State, int]:
    """How many deliveries stand in each state."""
    rows = db.session.execute(
        sa.select(Delivery.state, sa.func.count()).group_by(Delivery.state)
    ).all()
    return {State(state): count for state, count in rows}


def listed(state: State, *, limit: int) -> Sequence[Delivery]:
    """Deliveries in this state with their notices, the newest first."""
    return db.session.scalars(
        sa.select(Delivery).where(Delivery.state == state).order_by(Delivery.id.desc()).limit(limit)
    ).all()


def retry(ids: Collection[int] | None, *, now: datetime) -> int:
    """Dead deliveries (these, or all) wait again with all their tries; returns how many do."""
    chosen = sa.select(Delivery).where(Delivery.state == State.DEAD)
    if ids is not None:
        chosen = chosen.where(Delivery.id.in_(ids))
    found = db.session.scalars(chosen.with_for_update(of=Delivery)).all()
    for delivery in found:
        delivery.state, delivery.due_at, delivery.tries = State.WAITING, now, 0
        delivery.ended_at = None
    return len(found)


def _due(channels: Collection[str], now: datetime) -> sa.Select[Delivery]:
    return (
        sa.select(Delivery)
        .where(
            Delivery.state.in_(UNDER_WAY), Delivery.due_at <= now, Delivery.channel.in_(channels)
        )
        .order_by(Delivery.due_at, Delivery.id)
        .limit(1)
    )


def _claimable(channels: Collection[str], now: datetime) -> sa.Select[Delivery]:
    return _due(channels, now).with_for_update(of=Delivery, skip_locked=True)


def _address(delivery: Delivery) -> Address | None:
    """Where it goes: nowhere that is not agreed to now, nor that is not confirmed, except for the
    letter that asks for that."""
    asks = delivery.notice.notice_kind == "address_entered"
    found = sa.select(Address).where(
        Address.person_id == delivery.notice.to_person_id,
        Address.channel == delivery.channel,
        agrees(Purpose.MESSAGES, Address.person_id, Address.channel),
    )
    return db.session.scalar(found if asks else found.where(Address.confirmed_at.is_not(None)))


def _is_still_true(notice: Notice) -> bool:
    """Whether the thing stands where the notice says it does."""
    expected = ONLY_WHILE.get(notice.notice_kind)
    if expected is None:
        return True
    last = db.session.scalar(
        sa.select(Event.new)
        .where(Event.kind == notice.thing_kind, Event.thing_id == notice.thing_id)
        .order_by(Event.id.desc())
        .limit(1)
    )
    return last in expected


def _end(delivery: Delivery, state: State, now: datetime, *, error: str = "") -> None:
    delivery.state, delivery.ended_at, delivery.error = state, now, error


def _parcel(delivery: Delivery, notice: Notice, address: Address) -> Parcel:
    return Parcel(
        delivery_id=delivery.id,
        tries=delivery.tries,
        key=delivery.key,
        channel=delivery.channel,
        address=address.address,
        language=address.language,
        person_id=notice.to_person_id,
        notice_kind=notice.notice_kind,
        thing_kind=notice.thing_kind,
        thing_id=notice.thing_id,
        facts=notice.facts,
    )
