"""Every list comes in pages, and the pages make up the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from typing import Any

import pytest
from sqlalchemy import event

from tests.api.conftest import Asker
from tests.build import a_record, an_open_need
from tests.cast import Cast
from volunteer.db import db
from volunteer.people.models import Person

LISTS = [
    ("/communities", "li"),
    ("/hours", "li"),
    ("/members", "wang"),
    ("/needs", "wang"),
    ("/notices", "wang"),
    ("/orders", "he"),
    ("/orders", "li"),
    ("/records", "wang"),
    ("/skills", "li"),
]


@pytest.mark.usefixtures("five_services")
def test_pages_make_up_the_list(cast: Cast, asking_as: Callable[[Person], Asker]) -> None:
    for path, who in LISTS:
        asker = asking_as(cast[who])
        whole = asker.seen(path, limit=100)["items"]

        assert len(whole) >= 2, path
        assert walk(asker, path, limit=2) == whole, path


@pytest.mark.usefixtures("five_services")
def test_a_longer_page_costs_no_more_queries(
    cast: Cast, asking_as: Callable[[Person], Asker]
) -> None:
    for path, who in LISTS:
        asker = asking_as(cast[who])
        with counted() as short:
            asker.seen(path, limit=1)
        with counted() as long:
            asker.seen(path, limit=100)

        assert short.queries == long.queries <= 10, path


def test_the_hall_is_paged_too(
    li: Person, asking_as: Callable[[Person], Asker], now: datetime
) -> None:
    for hour in (8, 10, 12):
        an_open_need(now, time=time(hour))
    asker = asking_as(li)

    assert [one["need"]["id"] for one in walk(asker, "/hall", limit=1)] == [1, 2, 3]


def test_the_pairs_of_a_round_are_paged_too(
    cast: Cast, asking_as: Callable[[Person], Asker], now: datetime
) -> None:
    for hour in (8, 10, 12):
        an_open_need(now, time=time(hour), headcount=2)
    asker = asking_as(cast["wang"])
    number = asker.done("/rounds", community_id=1)["id"]

    for rows in ("proposals", "unfilled"):
        found = walk(asker, f"/rounds/{number}/{rows}", limit=2)
        assert [one["need"]["id"] for one in found] == [1, 2, 3], rows


class Count:
    """How many queries were asked."""

    queries = 0


@contextmanager
def counted() -> Iterator[Count]:
    count = Count()

    def one_more(*_: object) -> None:
        count.queries += 1

    event.listen(db.engine, "before_cursor_execute", one_more)
    yield count
    event.remove(db.engine, "before_cursor_execute", one_more)


def walk(asker: Asker, path: str, *, limit: int) -> list[Any]:
    """All items, page after page."""
    found, after = [], None
    while True:
        page = asker.seen(path, limit=limit, **({} if after is None else {"after": after}))
        assert len(page["items"]) <= limit
        found += page["items"]
        after = page["next"]
        if after is None:
            return found


@pytest.fixture
def five_services(li: Person, now: datetime) -> None:
    """Li has mended five taps."""
    for hour in (8, 10, 12, 14, 16):
        a_record(an_open_need(now, time=time(hour)), li, now)
