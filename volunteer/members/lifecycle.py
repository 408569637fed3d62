"""The life of a registration, from reporting in to serving."""

from __future__ import annotations

from enum import StrEnum

from volunteer.journey import Step, journey, one_of
from volunteer.policy import May


class MemberStatus(StrEnum):
    """Where a registration stands."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACTIVE = "active"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


S = MemberStatus
# fmt: off
JOURNEY = journey(
    "member",
    #    verb        from                            to           who may
    Step("confirm",  one_of(S.SUBMITTED),            S.ACTIVE,    May.DECIDE_REGISTRATION),
    Step("return",   one_of(S.SUBMITTED),            S.RETURNED,  May.DECIDE_REGISTRATION),
    Step("refuse",   one_of(S.SUBMITTED),            S.REFUSED,   May.DECIDE_REGISTRATION),
    Step("resubmit", one_of(S.RETURNED),             S.SUBMITTED, May.EDIT_PROFILE),
    Step("withdraw", one_of(S.SUBMITTED, S.RETURNED, S.ACTIVE), S.WITHDRAWN, May.EDIT_PROFILE),
    Step("come_back", one_of(S.WITHDRAWN),          S.SUBMITTED, May.REGISTER),
    begins=[S.SUBMITTED],
    notes=["edit", "pause", "resume", "move_away", "move_in", "consent", "withdraw_consent"],
)
# fmt: on
