"""What the tests of disclosures begin with: earlier hours of a quarter, and consents."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cast import Cast, member_of
from tests.imports.conftest import LI, ZHOU, approved, bring, in_csv
from volunteer.db import db, transaction
from volunteer.disclosures import actions, letters
from volunteer.disclosures.consenting import text_for
from volunteer.disclosures.letters import Preview
from volunteer.disclosures.models import Consent, Purpose, UnitLetter
from volunteer.disclosures.quarters import Quarter
from volunteer.people.models import Person
from volunteer.places.queries import community

SPRING = Quarter(2025, 1)  # when Li and Zhou served, Li ninety minutes and Zhou two hours
LIBRARY = "示例区图书馆党支部"  # where everybody of the cast works


def agree(person: Person, now: datetime) -> Consent:
    """The person has read what it is about and agreed."""
    with transaction():
        member = member_of(person)
        text = text_for(member, str)
        seen = actions.digest_of(text)
        return actions.give(
            member, purpose=Purpose.TO_UNIT, text=text, seen=seen, by=person, now=now
        )


def take_back(person: Person, consent_id: int, now: datetime) -> None:
    """The person does not agree any more."""
    member = member_of(person)
    consent = db.session.get_one(Consent, consent_id)
    actions.withdraw(member, consent, by=person, now=now)


def seen(unit: str = LIBRARY, quarter: Quarter = SPRING) -> Preview:
    """What Wang sees of the letter to this unit."""
    return next(one for one in letters.previews(community(1), quarter) if one.unit == unit)


def write(
    by: Person, now: datetime, hash_seen: str | None = None, quarter: Quarter = SPRING
) -> UnitLetter:
    """The letter to the library is written as it was seen."""
    with transaction():
        return actions.write(
            community(1),
            unit=LIBRARY,
            quarter=quarter,
            seen=hash_seen or seen(quarter=quarter).seen,
            by=by,
            now=now,
        )


@pytest.fixture
def served(cast: Cast, wang: Person, now: datetime) -> None:
    """Li and Zhou served in the spring of the year before."""
    approved(bring(in_csv(LI, ZHOU), wang, now), cast["qian"], now)


@pytest.fixture
def agreed(served: None, li: Person, now: datetime) -> Consent:
    """Li has agreed that the library is told; Zhou has not."""
    return agree(li, now)
