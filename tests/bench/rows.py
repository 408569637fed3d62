"""From rows of a database to stored proposals: a round as the service runs it, timed.

`python -m tests.bench.rows URL SET REPEATS` fills nothing: it runs the round on the database there
and prints one line of JSON. Time is on the wall, because a database works in its own process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa

from tests.bench.filled import FIRST_MONDAY, fill, officer, place_of
from tests.bench.instances import SIZES, city
from tests.bench.measure import MIB, peak_kib
from tests.engines import memory_folder, postgres
from tests.machine import find_postgres
from volunteer.app import create_app
from volunteer.db import db, reading, transaction
from volunteer.places.models import Scope
from volunteer.rounds import actions
from volunteer.rounds.drafts import solve
from volunteer.rounds.models import Proposal, Unfilled
from volunteer.schema import upgrade_database
from volunteer.settings import Settings

SETS = ("XS", "S", "M")
REPEATS = 3
TRAVEL = timedelta(minutes=15)
Row = dict[str, Any]


def stored(name: str, say: Callable[[str], object]) -> Iterator[Row]:
    """A row for each database: seconds and memory of a round of the set, and what it stored."""
    for engine in ("sqlite", "postgres"):
        with ExitStack() as stack:
            url = _database(engine, stack)
            if url is None:
                say(f"rows {name} {engine}: there is no PostgreSQL here")
                continue
            say(f"rows {name} {engine}: filling")
            fill_from(url, name)
            command = [sys.executable, "-m", "tests.bench.rows", url, name, str(REPEATS)]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                raise SystemExit(f"The round on {engine} failed:\n{done.stderr}")
            row = {"set": name, "engine": engine} | json.loads(done.stdout)
            say(f"rows {name} {engine}: {row['seconds']:.2f} s, {row['peak_mib']:.0f} MiB")
            yield row


def fill_from(url: str, name: str) -> None:
    """The database has our schema and a round of the set in it, irregular windows and all."""
    with _app(url).app_context():
        upgrade_database()
        with transaction():
            fill(city(SIZES[name], "base", irregular=True), SIZES[name])
        db.session.remove()
        db.engine.dispose()


def once(where: Scope, hours: int) -> Row:
    """One round has been run and stored; seconds on the wall, of the processor and in the solver.

    Each of the `hours` is another moment, or the service would know that nothing has changed.
    """
    now = FIRST_MONDAY + timedelta(hours=hours)
    begun, begun_here = time.perf_counter(), time.process_time()
    with reading():
        draft = actions.draft(where, by=officer(), now=now, days=14, travel=TRAVEL)
    answer = solve(draft)
    with transaction():
        found = actions.publish(draft, answer, by=officer(), now=now)
        solver = found.seconds
    return {
        "seconds": time.perf_counter() - begun,
        "processor_seconds": time.process_time() - begun_here,
        "solver_seconds": solver,
        "method": found.method,
        "gap": found.gap,
        "proposals": _count(Proposal, found.id),
        "unfilled": _count(Unfilled, found.id),
    }


def main(url: str, name: str, repeats: str) -> None:
    """One line of JSON is on standard output."""
    with _app(url).app_context():
        kind = {"XS": "community", "S": "subdistrict", "M": "district"}[name]
        peak_kib(anew=True)
        rows = []
        for hours in range(int(repeats)):
            rows.append(once(place_of(kind), hours))
            db.session.remove()
        numbers = ("seconds", "processor_seconds", "solver_seconds")
        middle = {number: median(row[number] for row in rows) for number in numbers}
        print(json.dumps(rows[0] | middle | {"peak_mib": peak_kib() / MIB}))


def _database(engine: str, stack: ExitStack) -> str | None:
    if engine == "sqlite":
        return f"sqlite:///{stack.enter_context(memory_folder()) / 'bench.sqlite3'}"
    if not os.environ.get("TEST_POSTGRES_URL") and find_postgres() is None:
        return None
    server = stack.enter_context(postgres())
    name = server.create_database("volunteer_bench")
    stack.callback(server.drop_database, name)
    return server.address(name)


def _app(url: str) -> Any:
    return create_app(Settings(database_url=url, secret_key="bench" * 8, rate_limits=False))


def _count(table: type[Proposal] | type[Unfilled], round_id: int) -> int:
    count = sa.select(sa.func.count()).select_from(table).where(table.round_id == round_id)
    return int(db.session.scalar(count) or 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
