"""The life of a certificate."""

from __future__ import annotations

from enum import StrEnum

from volunteer.journey import Step, journey, one_of
from volunteer.policy import May


class CertificateStatus(StrEnum):
    """Whether it stands."""

    ISSUED = "issued"
    REVOKED = "revoked"


S = CertificateStatus
JOURNEY = journey(
    "certificate",
    Step("revoke", one_of(S.ISSUED), S.REVOKED, May.REVOKE_CERTIFICATE),
    begins=[S.ISSUED],
)
