"""Which column is what in the files of other systems: one table for reading and for writing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from volunteer.settings import BadSetting
from volunteer.words import word as w

OURS = Path(__file__).with_name("layouts.toml")


class Column(StrEnum):
    """What a column can be."""

    NAME = "name"
    PHONE = "phone"
    RECEIPT = "receipt"
    TITLE = "title_of_service"
    CONTENT = "content"
    PLACE = "place"
    ORGANISER = "organiser"
    IN_CHARGE = "in_charge"
    KIND = "kind"
    DAY = "day"
    STARTS = "starts"
    ENDS = "ends"
    MINUTES = "minutes"
    HOURS = "hours"


COLUMN_NAMES = {
    Column.NAME: w("姓名"),
    Column.PHONE: w("手机号"),
    Column.RECEIPT: w("报到回执号"),
    Column.TITLE: w("什么事"),
    Column.CONTENT: w("做了什么"),
    Column.PLACE: w("地点"),
    Column.ORGANISER: w("记录单位"),
    Column.IN_CHARGE: w("负责人"),
    Column.KIND: w("类别"),
    Column.DAY: w("日期"),
    Column.STARTS: w("开始时间"),
    Column.ENDS: w("结束时间"),
    Column.MINUTES: w("分钟"),
    Column.HOURS: w("小时"),
}


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of file, in order: of each the names it may have."""

    code: str
    title: str
    english: str  # the title for readers of English; the same where none is given
    columns: Mapping[Column, tuple[str, ...]]

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands above the columns when we write them."""
        return tuple(names[0] for names in self.columns.values())

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of columns without which a file cannot be read."""
        asked = [(Column.NAME,), (Column.TITLE,), (Column.DAY, Column.STARTS)]
        asked.append((Column.MINUTES, Column.HOURS, Column.ENDS))
        return tuple(
            next(self.columns[one][0] for one in some if one in self.columns) for some in asked
        )


def load(more: str = "") -> Mapping[str, Layout]:
    """Our layouts by their codes, and those of the TOML file of this name, if any, which may
    replace ours. BadSetting when that file cannot be used."""
    found = _read(OURS)
    if more:
        try:
            found |= _read(Path(more))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as trouble:
            raise BadSetting(f"VOLUNTEER_LAYOUTS cannot be used: {trouble}") from None
    return found


def _read(path: Path) -> dict[str, Layout]:
    tables = tomllib.loads(path.read_text("utf-8"))
    return {code: _layout(code, dict(table)) for code, table in tables.items()}


def _layout(code: str, table: dict[str, object]) -> Layout:
    title = str(table.pop("title", code))
    english = str(table.pop("english", title))
    columns = {}
    for name, names in table.items():
        if name not in set(Column):
            raise ValueError(f"{code}: no column is called {name}.")
        if not isinstance(names, list) or not names:
            raise ValueError(f"{code}.{name} must be a list of names.")
        columns[Column(name)] = tuple(str(one) for one in names)
    made = Layout(code, title, english, columns)
    try:
        _ = made.needed
    except StopIteration:
        raise ValueError(f"{code} lacks whose, what, when or how long.") from None
    return made
