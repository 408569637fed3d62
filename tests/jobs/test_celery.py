"""With a broker the same jobs run wherever a worker is; the database lets none run twice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from celery.beat import Scheduler
from celery.contrib.testing.worker import start_worker
from click.testing import CliRunner
from flask import Flask

from tests.build import an_offer, an_open_need
from tests.cast import Cast
from volunteer.cli.commands import group
from volunteer.cli.worker import single_looks_of
from volunteer.db import db
from volunteer.dispatch.models import JobRun
from volunteer.jobs.celery import celery_for
from volunteer.jobs.table import BOOKS, JOBS
from volunteer.orders.lifecycle import OrderStatus
from volunteer.settings import BadSetting

HALF_A_DAY = timedelta(hours=12)


@pytest.fixture
def half_a_day_later(app: Flask, now: datetime) -> Iterator[None]:
    before, app.config["CLOCK"] = app.config["CLOCK"], lambda: now + HALF_A_DAY
    yield
    app.config["CLOCK"] = before


@pytest.mark.usefixtures("half_a_day_later")
def test_a_beat_fires_every_job_and_a_worker_does_what_is_due(
    app: Flask, cast: Cast, now: datetime
) -> None:
    offer = an_offer(an_open_need(now), cast["li"], now)
    db.session.rollback()
    done = Event()
    celery = celery_for("memory://", single_looks_of(app))

    @celery.task(name="done", shared=False)
    def say_so() -> None:
        done.set()

    with start_worker(celery, pool="solo", perform_ping_check=False, loglevel="error"):
        fire_twice(celery)
        celery.send_task("done")
        assert done.wait(60)

    db.session.refresh(offer)
    assert offer.status == OrderStatus.EXPIRED
    ran = db.session.scalars(sa.select(JobRun.job)).all()
    assert sorted([*ran, "ask-next", "let-in", "withdraw-late-offers"]) == sorted(
        job.name for job in [*JOBS, *BOOKS]
    ), "each once"


def fire_twice(celery: Any) -> None:
    """Two beats at once, each of which finds everything due."""
    for _ in range(2):
        beat = Scheduler(celery)
        for entry in beat.schedule.values():
            beat.apply_async(entry, advance=False)


def test_celery_is_asked_for_with_a_broker_and_the_extra(tmp_path, monkeypatch) -> None:
    said = CliRunner().invoke(
        group, ["celery", "worker", "--beat"], env={"VOLUNTEER_DATA": str(tmp_path)}
    )
    monkeypatch.setitem(sys.modules, "celery", None)  # as on a machine without it

    assert "VOLUNTEER_CELERY_BROKER" in str(said.exception)
    with pytest.raises(BadSetting, match=r"volunteer\[celery\]"):
        celery_for("redis://here", [])
