"""From the cells of a row to what it says: a service of somebody, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from unicodedata import normalize

from volunteer import clock
from volunteer.imports.faults import Fault, Why
from volunteer.imports.layouts import Column
from volunteer.members.skills import GROUP_NAMES, Group
from volunteer.records.actions import LONGEST_WITHOUT_REASON
from volunteer.records.sheets import as_meant, is_formula

TEXTS = {
    Column.NAME: 40,
    Column.PHONE: 30,
    Column.RECEIPT: 30,
    Column.TITLE: 100,
    Column.CONTENT: 300,
    Column.PLACE: 100,
    Column.ORGANISER: 100,
    Column.IN_CHARGE: 40,
    Column.KIND: 40,
}
_PLAIN = (Column.NAME, Column.PHONE, Column.RECEIPT, Column.KIND)  # compared, not shown as written
NOTHING = ("-", "--", "—", "——", "/", "无")
# Order 67 art. 19: what is no voluntary service is not recorded as such.
NEVER = ("学习", "党课", "会议", "培训", "捐款", "捐物", "捐赠", "组织生活")
KINDS = {name: group for group, name in GROUP_NAMES.items()}
EARLIEST = date(2000, 1, 1)
_DAY = re.compile(
    r"(?P<y>\d{4})(?:-|/|\.|年)(?P<m>\d{1,2})(?:-|/|\.|月)(?P<d>\d{1,2})日?"
    r"(?:[T ]*(?P<H>\d{1,2})[:时点](?P<M>\d{2})?分?(?:[:]\d{2}(?:\.\d+)?)?)?"
)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
# How a spreadsheet counts days that nobody told it to show as days: from 2000 to 2099.
SERIAL, SERIAL_BEGINS = range(36526, 73051), date(1899, 12, 30)
_LENGTH = re.compile(r"(?P<n>\d{1,5}(?:\.\d{1,6})?)(?:分钟|分|小时|个小时|min|h)?")
_UNKEEPABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Service:
    """What one row says. Where only hours with one decimal are given, `exact` is false."""

    row: int
    day: date
    starts: datetime | None
    ends: datetime | None
    minutes: int
    exact: bool
    texts: Mapping[Column, str]

    @property
    def title(self) -> str:
        return self.texts[Column.TITLE]

    @property
    def kind(self) -> Group | None:
        return KINDS.get(self.texts.get(Column.KIND, ""))


class _Wrong(Exception):
    def __init__(self, why: Why, column: Column | None, **facts: object) -> None:
        super().__init__(why)
        self.fault = Fault(why, column, facts)


def parse(row: int, cells: Mapping[Column, object], *, today: date) -> Service | list[Fault]:
    """The service, or everything that is wrong with the row, column by column."""
    faults: list[Fault] = []
    texts: dict[Column, str] = {}
    for column in TEXTS.keys() & cells.keys():
        try:
            texts[column] = _text(column, cells[column])
        except _Wrong as wrong:
            faults.append(wrong.fault)
    try:
        day, starts, ends = _when(cells, today)
        minutes, exact = _length(cells, starts, ends)
    except _Wrong as wrong:
        faults.append(wrong.fault)
    if faults:
        return sorted(faults, key=lambda one: list(Column).index(one.column or Column.HOURS))
    return Service(row, day, starts, ends, minutes, exact, texts)


def words(cell: object) -> str:
    """The cell as a person reads it, blanks and full-width letters made plain."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # a telephone number that Excel took for a figure
    return " ".join(normalize("NFKC", str(cell)).split())


def _text(column: Column, cell: object) -> str:
    raw = str(cell).strip() if isinstance(cell, str) else words(cell)
    if raw in NOTHING:
        raw = ""
    meant = as_meant(raw)
    text = words(meant) if column in _PLAIN else " ".join(meant.split())
    if is_formula(raw) and not (column == Column.PHONE and re.fullmatch(r"\+[\d -]+", text)):
        raise _Wrong(Why.FORMULA, column)
    if _UNKEEPABLE.search(raw):
        raise _Wrong(Why.UNKEEPABLE, column)
    if len(text) > TEXTS[column]:
        raise _Wrong(Why.TOO_MUCH, column, most=TEXTS[column])
    if not text and column in (Column.NAME, Column.TITLE):
        raise _Wrong(Why.EMPTY, column)
    if column == Column.KIND and any(one in text for one in NEVER):
        raise _Wrong(Why.NEVER_COUNTS, column, kind=text)
    return text


def _when(
    cells: Mapping[Column, object], today: date
) -> tuple[date, datetime | None, datetime | None]:
    """The day, and when it began and ended, if both are told. A column of clock times only goes
    with the column of the day."""
    told = {one: _moment(one, cells[one]) for one in _WHEN if words(cells.get(one))}
    day = next((at[0] for at in told.values() if at[0] is not None), None)
    if day is None:
        raise _Wrong(Why.EMPTY, Column.DAY if Column.DAY in cells else Column.STARTS)
    if day > today:
        raise _Wrong(Why.FUTURE, Column.DAY if Column.DAY in told else Column.STARTS)
    began, ended = told.get(Column.STARTS), told.get(Column.ENDS)
    if began is None or ended is None or began[1] is None or ended[1] is None:
        return day, None, None
    starts = clock.at(began[0] or day, began[1])
    ends = clock.at(ended[0] or began[0] or day, ended[1])
    if not starts < ends <= starts + A_DAY:
        raise _Wrong(Why.ENDS_FIRST, Column.ENDS)
    return clock.local(starts).date(), starts, ends


_WHEN = (Column.DAY, Column.STARTS, Column.ENDS)


def _moment(column: Column, cell: object) -> tuple[date | None, time | None]:
    if isinstance(cell, datetime):
        alone = cell.time() == time() and column == Column.DAY
        return cell.date(), None if alone else cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, time):
        return None, cell.replace(second=0, microsecond=0)
    if isinstance(cell, int | float) and int(cell) in SERIAL:
        return SERIAL_BEGINS + timedelta(days=int(cell)), None
    return _typed(column, words(cell))


def _typed(column: Column, text: str) -> tuple[date | None, time | None]:
    hour = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", text)
    found = _DAY.fullmatch(_EIGHT.sub(r"\1-\2-\3", text, count=1))
    try:
        if hour and column != Column.DAY:
            return None, time(int(hour[1]), int(hour[2]))
        if found is None:
            raise ValueError(text)
        day = date(int(found["y"]), int(found["m"]), int(found["d"]))
        if day < EARLIEST:
            raise ValueError(text)
        return day, time(int(found["H"]), int(found["M"] or 0)) if found["H"] else None
    except ValueError:
        raise _Wrong(Why.BAD_DAY, column) from None


def _length(
    cells: Mapping[Column, object], starts: datetime | None, ends: datetime | None
) -> tuple[int, bool]:
    """Whole minutes, never rounded up, and whether they are more than hours with one decimal."""
    minutes = _figure(cells, Column.MINUTES, 1)
    hours = _figure(cells, Column.HOURS, 60)
    stay = int((ends - starts).total_seconds() // 60) if starts and ends else None
    if minutes is not None and hours is not None and minutes // 6 != hours // 6:
        raise _Wrong(Why.TWO_FIGURES, Column.HOURS)
    given = minutes if minutes is not None else hours if hours is not None else stay
    column = Column.MINUTES if minutes is not None else Column.HOURS
    if given is None:
        raise _Wrong(Why.NO_LENGTH, None)
    if stay is not None and given > stay:
        raise _Wrong(Why.LONGER_THAN_STAY, column)
    if given > LONGEST_WITHOUT_REASON:
        raise _Wrong(Why.TOO_LONG, column, most=LONGEST_WITHOUT_REASON)
    return given, minutes is not None or hours is None


def _figure(cells: Mapping[Column, object], column: Column, minutes_each: int) -> int | None:
    text = words(cells.get(column))
    if not text:
        return None
    found = _LENGTH.fullmatch(text.lower().replace(" ", ""))
    told = int(Decimal(found["n"]) * minutes_each) if found else 0
    unit = "分" if minutes_each == 1 else "时"
    says_another = any(one in text for one in "分时") and unit not in text
    if told < 1 or says_another:
        raise _Wrong(Why.BAD_LENGTH, column)
    return told
