"""What ends by itself because it was given for a time: offices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from volunteer.dispatch.rules import Rules
from volunteer.people import offices


def offices_due(now: datetime, rules: Rules) -> Sequence[int]:
    """Offices whose agreed end has come."""
    return offices.due(now)


def end_office(role_id: int, now: datetime, rules: Rules) -> bool:
    """The office is over, and whoever held it signs in anew."""
    return offices.expire(role_id, now)
