"""Two who do something at one moment, and which of the two is first to hold the need.

Both have read all they want to read before either may change anything, and each holds its own
member where it locks one: what deadlocks then can deadlock. Nothing of the product is replaced; we
listen to the statements (SQLAlchemy's own hook). On SQLite, where the one who writes is alone, the
second simply begins while the first is at work.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from tests.storms.crowd import all_at_once
from volunteer.db import db, transaction
from volunteer.errors import Busy, DomainError

A_WHILE = 0.2  # seconds that one waits for the other before it goes on alone
DONE = "done"
MEMBERS, NEED, WRITES = "UPDATE OF members", "UPDATE OF needs", "BEGIN IMMEDIATE"

Way = Callable[[datetime], object]


class Turns:
    """The first of the two reaches for the need while the second is about to."""

    def __init__(self) -> None:
        self._first: int | None = None
        self._begun, self._beside, self._holds = (threading.Event() for _ in range(3))

    @contextmanager
    def between(self, engine: sa.Engine) -> Iterator[Turns]:
        hooks = {"before_cursor_execute": self._before, "after_cursor_execute": self._after}
        for name, hook in hooks.items():
            event.listen(engine, name, hook)
        try:
            yield self
        finally:
            for name, hook in hooks.items():
                event.remove(engine, name, hook)

    def take(self, app: Flask, way: Way, now: datetime, *, first: bool) -> str:
        """What came of it: done, or the name of the refusal. Busy is none: a page would say 503."""
        if first:
            self._first = threading.get_ident()
        with app.app_context():
            if not first and db.engine.dialect.name == "sqlite":
                self._begun.wait(A_WHILE)
            try:
                with transaction():
                    way(now)
            except Busy:
                raise
            except DomainError as refused:
                return type(refused).__name__
            return DONE

    def _before(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        first = threading.get_ident() == self._first
        if MEMBERS in statement and not first:
            self._begun.wait(A_WHILE)
        elif NEED in statement and first:
            self._begun.set()
            self._beside.wait(A_WHILE)  # in vain when the second waits for the same member
        elif NEED in statement:
            self._beside.set()
            self._holds.wait(A_WHILE)

    def _after(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if threading.get_ident() != self._first:
            return
        if any(lock in statement for lock in (MEMBERS, NEED, WRITES)):
            self._begun.set()
        if NEED in statement:
            self._holds.set()


def meet(app: Flask, ways: Sequence[Way], now: datetime, *, first: int) -> list[str]:
    """What came of each; the `first` of them was first."""
    db.session.rollback()  # leaves no transaction open while others write
    with Turns().between(db.engine) as turns:
        acts = [
            partial(turns.take, app, way, now, first=number == first)
            for number, way in enumerate(ways)
        ]
        came = all_at_once(acts)
    db.session.rollback()
    return came
