"""The life of a round."""

from __future__ import annotations

from enum import StrEnum

from volunteer.journey import Step, journey, one_of
from volunteer.policy import May


class RoundStatus(StrEnum):
    """Where a round stands."""

    PROPOSED = "proposed"
    RELEASED = "released"
    DISCARDED = "discarded"


S = RoundStatus
# fmt: off
JOURNEY = journey(
    "round",
    #    verb       from                 to           who may
    Step("release", one_of(S.PROPOSED),  S.RELEASED,  May.RUN_ROUND),
    Step("close",   one_of(S.PROPOSED),  S.RELEASED,  May.RUN_ROUND),
    Step("discard", one_of(S.PROPOSED),  S.DISCARDED, May.RUN_ROUND),
    begins=[S.PROPOSED],
    notes=["solve", "pin", "forbid", "clear", "release_part"],
)
# fmt: on
