"""Reading pages as somebody, on a day the test chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.build import a_session
from tests.web.reader import Reader
from volunteer.people.models import Person

HERE = Path(__file__).parent
# Every page is read on both databases by these; what a page says and asks is the same on either.
ON_BOTH = {"test_english", "test_orders_race"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages ask through what is tested on both databases beneath them: one is enough here."""
    for item in items:
        if item.path.parent == HERE and item.path.stem not in ON_BOTH:
            item.add_marker(pytest.mark.engine("sqlite"))


class Clock:
    """The service reads the time here; a test turns it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def clock(app: Flask, now: datetime) -> Iterator[Clock]:
    """It is `now` for every request, until the test says otherwise."""
    real, app.config["CLOCK"] = app.config["CLOCK"], Clock(now)
    yield app.config["CLOCK"]
    app.config["CLOCK"] = real


@pytest.fixture
def visitor(app: Flask) -> Reader:
    """Somebody who has not signed in."""
    return Reader(app.test_client())


@pytest.fixture
def reading_as(app: Flask, now: datetime) -> Callable[[Person], Reader]:
    """Pages as this person sees them."""

    def reader(person: Person) -> Reader:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = a_session(person, now, hours=1000)
        return Reader(client)

    return reader
