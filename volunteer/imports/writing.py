"""Services that count, in the columns of another system: the same table that reads its files."""

from __future__ import annotations

from collections.abc import Iterable

from volunteer import clock
from volunteer.imports.layouts import Column, Layout
from volunteer.records.sheets import Cell
from volunteer.records.statement import Line


def written(lines: Iterable[Line], layout: Layout) -> list[list[Cell]]:
    """Heads, and a row for each line. No telephone goes out: the receipt number says who it is."""
    rows: list[list[Cell]] = [list(layout.heads)]
    for line in lines:
        cells = _cells(line)
        rows.append([cells.get(column, "") for column in layout.columns])
    return rows


def _cells(line: Line) -> dict[Column, Cell]:
    day = clock.local(line.started_at).date().isoformat()
    return {
        Column.NAME: line.name,
        Column.RECEIPT: line.receipt_no,
        Column.TITLE: line.title,
        Column.CONTENT: line.content,
        Column.PLACE: line.place,
        Column.ORGANISER: line.organiser,
        Column.IN_CHARGE: line.in_charge,
        Column.DAY: day,
        Column.STARTS: f"{clock.local(line.started_at):%Y-%m-%d %H:%M}" if line.ended_at else day,
        Column.ENDS: f"{clock.local(line.ended_at):%Y-%m-%d %H:%M}" if line.ended_at else "",
        Column.MINUTES: line.minutes,
        Column.HOURS: f"{line.minutes // 6 / 10:.1f}",  # never rounded up
    }
