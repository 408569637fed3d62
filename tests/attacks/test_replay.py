"""What was copied while somebody was in opens nothing once they are out, on either face."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from tests.build import a_session
from tests.cast import PASSWORD, Cast
from volunteer import by_letter, gate
from volunteer.db import transaction
from volunteer.people import offices, tickets
from volunteer.people.tickets import Purpose
from volunteer.rights import erasing

pytestmark = pytest.mark.engine("sqlite")
NEW = "周六上午去修水龙头"
Out = Callable[[Flask, Cast, str, datetime], object]


def who_signs_out(app: Flask, cast: Cast, token: str, now: datetime) -> None:
    assert asks(app, "DELETE", "/api/v1/sign-ins/current", token) == 204


def who_signs_out_on_the_page(app: Flask, cast: Cast, token: str, now: datetime) -> None:
    assert browser(app, token).post("/sign-out").status_code == 303


def who_signs_the_others_out(app: Flask, cast: Cast, token: str, now: datetime) -> None:
    here = a_session(cast["he"], now)
    assert browser(app, here).post("/me/account/sessions/end-others").status_code == 303


def whose_office_ends(app: Flask, cast: Cast, token: str, now: datetime) -> None:
    with transaction():
        offices.end(cast["he"].roles[0], by=cast["wang"], now=now)


def whose_office_runs_out(app: Flask, cast: Cast, token: str, now: datetime) -> None:
    with transaction():
        cast["he"].roles[0].ends_at = now


def who_chooses_another_password(app: Flask, cast: Cast, token: str, now: datetime) -> None:
    sent = {"current": PASSWORD, "new": NEW}
    assert asks(app, "POST", "/api/v1/password", a_session(cast["he"], now), sent) == 200


def who_was_given_a_password(app: Flask, cast: Cast, token: str, now: datetime) -> None:
    with app.test_request_context():
        gate.give_password(cast["he"].roles[0], by=cast["wang"])


def who_recovers_by_a_letter(app: Flask, cast: Cast, token: str, now: datetime) -> None:
    with transaction():
        secret = by_letter.secret_of(tickets.ask(Purpose.RECOVERY, "he", now=now))
    assert browser(app, "").post(f"/recover/{secret}", data={"new": NEW}).status_code == 303


def who_is_erased(app: Flask, cast: Cast, token: str, now: datetime) -> None:
    with transaction():
        erasing.of_person(cast["he"], now=now)


def who_is_disabled(app: Flask, cast: Cast, token: str, now: datetime) -> None:
    with transaction():
        cast["he"].disabled_at = now


OUT: tuple[Out, ...] = (
    *(who_signs_out, who_signs_out_on_the_page, who_signs_the_others_out),
    *(whose_office_ends, whose_office_runs_out, who_chooses_another_password),
    *(who_was_given_a_password, who_recovers_by_a_letter, who_is_erased, who_is_disabled),
)


@pytest.mark.parametrize("out", OUT)
def test_a_copy_opens_nothing_of_somebody(app: Flask, cast: Cast, now: datetime, out: Out) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    token = a_session(cast["he"], now)
    assert opened(app, token) == (200, 200)

    out(app, cast, token, now)

    assert opened(app, token) == (302, 401)
    assert opened(app, token) == (302, 401)


def opened(app: Flask, token: str) -> tuple[int, int]:
    """What a copied cookie opens, and what a copied bearer does."""
    page = browser(app, token).get("/me/account").status_code
    return page, asks(app, "GET", "/api/v1/sign-ins/current", token)


def browser(app: Flask, token: str) -> object:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token
    return client


def asks(app: Flask, method: str, path: str, token: str, sent: object = None) -> int:
    key = {"Authorization": f"Bearer {token}"}
    return int(app.test_client().open(path, method=method, headers=key, json=sent).status_code)
