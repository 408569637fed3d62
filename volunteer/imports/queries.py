"""Reading imports, always on behalf of somebody."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from volunteer.certificates.lifecycle import CertificateStatus
from volunteer.certificates.models import Certificate
from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.members.models import Member
from volunteer.members.queries import NAME_ONLY
from volunteer.people.models import Person
from volunteer.places import queries as places
from volunteer.places.models import Community
from volunteer.places.queries import under
from volunteer.policy import May, require
from volunteer.records.earlier import EarlierHours, Import, ImportStatus

PAGE = 50
NAMED = 5  # papers


def place_for(person: Person, community_id: int) -> Community:
    """The community, for somebody who may bring hours into it. NotFound, NotAllowed."""
    community = places.community(community_id)
    with db.session.no_autoflush:
        require(person, May.IMPORT_HOURS, Import(community_id=community.id, community=community))
    return community


def places_for(person: Person) -> Sequence[tuple[Community, int]]:
    """The communities into which one may bring hours, and how many imports wait in each."""
    waiting = (
        sa.select(sa.func.count())
        .where(Import.community_id == Community.id, Import.status == ImportStatus.SUBMITTED)
        .scalar_subquery()
    )
    theirs = [Community.id.in_(person.communities_for(May.IMPORT_HOURS))]
    if person.offices:
        theirs.append(Community.id.in_(under(person.offices)))
    rows = db.session.execute(
        sa.select(Community, waiting).where(sa.or_(*theirs)).order_by(Community.id)
    )
    return [(community, n) for community, n in rows]


def visible_to(person: Person) -> sa.Select[Import]:
    """Imports of communities one is secretary of, or which lie under one's office."""
    theirs = person.communities_for(May.IMPORT_HOURS)
    here = [Import.community_id.in_(theirs)]
    if person.offices:
        here.append(Import.community_id.in_(under(person.offices)))
    return (
        sa.select(Import)
        .where(sa.or_(*here))
        .options(joinedload(Import.community).joinedload(Community.subdistrict))
    )


def import_for(person: Person, import_id: int) -> Import:
    """The import, if this person may see it; otherwise it does not exist for them."""
    found = db.session.scalar(visible_to(person).where(Import.id == import_id))
    if found is None:
        raise NotFound("import", import_id)
    return found


def list_for(
    person: Person, community_id: int, *, after: int | None = None, limit: int = PAGE
) -> Sequence[Import]:
    """The imports of a community, the last one first, below the id `after`."""
    chosen = visible_to(person).where(Import.community_id == community_id)
    if after is not None:
        chosen = chosen.where(Import.id < after)
    return db.session.scalars(chosen.order_by(Import.id.desc()).limit(limit)).all()


def all_hours(brought: Import) -> list[EarlierHours]:
    """Every line of the import, in the order of the file. Callers have checked who asks."""
    return list(hours_of(brought, limit=None))


def hours_of(
    brought: Import, *, after: int = 0, limit: int | None = PAGE
) -> Sequence[EarlierHours]:
    """The import's lines beyond the line `after` of the file. Callers have checked who asks."""
    return db.session.scalars(
        sa.select(EarlierHours)
        .where(EarlierHours.import_id == brought.id, EarlierHours.row > after)
        .options(joinedload(EarlierHours.member).options(*NAME_ONLY))
        .order_by(EarlierHours.row)
        .limit(limit)
    ).all()


def counted_of(member: Member) -> Sequence[EarlierHours]:
    """The member's earlier hours that count, or wait to be approved, the newest first."""
    standing = [ImportStatus.SUBMITTED, ImportStatus.APPROVED]
    return db.session.scalars(
        sa.select(EarlierHours)
        .join(EarlierHours.brought)
        .where(EarlierHours.member_id == member.id, Import.status.in_(standing))
        .options(joinedload(EarlierHours.brought))
        .order_by(EarlierHours.day.desc(), EarlierHours.id.desc())
    ).all()


def papers_on(brought: Import) -> Sequence[str]:
    """The numbers of some certificates that stand and were issued with hours of this import."""
    return db.session.scalars(
        sa.select(Certificate.number)
        .join(EarlierHours, EarlierHours.member_id == Certificate.member_id)
        .where(
            EarlierHours.import_id == brought.id,
            EarlierHours.day.between(Certificate.since, Certificate.until),
            Certificate.status == CertificateStatus.ISSUED,
            Certificate.issued_at >= brought.reviewed_at,
        )
        .distinct()
        .order_by(Certificate.number)
        .limit(NAMED)
    ).all()
