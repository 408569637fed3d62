"""Many reach for few places at one moment: over HTTP, with two processes that serve.

`--storms 50` for the long run; every storm is for another hour of the days ahead. The first storm
finds the two processes cold and is left out of the times that are printed.
"""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

import pytest

from tests.build import REASONS, a_session, live_seats
from tests.cast import member_of
from tests.cli.starts import PROJECT, environment
from tests.storms.crowd import (
    CONTENDERS,
    PATIENT,
    a_crowd,
    a_need_at_hour,
    all_at_once,
    gives_up,
    places,
)
from tests.storms.served import LOSE_HEART
from volunteer import clock
from volunteer.db import db, transaction
from volunteer.needs.models import Need
from volunteer.orders import actions as orders
from volunteer.people.models import Person

ASKED = 8  # of the crowd have been asked and accept; the others take from the hall


@pytest.fixture
def address(app, database, tmp_path) -> Iterator[str]:
    """Two processes serve the same database, each with four threads."""
    given = environment(
        VOLUNTEER_DATABASE_URL=database.url,
        VOLUNTEER_DATA=str(tmp_path),
        VOLUNTEER_SECRET_KEY="known to everybody, hence for tests only",
        VOLUNTEER_RATE_LIMITS="no",
    )
    shape = ["--preload", "--workers", "2", "--threads", "4", "--no-control-socket"]
    served = ["--bind", "127.0.0.1:0", "tests.storms.served:app"]
    command = [sys.executable, "-m", "gunicorn", *shape, *served]
    with subprocess.Popen(
        command, cwd=PROJECT, env=given, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr
        yield next(word for line in server.stderr for word in line.split() if "://" in word)
        server.send_signal(signal.SIGTERM)


@pytest.fixture
def crowd(cast, wang) -> list[tuple[Person, str]]:
    """Members of East Lane, all signed in."""
    now = clock.now()
    found = a_crowd(wang, now)
    return [(person, a_session(person, now, hours=1000)) for person in found]


def test_few_places_go_to_exactly_as_many_of_a_crowd(cast, wang, crowd, address, pytestconfig):
    waits: list[float] = []
    storms = pytestconfig.getoption("storms")
    for storm in range(storms):
        need = a_need_at_hour(storm, clock.now())
        paths = paths_to(need, crowd, wang)
        reaches = [
            partial(reach, address, path, token, loses_heart)
            for path, (_, token), loses_heart in zip(paths, crowd, gives_up(storm), strict=True)
        ]
        db.session.rollback()  # leaves no transaction open while others write

        answers = all_at_once(reaches)

        wanted = places(storm)
        codes = Counter("done" if code in (200, 201) else code for code, _ in answers)
        assert codes == {"done": wanted, 409: CONTENDERS - wanted}, f"storm {storm}"
        assert live_seats(need) == list(range(wanted))
        assert need.status == "staffed"
        if storm or storms == 1:
            waits += [wait for _, wait in answers]
    waits.sort()
    half, worst = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    print(f"{len(waits)} answers, half within {half:.3f} s, 99 of 100 within {worst:.3f} s")


def paths_to(need: Need, crowd: list[tuple[Person, str]], by: Person) -> list[str]:
    """How each of the crowd gets a place: by the offer they have, or out of the hall."""
    now = clock.now()
    with transaction():
        offers = [
            orders.offer(need, member_of(person), reasons=REASONS, by=by, now=now)
            for person, _ in crowd[:ASKED]
        ]
        accepting = [f"/api/v1/orders/{offer.id}/accept" for offer in offers]
    return accepting + [f"/api/v1/needs/{need.id}/take"] * (CONTENDERS - ASKED)


def reach(address: str, path: str, token: str, loses_heart: bool) -> tuple[int, float]:
    """The code of the answer, and how many seconds it took."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENT)
    began = time.perf_counter()
    connection.request(
        "POST", path, json.dumps({}), headers | ({LOSE_HEART: "1"} if loses_heart else {})
    )
    code = connection.getresponse().status
    took = time.perf_counter() - began
    connection.close()
    return code, took
