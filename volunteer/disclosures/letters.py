"""What a letter to a work unit would say now: the same for the preview and for the letter."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from volunteer.consents.models import Consent, Purpose
from volunteer.consents.queries import counts
from volunteer.db import db
from volunteer.disclosures.models import UnitLetter
from volunteer.disclosures.quarters import Quarter
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.places.models import Community
from volunteer.records.earlier import EarlierHours
from volunteer.records.entries import Entry, EntryKind
from volunteer.records.models import Record
from volunteer.records.overview import group_of

Told = dict[str, Any]  # name, services, minutes, kinds: [[kind or null, minutes], …]


@dataclass(frozen=True)
class Preview:
    """A letter word for word: {community, unit, quarter, people: [Told, …]}, the consents of the
    people in the same order, and the letter that was made of it already, if there is one."""

    content: dict[str, Any]
    consents: Sequence[Consent]
    letter: UnitLetter | None = None

    @property
    def unit(self) -> str:
        return str(self.content["unit"])

    @property
    def seen(self) -> str:
        return digest(self.content)


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content as JSON with sorted keys."""
    said = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def previews(community: Community, quarter: Quarter) -> list[Preview]:
    """A letter for each unit of which somebody has agreed and served, in the order of names."""
    agreed = _agreed(community, _applies())
    told = _told([member for _, member, _ in agreed], quarter)
    made = {one.receiver: one for one in _made(community, quarter)}
    units = groupby(agreed, key=lambda row: row[0].receiver)
    found = [
        _preview(community, quarter, unit, list(rows), told, made.get(unit)) for unit, rows in units
    ]
    return [one for one in found if one.consents]


def look(community: Community, quarter: Quarter, unit: str) -> Preview:
    """The letter to this unit; nobody takes a consent back until the transaction has ended."""
    mine = Consent.receiver == unit
    agreed = _agreed(community, mine, _applies(), lock=True)
    told = _told([member for _, member, _ in agreed], quarter)
    return _preview(community, quarter, unit, agreed, told, None)


Agreed = tuple[Consent, int, str]  # and the member's id and name


def _applies() -> sa.ColumnElement[bool]:
    """Whoever works elsewhere by now has not agreed to that."""
    return Consent.receiver == Member.unit_name


def _agreed(
    community: Community, *rules: sa.ColumnElement[bool], lock: bool = False
) -> list[Agreed]:
    chosen = (
        sa.select(Consent, Member.id, Person.name)
        .join(Member, Member.person_id == Consent.person_id)
        .join(Person, Person.id == Consent.person_id)
        .where(
            Member.community_id == community.id,
            Member.status == MemberStatus.ACTIVE,
            counts(Purpose.TO_UNIT),
            *rules,
        )
        .order_by(Consent.receiver, Member.id)  # ranks nobody
    )
    if lock:
        chosen = chosen.with_for_update(of=[Consent, Member])
    rows = db.session.execute(chosen.execution_options(populate_existing=True))
    return [(consent, member, name) for consent, member, name in rows]


def _told(members: Sequence[int], quarter: Quarter) -> Mapping[int, Told]:
    """Member id -> the sums of their ledger for services that began in the quarter; nothing of
    whom nothing counts."""
    times = sa.case((Entry.kind == EntryKind.CREDIT, 1), else_=-1)
    rows = db.session.execute(
        sa.select(
            Entry.member_id,
            Need.type,
            EarlierHours.kind,
            sa.func.sum(Entry.minutes),
            sa.func.sum(times),
        )
        .outerjoin(Record, Record.id == Entry.record_id)
        .outerjoin(Order, Order.id == Record.order_id)
        .outerjoin(Need, Need.id == Order.need_id)
        .outerjoin(EarlierHours, EarlierHours.id == Entry.earlier_id)
        .where(
            Entry.member_id.in_(members),
            Entry.served_at >= quarter.begins_at,
            Entry.served_at < quarter.ends_at,
        )
        .group_by(Entry.member_id, Need.type, EarlierHours.kind)
    ).all()
    kinds: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    services: dict[int, int] = defaultdict(int)
    for member, need, kind, minutes, n in rows:
        kinds[member][group_of(need, kind) or ""] += int(minutes)
        services[member] += int(n)
    return {one: _figures(services[one], kinds[one]) for one in kinds if services[one]}


def _figures(services: int, kinds: Mapping[str, int]) -> Told:
    return {
        "services": services,
        "minutes": sum(kinds.values()),
        "kinds": [[kind or None, n] for kind, n in sorted(kinds.items()) if n],
    }


def _made(community: Community, quarter: Quarter) -> Sequence[UnitLetter]:
    return db.session.scalars(
        sa.select(UnitLetter).where(
            UnitLetter.community_id == community.id, UnitLetter.quarter == quarter.code
        )
    ).all()


def _preview(
    community: Community,
    quarter: Quarter,
    unit: str,
    agreed: Sequence[Agreed],
    told: Mapping[int, Told],
    letter: UnitLetter | None,
) -> Preview:
    named = [
        (consent, {"name": name, **told[member]})
        for consent, member, name in agreed
        if member in told
    ]
    content = {
        "community": community.name,
        "unit": unit,
        "quarter": quarter.code,
        "people": [one for _, one in named],
    }
    return Preview(content, [consent for consent, _ in named], letter)
