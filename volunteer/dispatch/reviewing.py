"""The ten working days in which hours are to be reviewed: a reminder, then the agency above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from volunteer.db import db
from volunteer.dispatch import queries
from volunteer.dispatch.alarms import has_rung, ring
from volunteer.dispatch.rules import Rules
from volunteer.notices.actions import tell
from volunteer.people.models import RoleKind
from volunteer.people.queries import holders, officers_of
from volunteer.records import actions as records
from volunteer.records.lifecycle import REVIEW_DAYS, RecordStatus
from volunteer.records.models import Record
from volunteer.workdays import later

UNREVIEWED = "unreviewed"


def waiting_long(now: datetime, rules: Rules) -> Sequence[int]:
    """Records that wait for review so long that somebody is to be told who has not been."""
    reminder = min(rules.limits.review_reminder, REVIEW_DAYS)
    rung = has_rung(UNREVIEWED, Record.id, Record.submitted_at)
    rows = db.session.execute(
        sa.select(Record.id, Record.submitted_at, rung.label("rung"))
        .where(
            Record.status == RecordStatus.SUBMITTED,
            # So many working days are never fewer days.
            Record.submitted_at <= now - timedelta(days=reminder),
            Record.escalated_at.is_(None),
        )
        .order_by(Record.submitted_at, Record.id)
    )
    return [
        row.id
        for row in rows
        if now >= later(row.submitted_at, REVIEW_DAYS if row.rung else reminder)
    ]


def remind_reviewers(record_id: int, now: datetime, rules: Rules) -> bool:
    """After some days the secretaries are reminded, on day ten the record is on the list of the
    sub-district; each once."""
    record = queries.record(record_id)
    if record.status != RecordStatus.SUBMITTED or record.escalated_at is not None:
        return False
    late = now >= later(record.submitted_at, rules.limits.review_reminder)
    reminded = late and ring(UNREVIEWED, record.id, record.submitted_at, now=now)
    if reminded:
        staff = {*holders(RoleKind.SECRETARY, record.community_id)} - {record.person_id}
        tell(staff, "record_waits", about=record, now=now, title=record.title)
    if now >= later(record.submitted_at, REVIEW_DAYS):
        records.escalate(record, now=now)
        above = officers_of(record.community.subdistrict_id)
        tell(above, "record_escalated", about=record, now=now, title=record.title)
        return True
    return reminded
