"""Agreeing, and taking it back: each at once, each with one row of history."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa

from volunteer.consents import queries
from volunteer.consents.models import Account, Consent, Purpose
from volunteer.consents.words import WORDS
from volunteer.db import db
from volunteer.history.steps import Told, note
from volunteer.policy import Actor, May, require


class Holder(Told, Protocol):
    """In whose history it stands that a person agreed: their account, or their registration."""

    @property
    def person_id(self) -> int: ...


def digest_of(text: str) -> str:
    """SHA-256 of what somebody reads before they agree."""
    return hashlib.sha256(text.encode()).hexdigest()


def give(
    holder: Holder, purpose: Purpose, text: str, *, receiver: str = "", by: Actor, now: datetime
) -> Consent:
    """The person agreed to this text, in the version of now; one that stands already stays, one in
    older words ends."""
    words = WORDS[purpose]
    standing = queries.standing_of(holder.person_id, purpose, receiver, lock=True)
    if standing is not None and standing.version == words.now:
        require(by, May.CONSENT, holder)
        return standing
    if standing is not None:
        withdraw(holder, standing, by=by, now=now)
    consent = Consent(
        person_id=holder.person_id,
        purpose=purpose,
        version=words.now,
        text=text,
        receiver=receiver,
        given_at=now,
    )
    facts = {"purpose": purpose, "version": words.now, "seen": digest_of(text)}
    note(holder, "consent", may=May.CONSENT, by=by, now=now, why=receiver, **facts)
    db.session.add(consent)
    db.session.flush()  # callers name it
    return consent


def withdraw(
    holder: Holder,
    consent: Consent,
    *,
    by: Actor,
    now: datetime,
    used_at: datetime | None = None,
) -> None:
    """From now on nothing is done by this consent, which was last used then; nothing happens when
    it has ended already."""
    db.session.refresh(consent, with_for_update=True)  # waits for whoever is using it
    if consent.withdrawn_at is not None:
        require(by, May.CONSENT, holder)
        return
    facts = {"purpose": consent.purpose, "version": consent.version}
    note(holder, "withdraw_consent", may=May.CONSENT, by=by, now=now, why=consent.receiver, **facts)
    # Whoever had to wait takes it back after it was used, not before.
    consent.withdrawn_at = max(now, consent.given_at, used_at or now)
    db.session.flush()  # one at a time: the database sees the end before the next beginning


def withdraw_all(account: Account, *, by: Actor, now: datetime) -> None:
    """The person agrees to nothing any more."""
    standing = sa.select(Consent).where(Consent.person_id == account.id, queries.OPEN)
    for one in db.session.scalars(standing.order_by(Consent.id)).all():
        withdraw(account, one, by=by, now=now)
