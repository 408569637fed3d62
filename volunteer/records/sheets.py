"""Tables as files that any spreadsheet opens and none runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet would run a cell that begins like this as a formula; some turn the wide ones narrow.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
Cell = str | int
# What no sheet can hold: Excel refuses the file over a single one.
UNPRINTABLE = {n: None for n in (*range(32), 127) if chr(n) not in "\t\n\r"}


def safe(text: str) -> str:
    """The text as a spreadsheet shows it, never as a formula it runs."""
    shown = text.translate(UNPRINTABLE)  # first: what it hid may begin a formula
    return f"'{shown}" if text.startswith(FORMULA) or shown.startswith(FORMULA) else shown


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run it."""
    return text.startswith(FORMULA)


def as_meant(text: str) -> str:
    """What was made safe, as it was before."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def in_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as CSV; the mark at the start lets Excel know that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows(map(_safe_row, rows))
    return text.getvalue().encode("utf-8-sig")


def in_xlsx(rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    """The rows as an Excel file of one sheet."""
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(_safe_row(row))
    book.save(file)
    return file.getvalue()


def _safe_row(row: Sequence[Cell]) -> list[Cell]:
    return [safe(cell) if isinstance(cell, str) else cell for cell in row]
