"""`python3 -m volunteer bench sign-in`: whether the time of a refusal tells if an account exists.

Half of the guesses are at accounts that exist, half at names nobody has, in random order; each is a
whole request to a service with a database of its own. The figure is the area under the curve: how
often a guess at an existing account took longer than one at a missing one. 0.5 tells nothing.
"""

from __future__ import annotations

import random
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from volunteer.app import create_app
from volunteer.db import transaction
from volunteer.people import actions
from volunteer.schema import upgrade_database
from volunteer.settings import Settings

ACCOUNTS = 20
BEGIN = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def guessed(times: int) -> dict[str, Any]:
    """Median milliseconds of processor time for both kinds, and the area under the curve."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(replace(Settings(), data=Path(folder), rate_limits=False, jobs=False))
        with app.app_context():
            upgrade_database()
            _accounts()
        taken = _timed(app, times)
    there, missing = taken["there"], taken["missing"]
    return {
        "guesses": times,
        "there_ms": median(there) * 1000,
        "missing_ms": median(missing) * 1000,
        "auc": area(there, missing),
    }


def area(there: list[float], missing: list[float]) -> float:
    """How often one of the first is longer than one of the second; a tie counts half."""
    wins = sum((a > b) + (a == b) / 2 for a in there for b in missing)
    return wins / (len(there) * len(missing))


def sign_in_table(found: dict[str, Any]) -> str:
    """The line of the table in docs/benchmarks.md."""
    return (
        "| guesses | account exists | nobody has it | area under the curve |\n|---|---|---|---|\n"
        f"| {found['guesses']} | {found['there_ms']:.2f} ms | {found['missing_ms']:.2f} ms "
        f"| {found['auc']:.3f} |"
    )


def _accounts() -> None:
    password_hash = actions.hash_password("three words that nobody guesses")
    with transaction():
        for number in range(ACCOUNTS):
            actions.create(
                name="某某",
                login=f"there-{number}",
                phone="",
                password_hash=password_hash,
                now=BEGIN,
            )


def _timed(app: Any, times: int) -> dict[str, list[float]]:
    rng, taken = random.Random(1), {"there": [], "missing": []}
    kinds = ["there", "missing"] * (times // 2)
    rng.shuffle(kinds)
    client = app.test_client()
    for number, kind in enumerate([*kinds[:20], *kinds]):  # the first twenty only warm up
        # A day later each: no lane closes, whichever name is tried.
        app.config["CLOCK"] = lambda at=BEGIN + timedelta(days=number): at
        guess = {"login": f"{kind}-{number % ACCOUNTS}", "password": "guess"}
        begun = time.process_time()
        status = client.post("/api/v1/sign-ins", json=guess).status_code
        if number >= 20:
            taken[kind].append(time.process_time() - begun)
        if status != 422:
            raise RuntimeError(f"a guess was answered with {status}")
    return taken
