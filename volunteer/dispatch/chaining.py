"""History is sealed soon after it happened, and each day's ends of the chains are written down
outside the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from volunteer.dispatch.rules import Rules
from volunteer.history import sealing
from volunteer.records import anchors

TODAY = 1  # the one thing that a daily job has to do


def rows_waiting(now: datetime, rules: Rules) -> Sequence[int]:
    """One row of history for each step that is needed to seal them all."""
    return sealing.unsealed()[:: sealing.AT_ONCE]


def seal(row: int, now: datetime, rules: Rules) -> bool:
    """This row and the next are sealed, unless another runner was there first."""
    return bool(sealing.seal(row, now=now))


def unanchored(now: datetime, rules: Rules) -> Sequence[int]:
    """The day, while its anchor is missing."""
    return [] if anchors.file_of(rules.anchors, now).exists() else [TODAY]


def anchor(_day: int, now: datetime, rules: Rules) -> bool:
    """The day's ends of the chains stand in a file."""
    return anchors.write(rules.anchors, now)
