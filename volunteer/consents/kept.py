"""What always holds of consents, as questions nothing may answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import sqlalchemy as sa

from volunteer.consents.models import Consent
from volunteer.consents.words import WORDS
from volunteer.db import db
from volunteer.history.models import Event


def _of_unknown_words() -> sa.Select[int]:
    """Consents to words that never were."""
    known = [
        sa.and_(Consent.purpose == purpose, Consent.version.in_(list(words.versions)))
        for purpose, words in WORDS.items()
    ]
    return sa.select(Consent.id).where(~sa.or_(*known))


def _untold() -> Iterator[int]:
    """Consents that were given to the words of now, or taken back, without a row of history each.
    What was agreed to before there was such a history came along in older words."""
    rows = db.session.execute(
        sa.select(Event.by_person_id, Event.facts["purpose"].as_string(), Event.verb).where(
            Event.verb.in_(["consent", "withdraw_consent"])
        )
    )
    told = Counter((person, purpose, verb) for person, purpose, verb in rows)
    for one in db.session.scalars(sa.select(Consent).order_by(Consent.id.desc())):
        changes = ["consent"] if one.version == WORDS[one.purpose].now else []
        changes += ["withdraw_consent"] if one.withdrawn_at is not None else []
        told.subtract((one.person_id, one.purpose, verb) for verb in changes)
        if any(told[one.person_id, one.purpose, verb] < 0 for verb in changes):
            yield one.id


RULES: dict[str, sa.Select[int] | Callable[[], Iterable[int]]] = {
    "Every consent is to words that are known": _of_unknown_words(),
    "Whoever agreed, or took it back, has a row of history that says so": _untold,
}
