"""Reading certificates: the paper for those it concerns, its validity for everybody."""

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
from volunteer.policy import May
from volunteer.records.statement import lines_of, total

PAGE = 50


def by_number(number: str) -> Certificate:
    """The certificate, for whoever holds its number; spaces and small letters do not matter."""
    asked = "".join(number.split()).upper()
    found = db.session.scalar(_with_names().where(Certificate.number == asked))
    if found is None:
        raise NotFound("certificate", number)
    return found


def certificate_for(person: Person, number: str) -> Certificate:
    """The certificate with its name, if this person may see it."""
    found = db.session.scalar(visible_to(person).where(Certificate.number == number))
    if found is None:
        raise NotFound("certificate", number)
    return found


def visible_to(person: Person) -> sa.Select[Certificate]:
    """One's own, and those issued by communities one is secretary of."""
    theirs = person.communities_for(May.SEE_CERTIFICATE)
    own = sa.select(Member.id).where(Member.person_id == person.id)
    return _with_names().where(
        sa.or_(Certificate.member_id.in_(own), Certificate.community_id.in_(theirs))
    )


def own_of(member: Member) -> Sequence[Certificate]:
    """The member's certificates, the last one first."""
    return db.session.scalars(
        _with_names().where(Certificate.member_id == member.id).order_by(Certificate.id.desc())
    ).all()


def register_for(
    person: Person, *, after: int | None = None, limit: int = PAGE
) -> Sequence[Certificate]:
    """The register of one's communities, the last one first, below the id `after`."""
    theirs = person.communities_for(May.REVOKE_CERTIFICATE)
    chosen = _with_names().where(Certificate.community_id.in_(theirs))
    if after is not None:
        chosen = chosen.where(Certificate.id < after)
    return db.session.scalars(chosen.order_by(Certificate.id.desc()).limit(limit)).all()


def revoked() -> Sequence[str]:
    """The numbers of the revoked ones, in order; a number tells nothing about anybody."""
    void = Certificate.status == CertificateStatus.REVOKED
    return db.session.scalars(
        sa.select(Certificate.number).where(void).order_by(Certificate.number)
    ).all()


def minutes_now(certificate: Certificate) -> int:
    """What the ledger says today of the days of the certificate."""
    days = {"since": certificate.since, "until": certificate.until}
    return total(lines_of(certificate.member, **days))


def _with_names() -> sa.Select[Certificate]:
    return sa.select(Certificate).options(
        joinedload(Certificate.member).options(*NAME_ONLY), joinedload(Certificate.community)
    )
