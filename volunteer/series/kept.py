"""What must always hold of regular help, as questions to a live database
(see `volunteer.invariants`)."""

from __future__ import annotations

import sqlalchemy as sa

from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.series.models import Occurrence, Series


def _dates(*rule: sa.ColumnElement[bool]) -> sa.Select[int]:
    """Needs that are dates of a series."""
    return (
        sa.select(Need.id)
        .join(Occurrence, Occurrence.need_id == Need.id)
        .join(Series, Series.id == Occurrence.series_id)
        .where(*rule)
    )


RULES: dict[str, sa.Select[int]] = {
    "A date left out of a series asks nobody and expects nobody": _dates(
        Occurrence.skipped_at.is_not(None),
        Need.status.in_([NeedStatus.OPEN, NeedStatus.STAFFED]),
    ),
    "A date of a series is where its series is": _dates(Need.community_id != Series.community_id),
}
