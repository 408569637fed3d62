"""Alarms ring once for each change of state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from volunteer.db import db
from volunteer.dispatch.models import Alarm


def has_rung(alarm: str, thing_id: Any, since: Any) -> sa.ColumnElement[bool]:
    """Whether this was said already; id and moment may be columns."""
    return sa.exists().where(Alarm.alarm == alarm, Alarm.thing_id == thing_id, Alarm.since == since)


def ring(alarm: str, thing_id: int, since: datetime, *, now: datetime) -> bool:
    """The alarm has rung; False when it had before."""
    if db.session.scalar(sa.select(has_rung(alarm, thing_id, since))):
        return False
    db.session.add(Alarm(alarm=alarm, thing_id=thing_id, since=since, rung_at=now))
    db.session.flush()  # whoever rings it at this very moment is refused now, and does nothing else
    return True
