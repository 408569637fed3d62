"""Agreeing, writing the letter, and reading what was told, over the API."""

from __future__ import annotations

import pytest

from tests.build import a_session
from tests.disclosures.conftest import LIBRARY, SPRING
from tests.imports.conftest import LI, approved, bring, in_csv

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def asks(app, now):
    """Somebody asks something, and reads the answer."""

    def ask(person, method, path, **body):
        headers = {"Authorization": f"Bearer {a_session(person, now, hours=1000)}"}
        sent = {"json": body} if body else {}
        return app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **sent)

    return ask


def test_what_was_agreed_to_is_told_as_seen_and_taken_back(asks, cast, li, wang, now):
    approved(bring(in_csv(LI), wang, now), cast["qian"], now)
    text, _matching = asks(li, "GET", "/consents").json["choices"]
    consent = asks(li, "POST", "/consents", seen=text["seen"]).json
    assert (consent["receiver"], consent["text"]) == (LIBRARY, text["text"])

    path = "/communities/1/feedback"
    [preview] = asks(wang, "GET", f"{path}?quarter={SPRING.code}").json["items"]
    given = {"quarter": SPRING.code, "unit": LIBRARY, "seen": preview["seen"]}
    letter = asks(wang, "POST", path, **given)

    assert (letter.status_code, letter.json["content"]) == (201, preview["content"])
    [told] = asks(li, "GET", "/disclosures").json["items"]
    assert told["told"] == preview["content"]["people"][0]
    assert asks(wang, "POST", path, **given).status_code == 409
    assert asks(li, "DELETE", f"/consents/{consent['id']}").status_code == 204
    assert asks(li, "GET", "/consents").json["items"][0]["withdrawn_at"]
