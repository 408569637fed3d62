"""How a table is told about: whose its rows are, and what becomes of each of its columns."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from volunteer.words import word

# What an erasure writes where a text has to stand. It is kept as it is, in every language.
GONE = word("已删除")
Value = str | int | bool | None | Callable[[], object]


class Fate(StrEnum):
    """What an erasure does to a column."""

    ERASED = "erased"
    KEPT = "kept"
    REMOVED = "removed"


def a_secret() -> str:
    """A value that nobody can guess or find again."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Table:
    """A table with rows about somebody.

    title    what people call it
    by       columns that say whose row it is (people, members or needs); `id` for one's own row
    removed  columns of rows that an erasure removes whole
    erase    column -> what an erasure leaves there
    keep     why -> columns that an erasure leaves as they are
    hidden   columns that an export does not show: secrets, or of use to the service alone
    """

    title: str
    by: str
    removed: str = ""
    erase: Mapping[str, Value] = field(default_factory=dict)
    keep: Mapping[str, str] = field(default_factory=dict)
    hidden: str = ""

    @property
    def fates(self) -> list[tuple[str, Fate]]:
        """Each column that is spoken of, as often as it is."""
        kept = [name for names in self.keep.values() for name in names.split()]
        return [
            *((name, Fate.REMOVED) for name in self.removed.split()),
            *((name, Fate.ERASED) for name in self.erase),
            *((name, Fate.KEPT) for name in kept),
        ]

    @property
    def shown(self) -> list[str]:
        """The columns that an export shows, in the order in which they are spoken of."""
        return [name for name, _ in self.fates if name not in self.hidden.split()]
