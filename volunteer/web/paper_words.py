"""Words on papers about hours: what stands in the ledger, whether a certificate is valid, what is
hoped for."""

from __future__ import annotations

from enum import Enum

from volunteer.certificates.lifecycle import CertificateStatus
from volunteer.certificates.models import Language
from volunteer.consents.words import WORDS
from volunteer.imports.comparing import Finding
from volunteer.records.earlier import ImportStatus
from volunteer.records.entries import EntryKind
from volunteer.records.expected import Metric, Period
from volunteer.reviews.follow_ups import Why
from volunteer.reviews.lifecycle import FollowUpStatus
from volunteer.words import word as w

PAPER_WORDS: tuple[tuple[Enum, str], ...] = (
    (EntryKind.CREDIT, w("记入")),
    (EntryKind.REVERSAL, w("冲回")),
    (CertificateStatus.ISSUED, w("有效")),
    (CertificateStatus.REVOKED, w("已撤销")),
    (ImportStatus.SUBMITTED, w("待另一人审核")),
    (ImportStatus.APPROVED, w("已计入")),
    (ImportStatus.REJECTED, w("没有采用")),
    (ImportStatus.UNDONE, w("已撤销")),
    (Finding.NEW, w("新的")),
    (Finding.KNOWN, w("已经有了")),
    (Finding.DIFFERS, w("对不上")),
    (Finding.REFUSED, w("不能导入")),
    *((purpose, words.title) for purpose, words in WORDS.items()),
    (Language.CHINESE, w("汉语")),
    (Language.ENGLISH, w("英文")),
    (Period.QUARTER, w("每季度")),
    (Period.HALF, w("每半年")),
    (Period.YEAR, w("每年")),
    (Metric.TIMES, w("次数")),
    (Metric.HOURS, w("小时数")),
    (FollowUpStatus.OPEN, w("待回访")),
    (FollowUpStatus.ANSWERED, w("已回访")),
    (FollowUpStatus.UNREACHABLE, w("没有联系上")),
    (Why.LOW_RATING, w("评分在 2 分以下")),
    (Why.SILENT, w("一直没有说结果")),
    (Why.DISPUTED, w("说过没有解决")),
    (Why.FIRST_SERVICE, w("有人第一次服务")),
    (Why.DRAWN, w("抽到的")),
)
