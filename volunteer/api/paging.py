"""Lists come in pages of at most 100: {items, next}, where `next` is the cursor to go on from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from marshmallow import Schema as AnySchema
from marshmallow import fields, validate

from volunteer.door import LARGEST_ID
from volunteer.messages import Schema

MOST = 100


class PageSchema(Schema):
    """Where to go on, and how much at once."""

    after = fields.Integer(
        load_default=None,
        validate=validate.Range(0, LARGEST_ID),
        metadata={"description": "`next` of the page before; left out for the first page."},
    )
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MOST))


def page_of(item: type[AnySchema]) -> type[AnySchema]:
    """The schema of one page of such items."""
    name = item.__name__.removesuffix("Out") + "Page"
    items = fields.List(fields.Nested(item), required=True)
    cursor = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Pass it as `after`; null on the last page."},
    )
    return type(name, (Schema,), {"items": items, "next": cursor})


def page(
    find: Callable[..., Sequence[Any]], after: int | None, limit: int, **choice: object
) -> dict[str, object]:
    """One page of what `find` gives in its order beyond a cursor, which is the id of a row."""
    rows = find(after=after, limit=limit + 1, **choice)
    return {"items": rows[:limit], "next": rows[limit - 1].id if len(rows) > limit else None}


def counted_page(
    find: Callable[..., Sequence[Any]], after: int | None, limit: int
) -> dict[str, object]:
    """One page of what `find` gives in its order, whose rows have no id of their own; the cursor
    counts what was passed."""
    start = after or 0
    rows = find(after=start, limit=limit + 1)
    return {"items": rows[:limit], "next": start + limit if len(rows) > limit else None}


def slice_of(rows: Sequence[Any], after: int | None, limit: int) -> dict[str, object]:
    """One page of a list that is computed whole; the cursor counts what was passed."""
    start = after or 0
    more = start + limit < len(rows)
    return {"items": rows[start : start + limit], "next": start + limit if more else None}
