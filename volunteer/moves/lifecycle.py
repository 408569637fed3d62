"""The life of a move, from asking the new community to belonging there."""

from __future__ import annotations

from enum import StrEnum

from volunteer.journey import Step, journey, one_of
from volunteer.policy import May


class MoveStatus(StrEnum):
    """Where a move stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


S = MoveStatus
# fmt: off
JOURNEY = journey(
    "move",
    #    verb         from             to             who may
    Step("confirm",   one_of(S.ASKED), S.CONFIRMED,   May.DECIDE_REGISTRATION),
    Step("refuse",    one_of(S.ASKED), S.REFUSED,     May.DECIDE_REGISTRATION),
    Step("take_back", one_of(S.ASKED), S.TAKEN_BACK,  May.EDIT_PROFILE),
    begins=[S.ASKED],
)
# fmt: on
