"""Asking the API: somebody with a token, or nobody, on a day the test chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.build import a_session
from volunteer.people.models import Person


class Clock:
    """The service reads the time here; a test turns it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Asker:
    """Somebody who uses the API, or a page's program on behalf of somebody."""

    def __init__(self, client: FlaskClient, token: str = "") -> None:
        self._client, self.token = client, token

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self._client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.ask("GET", path, query_string=query)

    def post(self, path: str, **body: Any) -> TestResponse:
        return self.ask("POST", path, json=body)

    def signs_in(self, login: str, password: str) -> Asker:
        """Whoever has this login, with a new token."""
        return Asker(self._client, self.done("/sign-ins", login=login, password=password)["token"])

    def done(self, path: str, **body: Any) -> Any:
        """What the API gives for a POST that works."""
        answer = self.post(path, **body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json

    def seen(self, path: str, **query: Any) -> Any:
        """What the API shows."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json


@pytest.fixture(autouse=True)
def clock(app: Flask, now: datetime) -> Iterator[Clock]:
    """It is `now` for every request, until the test says otherwise."""
    real, app.config["CLOCK"] = app.config["CLOCK"], Clock(now)
    yield app.config["CLOCK"]
    app.config["CLOCK"] = real


@pytest.fixture
def nobody(client: FlaskClient) -> Asker:
    """Somebody without a token."""
    return Asker(client)


@pytest.fixture
def asking_as(app: Flask, now: datetime) -> Callable[[Person], Asker]:
    """The API as this person uses it."""
    return lambda person: Asker(app.test_client(), a_session(person, now, hours=100))
