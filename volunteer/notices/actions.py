"""Telling people things, in the same transaction as the thing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from volunteer.db import db
from volunteer.history.steps import Travels
from volunteer.notices.models import Address, Delivery, Notice
from volunteer.notices.topics import topic_of


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
    agreed = sa.select(Address).where(Address.person_id.in_(person_ids)).order_by(Address.channel)
    for one in db.session.scalars(agreed):
        if topic in one.topics:
            found.setdefault(one.person_id, []).append(one.channel)
    return found


def agree(
    person_id: int, ways: Iterable[Mapping[str, Any]], *, language: str, now: datetime
) -> None:
    """The person is told on these channels, of these topics, and on no other.

    A way without topics keeps nothing, not even the address.
    """
    db.session.execute(sa.delete(Address).where(Address.person_id == person_id))
    db.session.add_all(
        Address(
            person_id=person_id,
            channel=way["channel"],
            address=way["address"],
            topics=[str(topic) for topic in way["topics"]],
            language=language,
            agreed_at=now,
        )
        for way in ways
        if way["topics"]
    )


def mark_read(person_id: int, *, now: datetime) -> None:
    """Nothing in the person's inbox is new any more."""
    db.session.execute(
        sa.update(Notice)
        .where(Notice.to_person_id == person_id, Notice.read_at.is_(None))
        .values(read_at=now)
    )
