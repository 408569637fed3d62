"""The life of a follow-up call."""

from __future__ import annotations

from enum import StrEnum

from volunteer.journey import Step, journey, one_of
from volunteer.policy import May


class FollowUpStatus(StrEnum):
    """Whether somebody was reached; nobody reached is no answer."""

    OPEN = "open"
    ANSWERED = "answered"
    UNREACHABLE = "unreachable"


S = FollowUpStatus
# fmt: off
JOURNEY = journey(
    "follow_up",
    #    verb           from             to             who may
    Step("answer",      one_of(S.OPEN),  S.ANSWERED,    May.CALL_BACK),
    Step("not_reached", one_of(S.OPEN),  S.OPEN,        May.CALL_BACK),
    Step("give_up",     one_of(S.OPEN),  S.UNREACHABLE, May.CALL_BACK),
    begins=[S.OPEN],
    notes=["refused"],  # the resident told the caller that they do not want to be called
)
# fmt: on
