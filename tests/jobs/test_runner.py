"""The runner: in a thread of the serving process or apart, and it ends when told."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask

from tests.build import an_open_need
from tests.cast import Cast
from volunteer.cli.commands import group
from volunteer.db import db
from volunteer.dispatch.models import JobRun
from volunteer.dispatch.rules import Rules
from volunteer.jobs.runner import Runner
from volunteer.jobs.table import JOBS
from volunteer.needs.lifecycle import NeedStatus
from volunteer.settings import Settings


def test_a_runner_looks_until_it_is_stopped(app: Flask, cast: Cast, now: datetime) -> None:
    need = an_open_need(now)
    looks: list[datetime] = []

    def clock() -> datetime:
        looks.append(need_starts)
        if len(looks) == 2:
            runner.stop()
        return need_starts

    need_starts = need.starts_at
    runner = Runner(app.app_context, Rules.of(Settings()), clock=clock, pause=0)
    runner.look_until_stopped()

    db.session.rollback()  # the runner has a session of its own: read afresh
    assert (need.status, len(looks)) == (NeedStatus.UNFILLED, 2)


def test_a_runner_goes_on_after_trouble(app: Flask, now: datetime) -> None:
    moments = iter([None, now])

    def clock() -> datetime:
        moment = next(moments)
        if moment is None:
            raise OSError("no clock")
        runner.stop()
        return moment

    runner = Runner(app.app_context, Rules.of(Settings()), clock=clock, pause=0)
    runner.look_until_stopped()

    assert db.session.scalar(sa.select(sa.func.count()).select_from(JobRun)) == len(JOBS)


def test_a_tick_runs_what_is_due_once(tmp_path) -> None:
    env = {"VOLUNTEER_DATA": str(tmp_path)}
    CliRunner().invoke(group, ["upgrade"], env=env)

    said = CliRunner().invoke(group, ["tick"], env=env)

    assert said.exit_code == 0
    assert said.output.count("0 done, 0 failed.") == len(JOBS)
