"""Many reach for few places at one moment: over HTTP, with two processes that serve.

`--storms 2000 -s` for the long run; every storm is for another hour of the days ahead. The first
storm finds the two processes cold and is left out of the times that are printed.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.build import REASONS, a_session, live_seats
from tests.cast import member_of
from tests.cli.starts import PROJECT, environment
from tests.storms import LOSE_HEART
from tests.storms.crowd import (
    CONTENDERS,
    a_crowd,
    a_need_at_hour,
    gives_up,
    places,
)
from tests.storms.volley import Answer, posting, spread, volley
from volunteer import clock
from volunteer.db import db, transaction
from volunteer.needs.models import Need
from volunteer.orders import actions as orders
from volunteer.people.models import Person

ASKED = 8  # of the crowd have been asked and accept; the others take from the hall


@pytest.fixture
def address(request, app, database, settings) -> Iterator[str]:
    """Two processes serve the same database, each with as many threads as a test says, or one."""
    threads = str(getattr(request, "param", 1))
    given = environment(
        VOLUNTEER_DATABASE_URL=database.url,
        VOLUNTEER_DATA=str(settings.data),  # with the keys of what is sealed
        VOLUNTEER_SECRET_KEY="known to everybody, hence for tests only",
        VOLUNTEER_RATE_LIMITS="no",
    )
    shape = ["--preload", "--workers", "2", "--threads", threads, "--no-control-socket"]
    served = ["--bind", "127.0.0.1:0", "tests.storms.served:app"]
    command = [sys.executable, "-m", "gunicorn", *shape, *served]
    with subprocess.Popen(
        command, cwd=PROJECT, env=given, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr
        found = next(word for line in server.stderr for word in line.split() if "://" in word)
        # What the service complains of is heard out: it would wait for us at a full pipe.
        threading.Thread(target=server.stderr.read, daemon=True).start()
        yield found
        server.send_signal(signal.SIGTERM)


@pytest.fixture
def crowd(cast, wang) -> list[tuple[Person, str]]:
    """Members of East Lane, all signed in."""
    now = clock.now()
    found = a_crowd(wang, now)
    return [(person, a_session(person, now, hours=1000)) for person in found]


@pytest.mark.parametrize("address", [1, 4], indirect=True, ids=["one-thread", "four-threads"])
def test_few_places_go_to_exactly_as_many_of_a_crowd(cast, wang, crowd, address, pytestconfig):
    storms, heard, won = pytestconfig.getoption("storms"), list[Answer](), list[Answer]()
    for storm in range(storms):
        need = a_need_at_hour(storm, clock.now())
        paths = paths_to(need, crowd, wang)
        asks = [
            posting(path, as_one(token, loses_heart))
            for path, (_, token), loses_heart in zip(paths, crowd, gives_up(storm), strict=True)
        ]
        db.session.rollback()  # leaves no transaction open while others write

        answers = volley(address, asks)

        wanted = places(storm)
        codes = Counter("done" if one.code in (200, 201) else one.code for one in answers)
        assert codes == {"done": wanted, 409: CONTENDERS - wanted}, f"storm {storm}"
        assert live_seats(need) == list(range(wanted))
        assert need.status == "staffed"
        if storm or storms == 1:
            heard += answers
            won += [one for one in answers if one.code != 409]
    print(f"{storms} storms, {storms * CONTENDERS} tries: as many served as wanted, in each")
    print(spread("asker waits", [one.waited for one in heard]))
    print(spread("thread of the service", [one.took[0] for one in heard]))
    print(spread("processor", [one.took[1] for one in heard]))
    print(spread("processor, who has a place", [one.took[1] for one in won]))


def test_whoever_is_not_signed_in_is_refused_at_the_door(address, pytestconfig):
    """The floor: no database is asked, so this is what client, server and framework take."""
    asks = [posting("/api/v1/needs/1/take", {})] * CONTENDERS
    volleys = [volley(address, asks) for _ in range(min(pytestconfig.getoption("storms") + 1, 20))]

    heard = [one for answers in volleys[1:] for one in answers]
    assert {one.code for one in heard} == {401}
    print(spread("asker waits", [one.waited for one in heard]))
    print(spread("processor", [one.took[1] for one in heard]))


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


def as_one(token: str, loses_heart: bool) -> dict[str, str]:
    """The headers of somebody who is signed in, and may lose heart at the last moment."""
    signed_in = {"Authorization": f"Bearer {token}"}
    return signed_in | ({LOSE_HEART: "1"} if loses_heart else {})
