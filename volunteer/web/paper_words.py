"""Words on papers about hours: what stands in the ledger, whether a certificate is valid."""

from __future__ import annotations

from enum import Enum

from volunteer.certificates.lifecycle import CertificateStatus
from volunteer.certificates.models import Language
from volunteer.records.entries import EntryKind
from volunteer.words import word as w

PAPER_WORDS: tuple[tuple[Enum, str], ...] = (
    (EntryKind.CREDIT, w("记入")),
    (EntryKind.REVERSAL, w("冲回")),
    (CertificateStatus.ISSUED, w("有效")),
    (CertificateStatus.REVOKED, w("已撤销")),
    (Language.CHINESE, w("汉语")),
    (Language.ENGLISH, w("英文")),
)
