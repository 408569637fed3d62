"""Whether somebody agrees: the one place where it is decided, for rows and for whole questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from volunteer.consents.models import Consent, Purpose
from volunteer.consents.words import WORDS
from volunteer.db import db
from volunteer.errors import NotFound

PAGE = 50
OPEN = Consent.withdrawn_at.is_(None)


def counts(purpose: Purpose) -> sa.ColumnElement[bool]:
    """Which consents allow the purpose now: not taken back, and to words that still count."""
    return sa.and_(Consent.purpose == purpose, OPEN, Consent.version.in_(WORDS[purpose].counted))


def agrees(purpose: Purpose, person: Any, receiver: Any = None) -> sa.ColumnElement[bool]:
    """Whether this person (a column, or an id) agrees to the purpose now, and to this receiver
    where one is named. Whatever is done by a consent asks this."""
    chosen = sa.select(Consent.id).where(Consent.person_id == person, counts(purpose))
    if receiver is not None:
        chosen = chosen.where(Consent.receiver == receiver)
    return chosen.correlate_except(Consent).exists()


def standing_of(
    person_id: int, purpose: Purpose, receiver: str | None = None, *, lock: bool = False
) -> Consent | None:
    """The consent that was not taken back, if there is one, whatever its version."""
    chosen = sa.select(Consent).where(
        Consent.person_id == person_id, Consent.purpose == purpose, OPEN
    )
    if receiver is not None:
        chosen = chosen.where(Consent.receiver == receiver)
    return db.session.scalar(chosen.with_for_update() if lock else chosen)


def consents_of(person_id: int) -> Sequence[Consent]:
    """Every consent the person gave, the last one first."""
    return db.session.scalars(
        sa.select(Consent)
        .where(Consent.person_id == person_id)
        .order_by(Consent.id.desc())
        .limit(PAGE)
    ).all()


def own_consent(person_id: int, consent_id: int) -> Consent:
    """One of the person's own; for everybody else's, NotFound."""
    found = db.session.scalar(
        sa.select(Consent).where(Consent.person_id == person_id, Consent.id == consent_id)
    )
    if found is None:
        raise NotFound("consent", consent_id)
    return found
