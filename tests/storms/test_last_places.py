"""Many reach for few places at one moment: over HTTP, with two processes that serve.

`--storms 50` for the long run; every storm is for another hour of the days ahead.
"""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import time as hour
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from tests.build import ANYONE_CAN, a_need, approve, live_seats
from tests.cast import PASSWORD_HASH, PROFILE
from tests.cli.starts import PROJECT, environment
from volunteer import clock
from volunteer.db import db, transaction
from volunteer.members import actions as members
from volunteer.needs.models import Need
from volunteer.people import actions as people

CONTENDERS, PLACES = 64, 3


@pytest.fixture
def address(app, database, tmp_path) -> Iterator[str]:
    """Two processes serve the same database, each with four threads."""
    given = environment(
        VOLUNTEER_DATABASE_URL=database.url,
        VOLUNTEER_DATA=str(tmp_path),
        VOLUNTEER_SECRET_KEY="known to everybody, hence for tests only",
        VOLUNTEER_RATE_LIMITS="no",
    )
    shape = ["--workers", "2", "--threads", "4", "--bind", "127.0.0.1:0", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", *shape, "wsgi:app"]
    with subprocess.Popen(
        command, cwd=PROJECT, env=given, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr
        yield next(word for line in server.stderr for word in line.split() if "://" in word)
        server.send_signal(signal.SIGTERM)


@pytest.fixture
def tokens(app, wang) -> list[str]:
    """As many members of East Lane as reach for a place, all signed in."""
    now = clock.now()
    with transaction():
        crowd = []
        for number in range(CONTENDERS):
            person = people.create(
                name=f"邻居{number}",
                login=f"neighbour{number}",
                phone="01080004444",
                password_hash=PASSWORD_HASH,
                now=now,
            )
            members.confirm(members.report_in(person, now=now, **PROFILE), by=wang, now=now)
            crowd.append(person)
        return [people.open_session(person, hours=12, now=now) for person in crowd]


def test_few_places_go_to_exactly_as_many_of_a_crowd(cast, tokens, address, pytestconfig):
    waits: list[float] = []
    for storm in range(pytestconfig.getoption("storms")):
        need = a_need_at_hour(storm)
        path = f"/api/v1/needs/{need.id}/take"
        db.session.rollback()  # leaves no transaction open while others write

        answers = reach_all_at_once(address, path, tokens, waits)

        assert answers == {201: PLACES, 409: CONTENDERS - PLACES}, f"storm {storm}"
        assert live_seats(need) == list(range(PLACES))
        assert need.status == "staffed"
    waits.sort()
    half, worst = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    print(f"{len(waits)} answers, half within {half:.3f} s, 99 of 100 within {worst:.3f} s")


def a_need_at_hour(storm: int) -> Need:
    """Three are wanted for half an hour, at another hour for every storm."""
    now = clock.now()
    day = clock.local(now).date() + timedelta(days=2 + storm // 12)
    window = {"date": day, "time": hour(8 + storm % 12), "minutes": 30}
    need = a_need(now, **window)
    approve(need, now, headcount=PLACES, **ANYONE_CAN, **window)
    return need


def reach_all_at_once(
    address: str, path: str, tokens: list[str], waits: list[float]
) -> Counter[int]:
    """Everybody asks at one moment; the answers counted by their code."""
    codes: Counter[int] = Counter()
    start = threading.Barrier(len(tokens), timeout=60)

    def reach(token: str) -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        connection.connect()
        start.wait()
        began = time.perf_counter()
        connection.request("POST", path, json.dumps({}), headers(token))
        code = connection.getresponse().status
        waits.append(time.perf_counter() - began)
        codes[code] += 1
        connection.close()

    crowd = [threading.Thread(target=reach, args=(token,)) for token in tokens]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return codes


def headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
