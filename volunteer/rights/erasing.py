"""Erasure by one's own hand: what tells of somebody goes, what others rely on stays without a name.

Texts in the sealed history go as the database allows (docs/decisions, "Words leave, seals stay").
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from volunteer.consents import actions as consents
from volunteer.consents.models import Account
from volunteer.db import db
from volunteer.errors import NotFound, StillNeeded
from volunteer.history.models import Event
from volunteer.history.sealing import words_of
from volunteer.history.steps import note
from volunteer.members.lifecycle import JOURNEY as MEMBER
from volunteer.members.models import Member
from volunteer.moves import actions as moves
from volunteer.needs import actions as needs
from volunteer.needs.lifecycle import ENDS, NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import Cancellation
from volunteer.notices.models import Notice
from volunteer.orders import actions as orders
from volunteer.people import offices
from volunteer.people.models import OFFICES, Person
from volunteer.photos import queries as photos
from volunteer.policy import Actor, May
from volunteer.rights import subjects
from volunteer.rights.classes import GONE, Value
from volunteer.rights.personal import PERSONAL
from volunteer.rights.subjects import Subject
from volunteer.series.lifecycle import SeriesStatus
from volunteer.series.models import Occurrence, Series

OVER = (*ENDS, NeedStatus.CONFIRMED)
TOLD_IN_NOTICES = ("who", "why", "receipt")


def of_person(person: Person, *, now: datetime) -> Sequence[str]:
    """Nobody signs in as the person any more and nothing tells who they were; promises, offices
    and open needs of theirs have ended as if they had done so themselves, sums are as they were.
    Gives the names of photos whose files have to go once that is committed.

    Raises UnderWay while a service of theirs has begun, StillNeeded while one for them has,
    LastAdministrator for the only one, NotFound when they were erased meanwhile.
    """
    db.session.refresh(person, ["disabled_at"], with_for_update={"of": Person, "key_share": True})
    if person.disabled_at is not None:
        raise NotFound("person", person.id)
    account = Account(person.id)
    note(account, "erase", may=May.ERASE_OWN, by=person, now=now)
    consents.withdraw_all(account, by=person, now=now)
    for role in [one for one in person.roles if one.role in OFFICES]:
        offices.end(role, by=person, now=now)
    member = db.session.scalar(sa.select(Member).where(Member.person_id == person.id))
    if member is not None and MEMBER.allows("withdraw", member.status):
        moves.leave(member, by=person, now=now)
    subject, name = subjects.of_person(person), person.name
    for need in _needs(subject):
        _end(need, by=person, now=now)
    person.disabled_at = now
    pictures = photos.names_of(subject.need_ids)
    _erase(subject)
    _erase_in_notices(subject, name)
    db.session.flush()
    db.session.expire_all()
    return pictures


def of_need(need: Need, *, by: Actor, now: datetime) -> Sequence[str]:
    """Nobody can find out whom the need was for, nor what they wrote; it is withdrawn if it was
    still to come, and its link opens nothing. Dates that were made from it go with it.
    Gives the names of photos whose files have to go once that is committed.

    Raises StillNeeded while a service for it is under way or regular help goes by it, NotFound when
    it was erased meanwhile.
    """
    secret = need.link_secret
    needs.lock(need)
    if need.link_secret != secret:
        raise NotFound("need", need.number)
    note(need, "erase", may=May.ERASE_OWN, by=by, now=now)
    _end(need, by=by, now=now)
    dates = sa.select(Occurrence.need_id).join(Series, Occurrence.series_id == Series.id)
    made = db.session.scalars(dates.where(Series.pattern_id == need.id, Occurrence.need_id > 0))
    subject, name = Subject(None, None, (need.id, *made)), need.contact_name
    for one in _needs(subject):
        if one.status not in OVER:
            raise StillNeeded
    pictures = photos.names_of(subject.need_ids)
    _erase(subject)
    _erase_in_notices(subject, name)
    db.session.flush()
    db.session.expire_all()
    return pictures


def _needs(subject: Subject) -> list[Need]:
    asked = sa.select(Need).where(Need.id.in_(subject.need_ids)).order_by(Need.id)
    return list(db.session.scalars(asked))


def _end(need: Need, *, by: Actor, now: datetime) -> None:
    """The need is over, withdrawn if it was not. Raises StillNeeded."""
    runs = sa.select(Series.id).where(
        Series.pattern_id == need.id, Series.status == SeriesStatus.RUNNING
    )
    if db.session.scalar(runs) is not None:
        raise StillNeeded
    if need.journey.allows("cancel", need.status):
        orders.cancel_need(need, reason=Cancellation.NO_LONGER_NEEDED, by=by, now=now)
    if need.status not in OVER:
        raise StillNeeded


def _erase(subject: Subject) -> None:
    """Every table is as its columns are classified, for the rows about the subject."""
    db.session.flush()
    _erase_words(subject)
    for name, table in PERSONAL.items():
        about, rows = db.metadata.tables[name], subjects.rows_of(subject, name, table)
        if table.removed:
            db.session.execute(sa.delete(about).where(rows))
        elif table.erase and name != "events":
            _overwrite(about, table.erase, rows)


def _overwrite(about: sa.Table, erase: Mapping[str, Value], rows: sa.ColumnElement[bool]) -> None:
    """What there is to read is gone; what was empty stays so."""
    words = [about.c[one] for one, value in erase.items() if value == GONE]
    others = {one: value for one, value in erase.items() if value != GONE}
    for column in words:
        gone = sa.update(about).where(rows, column != "").values({column: GONE})
        db.session.execute(gone)
    key = next(iter(about.primary_key))
    if others:
        for number in db.session.scalars(sa.select(key).where(rows)).all():
            values: dict[str, Any] = {
                one: value() if callable(value) else value for one, value in others.items()
            }
            db.session.execute(sa.update(about).where(rows, key == number).values(values))


def _erase_words(subject: Subject) -> None:
    """The digests stay, so that the chain can be followed; nobody can guess what they were of."""
    told = subjects.rows_of(subject, "events", PERSONAL["events"])
    wordy = sa.select(Event.id, Event.why, Event.salt).where(told, Event.why != "")
    for event in db.session.execute(wordy.where(Event.erased == "")).all():
        values = {"erased": words_of(event), "salt": "", "why": GONE}
        db.session.execute(sa.update(Event).where(Event.id == event.id).values(values))


def _erase_in_notices(subject: Subject, name: str) -> None:
    """What others were told of the subject has no name in it, and nothing they wrote."""
    told = Notice.__table__.c
    named = sa.cast(Notice.facts, sa.String).contains(json.dumps(name)[1:-1], autoescape=True)
    about = subjects.about(subject, told.thing_kind, told.thing_id)
    for notice in db.session.scalars(sa.select(Notice).where(sa.or_(about, named))):
        notice.facts = {
            fact: GONE if fact in TOLD_IN_NOTICES or value == name else value
            for fact, value in notice.facts.items()
        }
