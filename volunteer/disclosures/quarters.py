"""A quarter of a year, as letters to work units are written for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from volunteer import clock


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months in Shanghai; `number` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter this day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, code: str) -> Quarter:
        """The quarter of a code like 2026Q4, which was checked before."""
        year, _q, number = code.partition("Q")
        return cls(int(year), int(number))

    @property
    def code(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def begins_at(self) -> datetime:
        """Its first moment."""
        return clock.at(date(self.year, 3 * self.number - 2, 1), time())

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def last(self) -> Quarter:
        """The one before."""
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return self.next.begins_at
