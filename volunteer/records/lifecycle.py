"""The life of a service record."""

from __future__ import annotations

from enum import StrEnum

from volunteer.journey import Step, journey, one_of
from volunteer.policy import May


class RecordStatus(StrEnum):
    """Where a record stands; only approved minutes count."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"


S = RecordStatus
# fmt: off
JOURNEY = journey(
    "record",
    #    verb        from                  to           who may
    Step("approve",  one_of(S.SUBMITTED),  S.APPROVED,  May.REVIEW_RECORD),
    Step("return",   one_of(S.SUBMITTED),  S.RETURNED,  May.REVIEW_RECORD),
    Step("reject",   one_of(S.SUBMITTED),  S.REJECTED,  May.REVIEW_RECORD),
    Step("resubmit", one_of(S.RETURNED),   S.SUBMITTED, May.RESUBMIT_RECORD),
    begins=[S.SUBMITTED],
)
# fmt: on
UNDECIDED = one_of(S.SUBMITTED, S.RETURNED)
