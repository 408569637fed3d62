"""Letting go, day by day, of what nobody needs any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from volunteer.db import db
from volunteer.dispatch.rules import Rules
from volunteer.people import tickets
from volunteer.photos import album
from volunteer.rights import retention

SWEEPING = 1  # the one thing that is to be done about files


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


def notices_kept_long(now: datetime, rules: Rules) -> Sequence[int]:
    """Notices of half a year ago."""
    return db.session.scalars(retention.notices_read_long(now)).all()


def forget_notice(notice_id: int, now: datetime, rules: Rules) -> bool:
    """The notice and how it was sent are forgotten."""
    return retention.forget_notice(notice_id, now)


def tickets_kept_long(now: datetime, rules: Rules) -> Sequence[int]:
    """Letters for signing in that are good for nothing any more."""
    return db.session.scalars(tickets.over(now)).all()


def forget_ticket(ticket_id: int, now: datetime, rules: Rules) -> bool:
    """The letter is forgotten."""
    return retention.forget_ticket(ticket_id, now)


SWEEPS = (
    (contacts_kept_long, mask),
    (sessions_kept_long, forget_session),
    (notices_kept_long, forget_notice),
    (tickets_kept_long, forget_ticket),
)


def orphans(now: datetime, rules: Rules) -> Sequence[int]:
    """Sweeping, while there is a file of a photo that no row names."""
    return [SWEEPING] if album.orphans(rules.photos, now) else []


def sweep(_sweeping: int, now: datetime, rules: Rules) -> bool:
    """Every file of a photo is named by a row, those apart that are on their way in."""
    found = album.orphans(rules.photos, now)
    for name in found:
        album.discard(rules.photos, name)
    return bool(found)
