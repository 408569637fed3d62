"""Every answer carries what keeps browsers from being turned against people, errors included."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from volunteer.app import create_app
from volunteer.web.guard import HEADERS


@pytest.fixture
def broken(app, settings) -> Flask:
    """The same service with a page that breaks, served over HTTPS."""
    found = create_app(replace(settings, https=True))
    found.add_url_rule("/broken", "broken", lambda: int("金丝雀赵"))
    return found


ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/static/css/frame.css", 200),
    ("GET", "/workbench", 302),
    ("GET", "/nothing-here", 404),
    ("GET", "/static/nothing.css", 404),
    ("DELETE", "/workbench", 405),
    ("POST", "/sign-in", 400),
    ("GET", "/broken", 500),
    ("GET", "/api/v1/skills", 200),
    ("GET", "/api/v1/needs", 401),
    ("GET", "/api/v1/nothing", 404),
    ("DELETE", "/api/v1/skills", 405),
    ("POST", "/api/v1/sign-ins", 422),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_carries_them(broken, method, path, status):
    answer = broken.test_client().open(path, method=method, base_url="https://localhost")

    text = answer.text
    answer.close()  # a file is open until it was sent
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "金丝雀赵" not in text  # of what was at hand when it broke, nothing is told


def test_what_is_too_large_is_refused_with_them_too(broken):
    answer = broken.test_client().post("/api/v1/needs", data=b"x" * (2 << 20))

    assert answer.status_code == 413
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_cookie_is_for_this_host_and_no_script(broken):
    given = broken.test_client().get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]

    assert given.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(given.split("; "))
