"""What the rows of a file are to what is here: new, known, different, or not to be taken."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from unicodedata import normalize

import sqlalchemy as sa

from volunteer import clock
from volunteer.db import db
from volunteer.imports.faults import Fault, Why
from volunteer.imports.layouts import Column
from volunteer.imports.parsing import Service, words
from volunteer.members.models import Member
from volunteer.records.actions import DAY_CAP
from volunteer.records.earlier import STANDING, EarlierHours, Import
from volunteer.records.lifecycle import RecordStatus
from volunteer.records.models import Record

SHOWN = 60  # letters of a cell that a preview repeats
A_DAY = timedelta(days=1)


class Finding(StrEnum):
    """What a row of a file is to what is here already."""

    NEW = "new"
    KNOWN = "known"
    DIFFERS = "differs"
    REFUSED = "refused"


@dataclass(frozen=True)
class Difference:
    """A figure that is another one here: `here` and in the file (`there`), both in minutes or both
    moments."""

    column: Column
    here: object
    there: object


@dataclass(frozen=True)
class Row:
    """A row of the file and what was found: with its cells as they can be read, why it is refused,
    what differs, and whose service it is."""

    line: int
    cells: Mapping[Column, str]
    finding: Finding
    faults: Sequence[Fault] = ()
    differences: Sequence[Difference] = ()
    service: Service | None = None
    member: Member | None = None


@dataclass(frozen=True)
class Known:
    """A service that is here (`row` is 0), or further up in the file."""

    day: date
    starts: datetime | None
    ends: datetime | None
    minutes: int
    title: str
    row: int = 0


@dataclass
class Pool:
    """What is known of each member, by day; it grows with every new row."""

    days: dict[tuple[int, date], list[Known]] = field(default_factory=lambda: defaultdict(list))
    minutes: Counter[tuple[int, date]] = field(default_factory=Counter)

    def add(self, member_id: int, known: Known) -> None:
        self.days[member_id, known.day].append(known)
        self.minutes[member_id, known.day] += known.minutes

    def around(self, member_id: int, day: date) -> Iterator[Known]:
        """That day, and the days beside it: a service may go on past midnight."""
        for one in (day, day - A_DAY, day + A_DAY):
            yield from self.days.get((member_id, one), ())


def compare(service: Service, member: Member, pool: Pool, cells: Mapping[Column, str]) -> Row:
    """The row beside what is known; a new one is known from now on."""
    row = Row(service.row, cells, Finding.NEW, service=service, member=member)
    found = [one for one in map(_beside(service), pool.around(member.id, service.day)) if one]
    for wanted in (Finding.KNOWN, Finding.DIFFERS, Finding.REFUSED):
        for finding, faults, differences in found:
            if finding == wanted:
                return replace(row, finding=finding, faults=faults, differences=differences)
    if pool.minutes[member.id, service.day] + service.minutes > DAY_CAP:
        full = Fault(Why.DAY_FULL, None, {"most": DAY_CAP})
        return replace(row, finding=Finding.REFUSED, faults=[full])
    pool.add(member.id, as_known(service))
    return row


def refused(line: int, cells: Mapping[Column, str], faults: Sequence[Fault]) -> Row:
    """The row, not to be taken."""
    return Row(line, cells, Finding.REFUSED, faults)


def shown(cells: Mapping[Column, object]) -> Mapping[Column, str]:
    """The cells as a preview repeats them."""
    return {one: words(cell)[:SHOWN] for one, cell in cells.items()}


def as_known(service: Service) -> Known:
    """The service as something that is further up in the file."""
    told = (service.day, service.starts, service.ends, service.minutes, service.title)
    return Known(*told, row=service.row)


def pool_of(
    members: Iterable[int], since: date, until: date, *, without: Import | None = None
) -> Pool:
    """What is here of these members between these days, and on the days beside: records that were
    not refused, and earlier hours whose import stands, `without` one."""
    pool, ids = Pool(), sorted(set(members))
    for member_id, started_at, ended_at, minutes, title in _records(ids, since, until):
        starts, ends = _minute(started_at), _minute(ended_at)
        known = Known(clock.local(starts).date(), starts, ends, minutes, title)
        pool.add(member_id, known)
    for member_id, *told in _earlier(ids, since, until, without):
        pool.add(member_id, Known(*told))
    return pool


def _beside(service: Service) -> Any:
    """What another service says about this one; None when they do not touch."""

    def said(known: Known) -> tuple[Finding, list[Fault], list[Difference]] | None:
        same = _plain(service.title) == _plain(known.title)
        facts = {"title": known.title, "row": known.row}
        if service.starts and service.ends and known.starts and known.ends:
            if not (known.starts < service.ends and service.starts < known.ends):
                return None
            if not same and service.starts != known.starts:
                return Finding.REFUSED, [Fault(Why.OVERLAPS, None, facts)], []
        elif known.day != service.day:
            return None
        elif not same:
            return Finding.REFUSED, [Fault(Why.CANNOT_TELL, None, facts)], []
        differences = list(_differences(service, known))
        return (Finding.DIFFERS if differences else Finding.KNOWN), [], differences

    return said


def _differences(service: Service, known: Known) -> Iterator[Difference]:
    if service.starts and known.starts and service.starts != known.starts:
        yield Difference(Column.STARTS, known.starts, service.starts)
    each = 1 if service.exact else 6  # hours with one decimal say no more
    if service.minutes // each != known.minutes // each:
        yield Difference(Column.MINUTES, known.minutes, service.minutes)


def _records(ids: Sequence[int], since: date, until: date) -> Iterable[Any]:
    first, last = clock.at(since - A_DAY, _MIDNIGHT), clock.at(until + A_DAY * 2, _MIDNIGHT)
    gone = [RecordStatus.REJECTED, RecordStatus.VOIDED]
    one = Record
    return db.session.execute(
        sa.select(one.member_id, one.started_at, one.ended_at, one.minutes, one.title)
        .where(
            one.member_id.in_(ids),
            one.status.not_in(gone),
            one.started_at >= first,
            one.started_at < last,
        )
        .order_by(one.id)
    )


def _earlier(ids: Sequence[int], since: date, until: date, without: Import | None) -> Iterable[Any]:
    one = EarlierHours
    return db.session.execute(
        sa.select(one.member_id, one.day, one.started_at, one.ended_at, one.minutes, one.title)
        .join(Import, Import.id == one.import_id)
        .where(
            one.member_id.in_(ids),
            one.day.between(since - A_DAY, until + A_DAY),
            Import.status.in_(STANDING),
            Import.id != (without.id if without else 0),
        )
        .order_by(one.id)
    )


_MIDNIGHT = datetime.min.time()


def _minute(moment: datetime) -> datetime:
    """Files tell no seconds."""
    return moment.replace(second=0, microsecond=0)


def _plain(title: str) -> str:
    return "".join(normalize("NFKC", title).split()).lower()
