"""Writing down what left the service."""

from __future__ import annotations

from datetime import datetime

from volunteer.audit.models import Export, What
from volunteer.db import db
from volunteer.people.models import Person


def note_export(what: What, *, rows: int, community_id: int, by: Person, now: datetime) -> None:
    """There is a row that says who took what, how much and when."""
    db.session.add(
        Export(at=now, by_person_id=by.id, community_id=community_id, what=what, rows=rows)
    )
