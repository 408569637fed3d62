"""Letting go, day by day, of what nobody needs any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from volunteer.db import db
from volunteer.dispatch.rules import Rules
from volunteer.rights import retention


def contacts_kept_long(now: datetime, rules: Rules) -> Sequence[int]:
    """Needs that ended long ago and still say whom to call."""
    return db.session.scalars(retention.closed_long(now, rules.keep_contacts)).all()


def mask(need_id: int, now: datetime, rules: Rules) -> bool:
    """The need no longer says whom to call, nor where."""
    return retention.mask(need_id, now, rules.keep_contacts)


def sessions_kept_long(now: datetime, rules: Rules) -> Sequence[int]:
    """Sessions that ended long ago."""
    return db.session.scalars(retention.sessions_over(now)).all()


def forget_session(session_id: int, now: datetime, rules: Rules) -> bool:
    """The session is forgotten."""
    return retention.forget_session(session_id, now)
