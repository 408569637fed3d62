"""Reading what was told: of oneself, and the letters of one's community."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from volunteer.db import db
from volunteer.disclosures.models import Disclosure, UnitLetter
from volunteer.errors import NotAllowed, NotFound
from volunteer.members.models import Member
from volunteer.people.models import Person
from volunteer.places import queries as places
from volunteer.places.models import Community
from volunteer.policy import May, require

PAGE = 50


def told_of(member: Member, *, after: int | None = None, limit: int = PAGE) -> Sequence[Disclosure]:
    """Every time somebody was told of the member, the last one first, below the id `after`."""
    chosen = sa.select(Disclosure).where(Disclosure.person_id == member.person_id)
    if after is not None:
        chosen = chosen.where(Disclosure.id < after)
    whole = joinedload(Disclosure.letter)
    return db.session.scalars(
        chosen.options(whole.joinedload(UnitLetter.community), whole.joinedload(UnitLetter.made_by))
        .order_by(Disclosure.id.desc())
        .limit(limit)
    ).all()


def place_for(person: Person, community_id: int) -> Community:
    """The community, for somebody who may write to work units there. NotFound, NotAllowed."""
    community = places.community(community_id)
    require(person, May.FEED_BACK, community)
    return community


def letter_for(person: Person, letter_id: int) -> UnitLetter:
    """The letter, for somebody who may write such and for the unit that it is to; otherwise it
    does not exist for them."""
    found = db.session.scalar(
        sa.select(UnitLetter)
        .where(
            UnitLetter.id == letter_id,
            sa.or_(
                UnitLetter.community_id.in_(person.communities_for(May.READ_LETTER)),
                *_to_units(person),
            ),
        )
        .options(joinedload(UnitLetter.community), joinedload(UnitLetter.made_by))
    )
    if found is None:
        raise NotFound("letter", letter_id)
    return found


def letters_to(
    person: Person, *, after: int | None = None, limit: int = PAGE
) -> Sequence[UnitLetter]:
    """The letters to the work unit that the person speaks for, the last one first, below the id
    `after`. NotAllowed for whoever speaks for none."""
    if not person.units:
        raise NotAllowed(May.READ_LETTER)
    chosen = sa.select(UnitLetter).where(sa.or_(*_to_units(person)))
    if after is not None:
        chosen = chosen.where(UnitLetter.id < after)
    return db.session.scalars(
        chosen.options(joinedload(UnitLetter.community), joinedload(UnitLetter.made_by))
        .order_by(UnitLetter.id.desc())
        .limit(limit)
    ).all()


def _to_units(person: Person) -> list[sa.ColumnElement[bool]]:
    """Letters to a unit of this name from the communities of its district; one for each."""
    return [
        sa.and_(
            UnitLetter.receiver == unit,
            UnitLetter.community_id.in_(places.under({("district", district_id)})),
        )
        for district_id, unit in sorted(person.units)
    ]


def letters_of(community: Community) -> Sequence[UnitLetter]:
    """The letters of the community, the last one first. Callers have checked who asks."""
    return db.session.scalars(
        sa.select(UnitLetter)
        .where(UnitLetter.community_id == community.id)
        .options(joinedload(UnitLetter.made_by))
        .order_by(UnitLetter.id.desc())
        .limit(PAGE)
    ).all()
