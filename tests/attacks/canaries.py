"""Words that stand nowhere else, in every cell of every column that people write."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import sqlalchemy as sa
from werkzeug.test import TestResponse

from tests.house.asking import PEOPLE
from volunteer.db import db, transaction
from volunteer.records.sheets import FORMULA

TABLE = Path(__file__).with_name("sightings.txt")
WIDTH = 1 + max(map(len, PEOPLE))
HEAD = "".join(who.ljust(WIDTH) for who in PEOPLE).rstrip()
# Columns with free words, names, phones and homes; words in history, which nobody changes, come
# from these by the steps of the story.
WRITTEN: Mapping[str, str] = {
    "people": "name phone",
    "addresses": "address",
    "consents": "receiver",
    "imports": "source file_name review_note",
    "roles": "body",
    "members": "unit_name decision_note",
    "moves": "decision_note",
    "needs": "contact_name contact_phone address wish title risk_note insurance meeting_point"
    " question",
    "certificates": "statement revoke_why",
    "confirmations": "comment thanks",
    "earlier_hours": "title content place organiser in_charge kind",
    "follow_ups": "remark",
    "records": "title place content organiser in_charge review_note void_why objection",
}
STAYS_EMPTY = ("roles.body", "people.phone")
TOLD = ("who", "why", "title", "receipt", "unit")  # facts of notices
PHONES = ("phone", "contact_phone")
# Each also tries to be a formula, a line of a header, and a command of a page.
HOSTILE = "=1+1\r\nX-Forged: 1\r\n\r\n<script>x</script>{{7*7}}"
FOUND = re.compile(r"zq\d{5}|1397\d{7}")


@dataclass(frozen=True)
class Cell:
    """Where a canary was planted."""

    table: str
    column: str
    row: int

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"


def plant() -> dict[str, Cell]:
    """Every such cell holds a word of its own; returns which one holds which."""
    planted: dict[str, Cell] = {}
    with transaction() as session:
        for name, columns in WRITTEN.items():
            table = db.metadata.tables[name]
            key = next(iter(table.primary_key.columns))
            for row in session.execute(sa.select(key, *(table.c[one] for one in columns.split()))):
                number, *held = row
                cells = [Cell(name, one, number) for one in columns.split()]
                values = {
                    cell.column: _canary(cell, planted)
                    for cell, value in zip(cells, held, strict=True)
                    if value or (value == "" and cell.name not in STAYS_EMPTY)
                }
                if values:
                    session.execute(sa.update(table).where(key == number).values(values))
        _plant_in_notices(session, planted)
    return planted


def _plant_in_notices(session: Any, planted: dict[str, Cell]) -> None:
    notices = db.metadata.tables["notices"]
    for number, facts in session.execute(sa.select(notices.c.id, notices.c.facts)).all():
        fresh = {
            name: _canary(Cell("notices", name, number), planted)
            if name in TOLD and isinstance(value, str) and value
            else value
            for name, value in facts.items()
        }
        session.execute(sa.update(notices).where(notices.c.id == number).values(facts=fresh))


def _canary(cell: Cell, planted: dict[str, Cell]) -> str:
    if cell.column in PHONES:
        word = written = f"1397{len(planted):07}"
    else:
        word = f"zq{len(planted):05}"
        written = f"{HOSTILE} {word}"
    planted[word] = cell
    return written


def sighted(planted: Mapping[str, Cell], text: str) -> Iterator[Cell]:
    """The cells of which something stands in the text."""
    return (planted[word] for word in set(FOUND.findall(text)) if word in planted)


def read(body: bytes) -> str:
    """What the answer says, a workbook or an archive included."""
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as parts:
            body = b"".join(map(parts.read, parts.namelist()))
    return body.decode(errors="replace")


@dataclass(frozen=True)
class Garden:
    """What was planted, and whose rows are whose."""

    words: Mapping[str, Cell]
    own: Mapping[str, Mapping[str, int]]

    def seen(self, text: str) -> list[Cell]:
        return list(sighted(self.words, text))

    def is_own(self, cell: Cell, who: str) -> bool:
        """Whether the cell speaks of whoever reads it."""
        return self.own.get(who, {}).get(cell.table) == cell.row


def allowed() -> set[tuple[str, str]]:
    """Which column may be seen by whom, anywhere."""
    lines = TABLE.read_text("utf-8").splitlines()[1:]
    return {
        (line[WIDTH * len(PEOPLE) :], who)
        for line in lines
        for n, who in enumerate(PEOPLE)
        if line[WIDTH * n : WIDTH * (n + 1)].strip()
    }


def runs(answer: TestResponse) -> bool:
    """Whether a spreadsheet would run something of the file."""
    if answer.data.startswith(b"PK"):
        return "<f>" in read(answer.data)
    lines = csv.reader(StringIO(answer.text.removeprefix("\ufeff"), newline=""))
    is_csv = answer.mimetype == "text/csv"
    return is_csv and any(cell.startswith(FORMULA) for line in lines for cell in line)
