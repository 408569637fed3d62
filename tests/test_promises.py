"""What the tests rely on, tested itself: as new each time, nobody shares, nothing leaves."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask, g, request_started

from volunteer.db import db, transaction
from volunteer.places.models import District


def districts() -> int:
    return len(db.session.scalars(sa.select(District)).all())


@pytest.mark.parametrize("time", [1, 2])
def test_what_a_test_commits_is_gone_for_the_next(app, time):
    before = districts()

    with transaction() as session:
        session.add(District(name="East"))

    assert before == 0
    assert [found.id for found in db.session.scalars(sa.select(District))] == [1]


def test_a_request_shares_nothing_with_the_test(app, client):
    g.mine = "only the test's"
    seen = []

    def look(*_: object, **__: object) -> None:
        seen.append(g.get("mine"))

    with request_started.connected_to(look, app):
        client.get("/nowhere")

    assert seen == [None]


def test_the_next_look_sees_what_a_request_has_written(app, client):
    before = districts()
    with ThreadPoolExecutor() as elsewhere:
        elsewhere.submit(found_a_district, app).result()

    client.get("/nowhere")

    assert (before, districts()) == (0, 1)


def found_a_district(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        session.add(District(name="East"))


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_no_test_reaches_another_machine(host):
    with pytest.raises(RuntimeError, match="tests stay on this machine"):
        socket.create_connection((host, 80))
