"""From the bytes of a file to its rows of cells: CSV in the encodings people have, or Excel."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from unicodedata import normalize

from openpyxl import load_workbook

from volunteer.imports import faults
from volunteer.imports.faults import unreadable
from volunteer.imports.layouts import Column, Layout

MOST_ROWS = 10_000
MOST_BYTES = 8 << 20
UNPACKED = 96 << 20  # what an Excel file of so many rows never reaches; a zip bomb does at once
MOST_COLUMNS = 60
HEADS_WITHIN = 10  # a title or a remark may stand above the heads
EXCEL, EXCEL_OF_OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
Cells = Sequence[object]
Line = tuple[int, Cells]


@dataclass(frozen=True)
class Sheet:
    """The rows of a file under their heads: (line of the file, column -> cell), and the heads that
    the layout does not know."""

    rows: Sequence[tuple[int, Mapping[Column, object]]]
    unused: Sequence[str]


def read(content: bytes, layout: Layout) -> Sheet:
    """The file by the columns of the layout; empty rows are left out. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise unreadable(faults.TOO_LARGE, most=MOST_ROWS)
    rows = iter(enumerate(_rows_of(content), 1))
    columns, unused = _heads(list(islice(rows, HEADS_WITHIN)), layout)
    found: list[tuple[int, Mapping[Column, object]]] = []
    for line, cells in columns.under(rows):
        if len(found) == MOST_ROWS:
            raise unreadable(faults.TOO_LARGE, most=MOST_ROWS)
        found.append((line, cells))
    if not found:
        raise unreadable(faults.NO_ROWS)
    return Sheet(found, unused)


@dataclass(frozen=True)
class _Columns:
    """Where each column stands, and the rows that were looked at below the heads."""

    places: Mapping[Column, int]
    seen: Sequence[Line]

    def under(self, more: Iterable[Line]) -> Iterator[tuple[int, dict[Column, object]]]:
        """The rows below the heads that say something, by column."""
        for some in (self.seen, more):
            for line, row in some:
                cells = {one: row[at] if at < len(row) else None for one, at in self.places.items()}
                if any(cell not in (None, "") for cell in cells.values()):
                    yield line, cells


def _heads(first: Sequence[Line], layout: Layout) -> tuple[_Columns, list[str]]:
    known: dict[str, Column | None] = {
        _plain(name): column for column, names in layout.columns.items() for name in names
    }
    known[""] = None  # an empty column is no column
    for index, (_line, cells) in enumerate(first):
        names = [_plain(one) for one in cells]
        places: dict[Column, int] = {}
        twice = None
        for at, name in enumerate(names):
            column = known.get(name)
            if column in places:
                twice = {"first": cells[places[column]], "second": cells[at]}
            elif column is not None:
                places[column] = at
        if not _is_enough(places):
            continue
        if twice:
            raise unreadable(faults.TWICE, **twice)
        unused = [str(one) for one, name in zip(cells, names, strict=True) if name not in known]
        return _Columns(places, first[index + 1 :]), unused
    needed = ", ".join(layout.needed)
    raise unreadable(faults.NO_HEADS, layout=layout.title, needed=needed)


def _is_enough(places: Mapping[Column, int]) -> bool:
    """Whether whose, what, when and how long are there."""
    whose = Column.NAME in places and Column.TITLE in places
    when = Column.DAY in places or Column.STARTS in places
    return whose and when and bool({Column.MINUTES, Column.HOURS, Column.ENDS} & places.keys())


def _plain(head: object) -> str:
    """A head as it is compared: full-width letters, brackets and blanks make no difference."""
    return "" if head is None else "".join(normalize("NFKC", str(head)).split()).lower()


def _rows_of(content: bytes) -> Iterator[Cells]:
    if content.startswith(EXCEL_OF_OLD):
        raise unreadable(faults.OLD_EXCEL)
    return _from_excel(content) if content.startswith(EXCEL) else _from_csv(content)


def _from_excel(content: bytes) -> Iterator[Cells]:
    """The first sheet. Formulas come as they are written, so that none is taken for its result."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(content)).infolist()
        if sum(one.file_size for one in packed) > UNPACKED:
            raise unreadable(faults.TOO_LARGE, most=MOST_ROWS)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is often not so
        yield from sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, SyntaxError) as broken:
        # Whatever a broken or made-up archive makes the reader stumble over (SyntaxError: its XML).
        raise unreadable(faults.NOT_A_TABLE) from broken


def _from_csv(content: bytes) -> Iterator[Cells]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    while True:
        try:
            yield next(lines)[:MOST_COLUMNS]
        except StopIteration:
            return
        except csv.Error as trouble:
            raise unreadable(faults.ODD_LINE, row=lines.line_num) from trouble


def _decoded(content: bytes) -> str:
    """The text: by its mark, else UTF-8, else GB 18030, which Excel in China writes."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise unreadable(faults.ODD_LETTERS)
