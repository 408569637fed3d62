"""A need that comes again: what its next date shares with the first one."""

from __future__ import annotations

from datetime import datetime

from volunteer.history.steps import begin
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.policy import SERVICE, May

REPEATED = (
    *("community_id", "grid_id", "channel", "posted_by_id", "contact_name", "contact_phone"),
    *("address", "wish", "type", "title", "skill", "skill_level", "headcount", "together"),
    *("urgency", "risk", "risk_note", "insurance", "meeting_point"),
    *("triaged_at", "triaged_by_id", "no_call_since"),
)


def repeat(
    pattern: Need, starts_at: datetime, ends_at: datetime, *, now: datetime, **facts: object
) -> Need:
    """A need like the pattern, already triaged, looks for people for another time."""
    need = Need(
        **{name: getattr(pattern, name) for name in REPEATED},
        posted_at=now,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    begin(need, NeedStatus.OPEN, may=May.FOLLOW_SERIES, by=SERVICE, now=now, **facts)
    return need
