"""Two servers on one database, started for real: what is forged lifts no limit and shuts nobody
out, and what they say on standard error tells nothing of anybody."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from tests.attacks.canaries import FOUND, plant
from tests.cast import PASSWORD, Cast
from tests.cli.starts import PROJECT, environment
from tests.engines import SqliteFile
from tests.web.reader import Page
from volunteer.db import db
from volunteer.people.tries import MOST
from volunteer.settings import Settings

pytestmark = pytest.mark.engine("sqlite")
SERVE = (sys.executable, "-m", "volunteer", "serve", "--empty", "--port", "0")


@pytest.fixture
def said(tmp_path: Path) -> list[Path]:
    """Where the two say what they say on standard error."""
    return [tmp_path / "one", tmp_path / "other"]


@pytest.fixture
def servers(own: SqliteFile, settings: Settings, cast: Cast, said: list[Path]) -> Iterator[list]:
    """The addresses of both."""
    plant()
    db.session.remove()
    db.engine.dispose()
    given = environment(
        VOLUNTEER_DATABASE_URL=own.url,
        VOLUNTEER_DATA=str(settings.data),
        VOLUNTEER_SECRET_KEY=settings.secret_key,
        VOLUNTEER_JOBS="no",
    )
    with ExitStack() as stack:
        yield [stack.enter_context(server(given, one)) for one in said]


@contextmanager
def server(given: dict[str, str], said: Path) -> Iterator[str]:
    with (
        said.open("w") as errors,
        subprocess.Popen(
            SERVE, cwd=PROJECT, env=given, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as started,
    ):
        assert started.stdout
        try:
            words = (word for line in started.stdout for word in line.split())
            yield next(word for word in words if "://" in word).rstrip("/")
        finally:
            started.send_signal(signal.SIGINT)


def test_forged_addresses_lift_no_limit_and_shut_nobody_out(
    servers: list[str], said: list[Path]
) -> None:
    home = build_opener(HTTPCookieProcessor())
    assert signs_in(home, servers[0]) == f"{servers[0]}/me/"

    heard = [guess(servers[n % 2], f"6.6.6.{n}") for n in range(4 * MOST)]

    assert heard == [422] * MOST + [429] * (3 * MOST)
    assert guess(servers[1], "6.6.6.250", PASSWORD) == 429
    assert signs_in(home, servers[1]) == f"{servers[1]}/me/"
    lines = "\n".join(one.read_text() for one in said)
    assert lines.count(" proof_refused way=password lane=") == MOST
    assert lines.count(" refused code=429 ") == 3 * MOST + 1
    assert [one for one in ("6.6.6", "guess", PASSWORD) if one in lines] == []
    assert FOUND.findall(lines) == []


def guess(address: str, forged: str, password: str = "guess") -> int:
    """What one more try at Li's account is answered, with every header that names an address."""
    names = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP")
    headers = {"Content-Type": "application/json", **dict.fromkeys(names, forged)}
    body = json.dumps({"login": "li", "password": password}).encode()
    try:
        build_opener().open(Request(f"{address}/api/v1/sign-ins", body, headers)).close()
    except HTTPError as refused:
        refused.close()
        return refused.code
    return 201


def signs_in(browser: OpenerDirector, address: str) -> str:
    """Where Li lands, who signs in with the right password at a browser of their own."""
    with browser.open(f"{address}/sign-in") as page:
        forms = Page(page.read().decode()).forms
    token = next(form.fields["csrf_token"][0] for form in forms if "login" in form.fields)
    sent = {"login": "li", "password": PASSWORD, "csrf_token": token}
    with browser.open(f"{address}/sign-in", urlencode(sent).encode()) as landed:
        return str(landed.url)
