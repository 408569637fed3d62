"""Sealing everything anew under another key, a few cells at a time.

A cell says which key opens it, so old and new ones live side by side: the service runs meanwhile,
and what was broken off is simply gone on with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from volunteer.db import db
from volunteer.sealing import Sealed, keyring

BATCH = 200


def sealed() -> Iterator[sa.Column[str]]:
    """Every column that is sealed."""
    for table in db.metadata.sorted_tables:
        yield from (one for one in table.columns if isinstance(one.type, Sealed))


def reseal(limit: int = BATCH) -> int:
    """Up to so many cells are under the present key that were not; how many. 0 when all are.

    To be called again, each time in a transaction of its own, until it is 0.
    """
    number = keyring().current
    for column in sealed():
        cell = sa.type_coerce(column, sa.String)
        stale = (
            sa.select(*column.table.primary_key, cell.label("cell"))
            .where(cell != "", cell.not_like(f"{number}.%"))
            .limit(limit)
        )
        rows = db.session.execute(stale.with_for_update()).all()
        for row in rows:
            _reseal(column, row)
        if rows:
            return len(rows)
    return 0


def cells_by_key() -> Counter[int]:
    """Key number -> how many cells it opens."""
    found: Counter[int] = Counter()
    for column in sealed():
        cell = sa.type_coerce(column, sa.String)
        for number in keyring().numbers:
            same = sa.select(sa.func.count()).where(cell.like(f"{number}.%"))
            found[number] += db.session.scalar(same.select_from(column.table)) or 0
    return found


def unreadable() -> Iterator[int]:
    """The ids of people and needs with a cell that is not sealed under a key that is known."""
    known = keyring().numbers
    for column in sealed():
        cell = sa.type_coerce(column, sa.String)
        odd = sa.and_(cell != "", *(cell.not_like(f"{number}.%") for number in known))
        key = next(iter(column.table.primary_key))
        yield from db.session.scalars(sa.select(key).where(odd).order_by(key))


def _reseal(column: sa.Column[str], row: Any) -> None:
    ring, cell = keyring(), sa.type_coerce(column, sa.String)
    name = f"{column.table.name}.{column.name}"
    fresh = ring.seal(name, ring.open(name, row.cell))
    same = [one == getattr(row, one.name) for one in column.table.primary_key]
    db.session.execute(
        sa.update(column.table)
        .where(*same, cell == row.cell)  # changed meanwhile, it is sealed anew already
        .values({column.name: sa.bindparam(None, fresh, type_=sa.String)})
    )
