"""What is due: ids, oldest first, read afresh each time; for the service's own clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from volunteer.dispatch.rules import Rules
from volunteer.needs.queries import overdue


def lapsing_needs(now: datetime, rules: Rules) -> Sequence[int]:
    """Needs whose hour has come while places are empty."""
    return [need.id for need in overdue(now)]
