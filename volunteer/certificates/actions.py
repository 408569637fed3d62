"""Issuing and revoking certificates."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import date, datetime

from volunteer.certificates.lifecycle import CertificateStatus
from volunteer.certificates.models import Certificate, Language
from volunteer.clock import local
from volunteer.errors import Missing
from volunteer.history.steps import begin, take_step
from volunteer.members.models import Member
from volunteer.notices.actions import tell
from volunteer.policy import Actor, May
from volunteer.records.statement import lines_of, total
from volunteer.signing import Signer

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misread aloud or by hand


def issue(  # noqa: PLR0913
    member: Member,
    *,
    since: date,
    until: date,
    language: Language,
    signer: Signer,
    by: Actor,
    now: datetime,
) -> Certificate:
    """The member has a signed certificate of what the ledger says of these days, both included.

    Raises Missing("since") when nothing was credited in them.
    """
    lines = lines_of(member, since=since, until=until)
    if not lines:
        raise Missing("since")
    certificate = Certificate(
        number=new_number(now),
        member_id=member.id,
        member=member,
        community_id=member.community_id,
        community=member.community,
        since=since,
        until=until,
        language=language,
        minutes=total(lines),
        records=len(lines),
        issued_at=now,
        public_key=signer.public_key,
    )
    certificate.statement = statement_of(certificate)
    certificate.signature = signer.sign(certificate.statement)
    begin(
        certificate,
        CertificateStatus.ISSUED,
        may=May.ISSUE_CERTIFICATE,
        by=by,
        now=now,
        minutes=certificate.minutes,
    )
    return certificate


def revoke(certificate: Certificate, *, why: str, by: Actor, now: datetime) -> None:
    """The certificate does not stand any more: its check page says so, and the member is told."""
    take_step(certificate, "revoke", by=by, now=now, why=why)
    certificate.revoked_at, certificate.revoke_why = now, why
    about = [certificate.member.person_id]
    tell(about, "certificate_revoked", about=certificate, now=now, number=certificate.number)


def statement_of(certificate: Certificate) -> str:
    """What is signed: no name, only a hash that ties the paper to one."""
    said = {
        "holder": holder(certificate.number, certificate.member.person.name),
        "issued": local(certificate.issued_at).date().isoformat(),
        "minutes": certificate.minutes,
        "number": certificate.number,
        "records": certificate.records,
        "since": certificate.since.isoformat(),
        "unit": certificate.community.name,
        "until": certificate.until.isoformat(),
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def holder(number: str, name: str) -> str:
    """A hash that whoever reads the name on the paper can compute, and nobody can read."""
    return hashlib.sha256(f"{number} {name}".encode()).hexdigest()


def new_number(now: datetime) -> str:
    """The year and eight characters nobody can guess: 2026-7K3M-9QXD."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{local(now):%Y}-{letters[:4]}-{letters[4:]}"
