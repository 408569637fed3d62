"""What places are called, of all three kinds at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from volunteer.db import db
from volunteer.places.queries import SCOPES


def places_named(places: Iterable[tuple[str, int | None]]) -> Mapping[tuple[str, int | None], str]:
    """(kind, id) -> its name; ("", None), which is the service itself, has none."""
    asked: dict[str, set[int]] = {}
    for kind, number in places:
        if number is not None:
            asked.setdefault(kind, set()).add(number)
    named: dict[tuple[str, int | None], str] = {("", None): ""}
    for kind, numbers in asked.items():
        table = SCOPES[kind]
        rows = db.session.execute(sa.select(table.id, table.name).where(table.id.in_(numbers)))
        named |= {(kind, row.id): row.name for row in rows}
    return named
