"""What the tests of disclosures begin with: earlier hours of a quarter, and consents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.cast import EAST_LANE, Cast, member_of
from tests.imports.conftest import LI, ZHOU, approved, bring, in_csv
from volunteer.consents.actions import digest_of
from volunteer.consents.models import Consent, Purpose
from volunteer.consents.words import text_of
from volunteer.db import db, transaction
from volunteer.disclosures import actions, letters
from volunteer.disclosures.consenting import text_for
from volunteer.disclosures.letters import Preview
from volunteer.disclosures.models import UnitLetter
from volunteer.disclosures.quarters import Quarter
from volunteer.people.models import Person
from volunteer.places.queries import community

SPRING = Quarter(2025, 1)  # when Li and Zhou served, Li ninety minutes and Zhou two hours
LIBRARY = "示例区图书馆党支部"  # where everybody of the cast works
MUSEUM = "示例区博物馆党支部"
# What Li sends to agree, and Wang to tell the museum of Zhou.
READ = text_of(Purpose.TO_UNIT, str, community=EAST_LANE, unit=LIBRARY)
AGREED = {"purpose": "to_unit", "seen": digest_of(READ)}
OF_ZHOU = {"name": "周小雨", "services": 1, "minutes": 120, "kinds": [[None, 120]]}
TO_MUSEUM = {"community": EAST_LANE, "unit": MUSEUM, "quarter": SPRING.code, "people": [OF_ZHOU]}
WRITTEN = {"quarter": SPRING.code, "unit": MUSEUM, "seen": letters.digest(TO_MUSEUM)}


def agree(person: Person, now: datetime) -> Consent:
    """The person has read what it is about and agreed."""
    with transaction():
        member = member_of(person)
        text = text_for(member, str)
        seen = digest_of(text)
        return actions.give(member, seen=seen, text=text, by=person, now=now)


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


def told_and_agreed(cast: Cast, now: datetime) -> dict[str, Any]:
    """The library was told of Zhou, who now agrees that the museum is; and Li has agreed."""
    zhou = cast["zhou"]
    agree(zhou, now)
    letter = write(cast["wang"], now)
    with transaction():
        member_of(zhou).unit_name = MUSEUM
    agree(zhou, now)
    return {"letter": letter, "consent": agree(cast["li"], now)}


def told_of_li(cast: Cast, now: datetime) -> int:
    """The id of a letter to the library, which tells of Li alone."""
    approved(bring(in_csv(LI), cast["wang"], now), cast["qian"], now)
    agree(cast["li"], now)
    return write(cast["wang"], now).id


@pytest.fixture
def served(cast: Cast, wang: Person, now: datetime) -> None:
    """Li and Zhou served in the spring of the year before."""
    approved(bring(in_csv(LI, ZHOU), wang, now), cast["qian"], now)


@pytest.fixture
def agreed(served: None, li: Person, now: datetime) -> Consent:
    """Li has agreed that the library is told; Zhou has not."""
    return agree(li, now)
