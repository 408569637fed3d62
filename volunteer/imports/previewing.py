"""What would come of a file, row by row, before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from volunteer.imports import comparing, reading
from volunteer.imports.comparing import Finding, Row
from volunteer.imports.faults import Fault
from volunteer.imports.layouts import Column, Layout
from volunteer.imports.parsing import Service, parse
from volunteer.imports.whose import roll_of as roll_of_members
from volunteer.imports.whose import whose
from volunteer.members.models import Member
from volunteer.places.models import Community


@dataclass(frozen=True)
class File:
    """A file as it was sent."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Preview:
    """Every row with what was found, the heads that nobody reads, and a hash of all of that: only
    what was seen is brought in."""

    rows: Sequence[Row]
    unused: Sequence[str]
    seen: str

    @property
    def counts(self) -> Mapping[Finding, int]:
        """How many rows of each kind."""
        found = Counter(row.finding for row in self.rows)
        return {one: found[one] for one in Finding}

    @property
    def new(self) -> list[Row]:
        return [row for row in self.rows if row.finding == Finding.NEW]

    @property
    def minutes(self) -> int:
        """Of the rows that are new."""
        return sum(row.service.minutes for row in self.new if row.service)


def look(community: Community, file: File, layout: Layout, *, today: date) -> Preview:
    """What would come of the file; nothing is written. Raises Unreadable. Callers have checked who
    asks."""
    sheet = reading.read(file.content, layout)
    roll = roll_of_members(community)
    named: list[tuple[int, Mapping[Column, str], Service | None, Member | list[Fault]]] = []
    for line, cells in sheet.rows:
        shown, said = comparing.shown(cells), parse(line, cells, today=today)
        if isinstance(said, list):
            named.append((line, shown, None, said))
            continue
        member = whose(said.texts, roll)
        named.append((line, shown, said, [member] if isinstance(member, Fault) else member))
    rows = _compared(named)
    return Preview(rows, sheet.unused, _hash(file, layout, rows))


def _compared(
    named: Sequence[tuple[int, Mapping[Column, str], Service | None, Member | list[Fault]]],
) -> list[Row]:
    theirs = [(said, who) for _, _, said, who in named if said and isinstance(who, Member)]
    days = [said.day for said, _ in theirs]
    ids = [who.id for _, who in theirs]
    pool = comparing.pool_of(ids, min(days), max(days)) if days else comparing.Pool()
    return [
        comparing.compare(said, who, pool, cells)
        if said and isinstance(who, Member)
        else comparing.refused(line, cells, who if isinstance(who, list) else [])
        for line, cells, said, who in named
    ]


def _hash(file: File, layout: Layout, rows: Sequence[Row]) -> str:
    found = [(row.line, row.finding, row.member.id if row.member else 0) for row in rows]
    said = json.dumps([file.digest, layout.code, found])
    return hashlib.sha256(said.encode()).hexdigest()
