"""The life of a series."""

from __future__ import annotations

from enum import StrEnum

from volunteer.journey import Step, journey, one_of
from volunteer.policy import May


class SeriesStatus(StrEnum):
    """Where a series stands."""

    RUNNING = "running"
    ENDED = "ended"


S = SeriesStatus
# fmt: off
JOURNEY = journey(
    "series",
    #    verb    from               to         who may
    Step("end",  one_of(S.RUNNING), S.ENDED,   May.PLAN_SERIES),
    Step("run_out", one_of(S.RUNNING), S.ENDED, May.FOLLOW_SERIES),
    begins=[S.RUNNING],
    notes=["change", "skip", "adopt", "leave", "let_go", "miss_one"],
)
# fmt: on
