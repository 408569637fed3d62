"""Single things by id, for the service itself, from whom nothing is hidden."""

from __future__ import annotations

from volunteer.db import db
from volunteer.needs.models import Need


def need(need_id: int) -> Need:
    """The need of this id."""
    return db.session.get_one(Need, need_id)
