"""What tests of dispatch begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.build import TRAVEL, a_round_for, an_open_need
from tests.cast import HOME, Cast
from volunteer.db import transaction
from volunteer.dispatch.rules import Rules
from volunteer.jobs.running import run_due
from volunteer.jobs.table import JOBS
from volunteer.needs.models import Need
from volunteer.places.queries import grid
from volunteer.rounds import actions as rounds
from volunteer.settings import Settings

Tick = Callable[[datetime], dict[str, int]]


@pytest.fixture
def rules() -> Rules:
    """What is usual."""
    return Rules.of(Settings(hall_within="0h 0h 0h 0h"))


@pytest.fixture
def tick(app: object, rules: Rules) -> Tick:
    """All jobs run once at a moment; what each of them did, where it did anything."""

    def tick_at(now: datetime) -> dict[str, int]:
        ran = list(run_due(JOBS, rules, now=now))
        assert not any(one.failed for one in ran), ran
        return {one.job: one.done for one in ran if one.done}

    return tick_at


@pytest.fixture
def again(cast: Cast, now: datetime) -> Callable[[], None]:
    """Wang runs a round and releases it."""

    def run_and_release() -> None:
        found = a_round_for(grid(HOME).community, cast["wang"], now)
        with transaction():
            rounds.release(found, by=cast["wang"], now=now, travel=TRAVEL)

    return run_and_release


@pytest.fixture
def released(again: Callable[[], None], now: datetime) -> Callable[..., Need]:
    """A need for which Wang has released a round."""

    def of(**triage: object) -> Need:
        need = an_open_need(now, **triage)
        again()
        return need

    return of
