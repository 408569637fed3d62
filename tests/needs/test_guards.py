"""What the database refuses of a need even when our own code is wrong."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.build import approve, refused
from volunteer.db import db
from volunteer.needs.models import Need

TABLE = Need.__table__
HALF_TRUTHS = {
    "a state nobody knows": {"status": "lost"},
    "an urgency nobody knows": {"urgency": "at once"},
    "a risk nobody knows": {"risk": "some"},
    "a channel nobody knows": {"channel": "rumour"},
    "nobody wanted": {"headcount": 0},
    "a crowd wanted": {"headcount": 51},
    "an end before the start": {"ends_at": TABLE.c.starts_at},
    "triaged by nobody": {"triaged_by_id": None},
    "triaged at no time": {"triaged_at": None},
    "open without triage": {"triaged_at": None, "triaged_by_id": None},
    "merged into nothing": {"status": "merged"},
    "merged into something and still open": {"merged_into_id": TABLE.c.id},
    "a risk nobody explained": {"risk": "medium"},
    "a high risk nobody insured": {"risk": "high", "risk_note": "高处"},
}


@pytest.mark.parametrize("half_truth", HALF_TRUTHS)
def test_half_truths_about_a_need_are_refused(need, now, half_truth):
    approve(need, now)

    with refused(IntegrityError):
        db.session.execute(sa.update(TABLE).values(**HALF_TRUTHS[half_truth]))
