"""The life of a service record."""

from __future__ import annotations

from enum import StrEnum

from volunteer.journey import Step, journey, one_of
from volunteer.policy import May

REVIEW_DAYS = 10  # working days; 志愿服务记录与证明出具办法(试行), art. 11


class RecordStatus(StrEnum):
    """Where a record stands; only approved minutes count."""

    SUBMITTED = "submitted"
    SECONDED = "seconded"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    VOIDED = "voided"


S = RecordStatus
# fmt: off
JOURNEY = journey(
    "record",
    #    verb        from                              to           who may
    Step("approve",  one_of(S.SUBMITTED),              S.APPROVED,  May.REVIEW_RECORD),
    Step("second",   one_of(S.SUBMITTED),              S.SECONDED,  May.REVIEW_RECORD),
    Step("approve_second", one_of(S.SECONDED),         S.APPROVED,  May.SECOND_RECORD),
    Step("return",   one_of(S.SUBMITTED, S.SECONDED),  S.RETURNED,  May.SECOND_RECORD),
    Step("reject",   one_of(S.SUBMITTED, S.SECONDED),  S.REJECTED,  May.SECOND_RECORD),
    Step("resubmit", one_of(S.RETURNED),               S.SUBMITTED, May.RESUBMIT_RECORD),
    Step("amend",    one_of(S.APPROVED),               S.APPROVED,  May.REVIEW_RECORD),
    Step("void",     one_of(S.APPROVED),               S.VOIDED,    May.SECOND_RECORD),
    Step("object",   one_of(S.REJECTED, S.VOIDED),     S.SUBMITTED, May.RESUBMIT_RECORD),
    begins=[S.SUBMITTED],
    notes=["escalate", "ask_void", "keep", "rewrite"],
)
# fmt: on
UNDECIDED = one_of(S.SUBMITTED, S.SECONDED, S.RETURNED)
