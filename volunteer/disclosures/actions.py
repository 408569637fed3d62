"""Agreeing, taking it back, and writing the letter that both decide about."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from volunteer.consents import actions as consents
from volunteer.consents.models import Consent, Purpose
from volunteer.consents.queries import standing_of
from volunteer.db import db
from volunteer.disclosures import letters
from volunteer.disclosures.models import Disclosure, UnitLetter
from volunteer.disclosures.quarters import Quarter
from volunteer.errors import Overtaken, TooEarly
from volunteer.history.steps import note
from volunteer.members.models import Member
from volunteer.people.models import Person
from volunteer.places.models import Community
from volunteer.policy import May, require


def give(member: Member, *, seen: str, text: str, by: Person, now: datetime) -> Consent:
    """The member agreed to this text, about the work unit they have now; an agreement about another
    unit has ended. Raises Overtaken when what was `seen` is not the text of now."""
    if consents.digest_of(text) != seen:
        raise Overtaken
    standing = standing_of(member.person_id, Purpose.TO_UNIT, lock=True)
    if standing is not None and standing.receiver != member.unit_name:
        withdraw(member, standing, by=by, now=now)
    return consents.give(member, Purpose.TO_UNIT, text, receiver=member.unit_name, by=by, now=now)


def withdraw(member: Member, consent: Consent, *, by: Person, now: datetime) -> None:
    """From now on nobody is told by this consent; nothing happens when it has ended already."""
    db.session.refresh(consent, with_for_update=True)  # waits for a letter that is being written
    last = db.session.scalar(
        sa.select(sa.func.max(Disclosure.at)).where(Disclosure.consent_id == consent.id)
    )
    consents.withdraw(member, consent, by=by, now=now, used_at=last)


def write(
    community: Community, *, unit: str, quarter: Quarter, seen: str, by: Person, now: datetime
) -> UnitLetter:
    """The letter says what was `seen`, and there is a row for everybody it tells of.

    Raises TooEarly before the quarter has ended, and Overtaken when it would say something else by
    now (somebody took their consent back, hours changed), or was written already.
    """
    require(by, May.FEED_BACK, community)
    if now < quarter.ends_at:
        raise TooEarly
    found = letters.look(community, quarter, unit)
    if not found.consents or found.seen != seen:
        raise Overtaken
    at = max(now, *(one.given_at for one in found.consents))
    letter = UnitLetter(
        community_id=community.id,
        receiver=unit,
        quarter=quarter.code,
        content=found.content,
        digest=found.seen,
        made_by_id=by.id,
        made_at=at,
    )
    db.session.add(letter)
    db.session.flush()  # the rows under it need its id
    db.session.add_all(
        Disclosure(
            letter_id=letter.id,
            person_id=consent.person_id,
            consent_id=consent.id,
            purpose=Purpose.TO_UNIT,
            receiver=unit,
            told=told,
            at=at,
        )
        for consent, told in zip(found.consents, found.content["people"], strict=True)
    )
    facts = {"receiver": unit, "quarter": quarter.code, "digest": found.seen}
    note(community, "tell_unit", may=May.FEED_BACK, by=by, now=now, **facts)
    return letter
