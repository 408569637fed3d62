"""Telling people things, in the same transaction as the thing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from volunteer.consents import actions as consents
from volunteer.consents.models import Account, Consent, Purpose
from volunteer.consents.queries import agrees, standing_of
from volunteer.consents.words import text_of
from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.history.steps import Travels
from volunteer.notices.models import Address, Delivery, Notice
from volunteer.notices.topics import topic_of

# Somebody else's address is easily typed there.
CONFIRMED_FIRST = ("email",)
AGREED = agrees(Purpose.MESSAGES, Address.person_id, Address.channel)


def tell(
    person_ids: Iterable[int], notice_kind: str, about: Travels, *, now: datetime, **facts: object
) -> None:
    """Each of these people finds the notice in their inbox once this transaction commits.

    It waits in the outbox for every channel on which the person wants to hear of such things.
    """
    tell_each([(one, about, facts) for one in sorted(set(person_ids))], notice_kind, now=now)


def tell_each(
    told: Sequence[tuple[int, Travels, Mapping[str, object]]], notice_kind: str, *, now: datetime
) -> None:
    """As `tell`, for many: whom, about what, with which facts."""
    channels = _wanted([person_id for person_id, _, _ in told], notice_kind)
    for person_id, about, facts in told:
        ways = channels.get(person_id, [])
        notice = Notice(
            notice_kind=notice_kind,
            to_person_id=person_id,
            thing_kind=about.journey.kind,
            thing_id=about.id,
            facts=dict(facts),
            created_at=now,
            copies=len(ways),
        )
        db.session.add(notice)
        db.session.add_all(Delivery(notice=notice, channel=way, due_at=now) for way in ways)


def _wanted(person_ids: list[int], notice_kind: str) -> Mapping[int, list[str]]:
    """Person id -> the channels on which they want to hear of this kind of notice."""
    topic, found = topic_of(notice_kind), dict[int, list[str]]()
    agreed = (
        sa.select(Address)
        .where(Address.person_id.in_(person_ids), Address.confirmed_at.is_not(None), AGREED)
        .order_by(Address.channel)
    )
    for one in db.session.scalars(agreed):
        if topic in one.topics:
            found.setdefault(one.person_id, []).append(one.channel)
    return found


def agree(
    person_id: int,
    ways: Iterable[Mapping[str, Any]],
    *,
    language: str,
    now: datetime,
    text: str = "",
) -> None:
    """The person is told on these channels, of these topics, and on no other; each is a consent of
    its own (to `text`, where they did not read the original).

    A way without topics keeps nothing, not even the address. A new e-mail address first gets a
    letter that asks its owner to confirm it, and so again each time until they did.
    """
    theirs = sa.select(Address).where(Address.person_id == person_id)
    # Held, and changed in place: somebody may press the link in the letter at this moment.
    held = {one.channel for one in db.session.scalars(theirs.with_for_update())}
    for way in (one for one in ways if one["topics"]):
        held.discard(way["channel"])
        start(person_id, way, language=language, text=text, now=now)
    for channel in sorted(held):
        stop(person_id, channel, now=now)


def start(
    person_id: int, way: Mapping[str, Any], *, language: str, text: str = "", now: datetime
) -> Consent:
    """The person is told of these topics on this channel, where they said; other channels stay."""
    account, channel = Account(person_id), way["channel"]
    text = text or text_of(Purpose.MESSAGES, str)
    found = consents.give(account, Purpose.MESSAGES, text, receiver=channel, by=account, now=now)
    held = db.session.scalar(
        sa.select(Address)
        .where(Address.person_id == person_id, Address.channel == channel)
        .with_for_update()
    )
    _fill(held, person_id, way, language, now)
    return found


def stop(person_id: int, channel: str, *, now: datetime) -> None:
    """Nothing more is sent to the person on this channel, and where it went is forgotten."""
    account = Account(person_id)
    standing = standing_of(person_id, Purpose.MESSAGES, channel)
    if standing is not None:
        consents.withdraw(account, standing, by=account, now=now)
    db.session.execute(
        sa.delete(Address).where(Address.person_id == person_id, Address.channel == channel)
    )


def _fill(
    held: Address | None, person_id: int, way: Mapping[str, Any], language: str, now: datetime
) -> None:
    channel, address = way["channel"], way["address"]
    entry = held or Address(person_id=person_id, channel=channel)
    if entry.address != address:
        entry.address = address
        entry.confirmed_at = None if channel in CONFIRMED_FIRST else now
    entry.topics, entry.language = [str(topic) for topic in way["topics"]], language
    entry.agreed_at = now
    db.session.add(entry)
    if entry.confirmed_at is None:
        _tell_there(person_id, "address_entered", channel, now)


def _tell_there(person_id: int, notice_kind: str, channel: str, now: datetime) -> None:
    """The person is told about an address of theirs, in the inbox and at that address."""
    notice = Notice(
        notice_kind=notice_kind,
        to_person_id=person_id,
        thing_kind="address",
        thing_id=person_id,
        facts={},
        created_at=now,
        copies=1,
    )
    db.session.add_all([notice, Delivery(notice=notice, channel=channel, due_at=now)])


def tell_in_private(person_id: int, notice_kind: str, about: Travels, *, now: datetime) -> None:
    """The person finds it in their inbox, and at every confirmed address that only they read,
    whatever they chose to be told of."""
    ways = db.session.scalars(
        sa.select(Address.channel).where(
            Address.person_id == person_id,
            Address.channel.in_(CONFIRMED_FIRST),
            Address.confirmed_at.is_not(None),
            AGREED,
        )
    ).all()
    notice = Notice(
        notice_kind=notice_kind,
        to_person_id=person_id,
        thing_kind=about.journey.kind,
        thing_id=about.id,
        facts={},
        created_at=now,
        copies=len(ways),
    )
    db.session.add(notice)
    db.session.add_all(Delivery(notice=notice, channel=way, due_at=now) for way in ways)


def confirm(person_id: int, address: str, *, now: datetime) -> None:
    """Letters go to this address from now on. NotFound when the person has given another since."""
    found = db.session.scalar(
        sa.select(Address)
        .where(Address.person_id == person_id, Address.channel.in_(CONFIRMED_FIRST))
        .with_for_update()
    )
    if found is None or found.address != address:
        raise NotFound("address", "")
    found.confirmed_at = found.confirmed_at or now


def mark_read(person_id: int, *, now: datetime) -> None:
    """Nothing in the person's inbox is new any more."""
    db.session.execute(
        sa.update(Notice)
        .where(Notice.to_person_id == person_id, Notice.read_at.is_(None))
        .values(read_at=now)
    )
