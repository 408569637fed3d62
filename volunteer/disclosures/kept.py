"""What always holds of what was told, as questions nothing may answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import sqlalchemy as sa

from volunteer.consents.models import Consent
from volunteer.db import db
from volunteer.disclosures.letters import digest
from volunteer.disclosures.models import Disclosure, UnitLetter


def _not_agreed() -> sa.Select[int]:
    """What was told without a consent of that person, to that receiver, live at that moment."""
    return (
        sa.select(Disclosure.id)
        .join(Consent, Consent.id == Disclosure.consent_id)
        .where(
            sa.or_(
                Consent.person_id != Disclosure.person_id,
                Consent.purpose != Disclosure.purpose,
                Consent.receiver != Disclosure.receiver,
                Consent.given_at > Disclosure.at,
                Consent.withdrawn_at < Disclosure.at,
            )
        )
    )


def _said_otherwise() -> Iterator[int]:
    """Letters that are not what was seen, or whose rows are not its lines."""
    rows = db.session.execute(
        sa.select(Disclosure.letter_id, Disclosure.told).order_by(Disclosure.id)
    )
    told: dict[int, list[object]] = {}
    for letter_id, figures in rows:
        told.setdefault(letter_id, []).append(figures)
    for letter in db.session.scalars(sa.select(UnitLetter).order_by(UnitLetter.id)):
        if digest(letter.content) != letter.digest or letter.content["people"] != told.get(
            letter.id
        ):
            yield letter.id


RULES: dict[str, sa.Select[int] | Callable[[], Iterable[int]]] = {
    "Nobody is told of without a consent that held at that moment": _not_agreed(),
    "A letter says what was seen, and a row tells of everybody in it": _said_otherwise,
}
