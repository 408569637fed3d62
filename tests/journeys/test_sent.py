"""Each form sends what its route knows, and its route refuses anything else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.build import SATURDAY, a_session
from tests.cast import Cast
from tests.journeys import village
from tests.journeys.test_access import EYES, addresses
from volunteer.people.queries import by_login

pytestmark = pytest.mark.engine("sqlite")

FORM = re.compile(r'<form [^>]*method="post"[^>]*action="([^"]*)"(.*?)</form>', re.DOTALL)
NAME = re.compile(r'<(?:input|select|textarea|button)\b[^>]*? name="([^"]*)"')
REFUSED = "送来的里面有这一页没有的项目"


@pytest.fixture
def client_of(app: Flask, clock) -> Callable[[str], FlaskClient]:
    """The browser of this person, or of nobody."""

    def client(who: str) -> FlaskClient:
        found, person = app.test_client(), by_login(who)
        with found.session_transaction() as session:
            if person is not None:
                session["_user_id"] = a_session(person, clock.now)
        return found

    return client


def test_a_form_is_not_refused_and_one_more_field_is(  # noqa: PLR0913
    app: Flask, cast: Cast, now: datetime, clock, with_mail, units, client_of, monkeypatch
) -> None:
    # Whose press it was is asked in tests/web/test_forged.py; here only the names differ.
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    places = village.build(cast, now)
    clock.now = now.replace(day=SATURDAY.day, hour=12)
    sent_by = [(who, *form) for who in EYES for form in forms(client_of(who), app, who, places)]

    takes = [
        f"{who}: {action} takes what it does not know"
        for who, action, sent in sent_by
        if REFUSED not in client_of(who).post(action, data={**sent, "not-a-field": ""}).text
    ]
    refuses = [
        f"{who}: {action} refuses its own {sorted(sent)}"
        for who, action, sent in sent_by
        if REFUSED in client_of(who).post(action, data=sent).text
    ]

    assert not takes + refuses, "say in web/sent.py what is sent\n" + "\n".join(takes + refuses)


def forms(
    client: FlaskClient, app: Flask, who: str, places: village.Places
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each form of their pages, once for each route and the names it sends, all empty."""
    found = {}
    with app.test_request_context():
        at = [address for address, _state in addresses(app, who, places)]
    for address in at:
        for action, inside in FORM.findall(client.get(address).text):
            sent = dict.fromkeys(NAME.findall(inside), "")
            kind = re.sub(r"\d+", "0", action.partition("?")[0]), tuple(sorted(sent))
            found.setdefault(kind, (unescape(action), sent))
    yield from found.values()
