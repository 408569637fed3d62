"""Tokens open the API and nothing else; nothing else opens the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.api.conftest import Asker, Clock
from tests.build import a_session
from tests.cast import PASSWORD, Cast
from volunteer.app import create_app
from volunteer.db import db
from volunteer.people.models import Person
from volunteer.rates import Rate
from volunteer.settings import Settings


def test_a_password_gives_a_token_that_says_who(nobody: Asker, wang: Person) -> None:
    asker = nobody.signs_in("wang", PASSWORD)

    assert asker.seen("/sign-ins/current") == {
        "id": wang.id,
        "name": "王建国",
        "roles": [
            {"community_id": 1, "subdistrict_id": None, "district_id": None, "role": "secretary"}
        ],
    }


def test_a_token_that_was_given_back_is_worth_nothing(nobody: Asker, cast: Cast) -> None:
    asker = nobody.signs_in("li", PASSWORD)

    assert asker.ask("DELETE", "/sign-ins/current").status_code == 204
    assert asker.get("/orders").status_code == 401


def test_a_new_password_ends_every_token_and_gives_one(nobody: Asker, cast: Cast) -> None:
    asker = nobody.signs_in("li", PASSWORD)
    elsewhere = nobody.signs_in("li", PASSWORD)

    changed = asker.post("/password", current=PASSWORD, new="周六上午去修水龙头")

    assert changed.status_code == 200
    assert asker.get("/orders").status_code == elsewhere.get("/orders").status_code == 401
    assert nobody.signs_in("li", "周六上午去修水龙头").get("/orders").status_code == 200


def test_a_wrong_password_changes_nothing(nobody: Asker, cast: Cast) -> None:
    asker = nobody.signs_in("li", PASSWORD)

    refused = asker.post("/password", current="guess", new="周六上午去修水龙头")

    assert refused.status_code == 422
    assert asker.get("/orders").status_code == 200


def test_a_token_that_was_lost_is_ended_from_elsewhere(nobody: Asker, cast: Cast) -> None:
    lost, asker = nobody.signs_in("li", PASSWORD), nobody.signs_in("li", PASSWORD)
    found = asker.seen("/sign-ins")["sign_ins"]

    ended = asker.ask("DELETE", f"/sign-ins/{found[1]['id']}")

    assert [one["face"] for one in found] == ["api", "api"]
    assert ended.status_code == 204
    assert lost.get("/orders").status_code == 401


def test_a_token_ends(nobody: Asker, cast: Cast, clock: Clock, now: datetime) -> None:
    asker = nobody.signs_in("wang", PASSWORD)

    clock.now = now + timedelta(hours=12, seconds=1)

    assert asker.get("/needs").status_code == 401


def test_without_a_token_the_answer_says_how(nobody: Asker) -> None:
    refused = nobody.get("/needs")

    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert refused.json == {"code": 401, "message": "请先登录。"}


def test_a_wrong_password_reads_like_an_unknown_login(nobody: Asker, cast: Cast) -> None:
    wrong = nobody.post("/sign-ins", login="li", password="guess")
    unknown = nobody.post("/sign-ins", login="lili", password="guess")

    assert wrong.status_code == unknown.status_code == 422
    assert wrong.json == unknown.json


def test_a_cookie_does_not_open_the_api(client: FlaskClient, wang: Person, now: datetime) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = a_session(wang, now)

    assert client.get("/api/v1/needs").status_code == 401
    assert client.post("/api/v1/notices/read").status_code == 401


def test_a_token_does_not_open_a_page(
    client: FlaskClient, wang: Person, asking_as: Callable[[Person], Asker]
) -> None:
    headers = {"Authorization": f"Bearer {asking_as(wang).token}"}

    assert client.get("/workbench", headers=headers).status_code == 302


@pytest.mark.usefixtures("cast")
def test_guessing_is_slowed_down_whichever_face_is_asked(limited: Flask) -> None:
    client = limited.test_client()
    guesses = [{"login": f"li{number}", "password": "guess"} for number in range(23)]

    heard = [client.post("/api/v1/sign-ins", json=one).status_code for one in guesses[:21]]
    page = client.post("/sign-in", data=guesses[21])
    refused = client.post("/api/v1/sign-ins", json=guesses[22])

    assert heard == [*[422] * 20, 429]
    assert page.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json["code"] == 429


@pytest.mark.usefixtures("cast")
def test_tries_are_counted_over_all_processes_and_restarts(
    limited: Flask, settings: Settings
) -> None:
    guesses = [{"login": f"li{number}", "password": "guess"} for number in range(20)]
    db.session.rollback()  # the hashes take a while, and nobody is to wait for this test
    heard = [limited.test_client().post("/api/v1/sign-ins", json=one) for one in guesses]

    with a_process(settings) as again:
        refused = again.test_client().post("/api/v1/sign-ins", json=guesses[0])

    assert [one.status_code for one in heard] == [422] * 20
    assert refused.status_code == 429
    db.session.rollback()
    kept = db.session.scalars(sa.select(Rate.key)).all()
    assert kept and not any("127.0.0.1" in key for key in kept)


@pytest.fixture
def limited(app: Flask, settings: Settings) -> Iterator[Flask]:
    """The same service as it is run: with rate limits."""
    with a_process(settings) as strict:
        yield strict


@contextmanager
def a_process(settings: Settings) -> Iterator[Flask]:
    """One of several that serve."""
    strict = create_app(replace(settings, rate_limits=True))
    strict.config["WTF_CSRF_ENABLED"] = False  # the page is asked without its form
    yield strict
    with strict.app_context():
        db.session.remove()
        db.engine.dispose()
