"""Letters for whoever asked at the sign-in page to be let in without the password."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from volunteer.dispatch.rules import Rules
from volunteer.people import tickets


def asked_for(now: datetime, rules: Rules) -> Sequence[int]:
    """Tickets that no letter has followed yet."""
    return tickets.untold(now)


def write(ticket_id: int, now: datetime, rules: Rules) -> bool:
    """A letter waits in the outbox."""
    return tickets.tell_of(ticket_id, now=now)
