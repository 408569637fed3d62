"""Jobs run once in a period, whoever runs them and whatever happens to the runner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.build import an_offer, an_open_need, events_of
from tests.cast import Cast
from tests.storms.crowd import all_at_once
from volunteer.db import db
from volunteer.dispatch.models import JobRun
from volunteer.dispatch.rules import Rules
from volunteer.jobs.running import Job, run_due
from volunteer.jobs.table import JOBS
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.orders.lifecycle import OrderStatus
from volunteer.settings import Settings

A_MINUTE = timedelta(minutes=1)
RULES = Rules.of(Settings())
Step = Callable[[int, datetime, Rules], bool]


def job(step: Step, *, name: str = "sweep", due: tuple[int, ...] = (1, 2, 3)) -> Job:
    """A job with things of its own to do."""
    return Job(name, A_MINUTE, lambda _now, _rules: due, step)


def run(now: datetime, *jobs: Job) -> dict[str, tuple[int, int]]:
    """What each job that ran did, and how many of its steps failed."""
    return {ran.job: (ran.done, ran.failed) for ran in run_due(jobs or JOBS, RULES, now=now)}


def marks(fails_at: int = 0, kill: type[BaseException] = ValueError) -> Step:
    """A step that leaves one row for each thing, and fails after it has written one of them."""

    def step(one: int, now: datetime, _rules: Rules) -> bool:
        marked = JobRun(job=f"mark {one}", period=now, began_at=now)
        db.session.add(marked)
        db.session.flush()
        if one == fails_at:
            raise kill("in the middle of a step")
        return True

    return step


def marked() -> list[str]:
    named = JobRun.job.like("mark %")
    return list(db.session.scalars(sa.select(JobRun.job).where(named).order_by(JobRun.job)))


def test_a_second_runner_of_the_same_period_does_nothing(app: Flask, now: datetime) -> None:
    first = run(now, job(marks()))
    second = run(now + timedelta(seconds=30), job(marks()))

    assert (first, second) == ({"sweep": (3, 0)}, {})


def test_two_runners_at_one_moment_do_a_thing_once(app: Flask, now: datetime) -> None:
    def look() -> int:
        with app.app_context():
            return run(now, job(marks())).get("sweep", (0, 0))[0]

    assert sorted(all_at_once([look] * 8)) == [0] * 7 + [3]
    assert marked() == ["mark 1", "mark 2", "mark 3"]


def test_the_next_period_is_a_new_one(app: Flask, now: datetime) -> None:
    run(now, job(marks()))

    assert run(now + A_MINUTE, job(marks())) == {"sweep": (3, 0)}


def test_a_step_that_fails_leaves_nothing_and_stops_no_other(app: Flask, now: datetime) -> None:
    outcome = run(now, job(marks(fails_at=2)), job(lambda *_: True, name="other"))

    assert outcome == {"sweep": (2, 1), "other": (3, 0)}
    assert marked() == ["mark 1", "mark 3"]


def test_a_job_that_cannot_even_look_stops_no_other(app: Flask, now: datetime) -> None:
    def lost(_now: datetime, _rules: Rules) -> list[int]:
        raise OSError("the database is gone")

    outcome = run(now, Job("lost", A_MINUTE, lost, marks()), job(marks()))

    assert outcome == {"sweep": (3, 0)}


def test_a_runner_that_dies_keeps_whole_steps_only(app: Flask, now: datetime) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(now, job(marks(fails_at=2, kill=KeyboardInterrupt)))

    assert marked() == ["mark 1"]
    (period,) = db.session.scalars(sa.select(JobRun).where(JobRun.job == "sweep"))
    assert period.ended_at is None, "it tells that it was cut short"


def test_runs_are_forgotten_after_some_days(app: Flask, now: datetime) -> None:
    run(now, job(marks(), due=()))
    run(now + timedelta(days=4), job(marks(), due=()))

    assert db.session.scalar(sa.select(sa.func.count()).select_from(JobRun)) == 1


def test_a_need_whose_hour_came_unfilled_waits_for_the_secretary(cast: Cast, now: datetime) -> None:
    need = an_open_need(now)
    run(need.starts_at - A_MINUTE)
    assert still(need) == NeedStatus.OPEN

    run(need.starts_at)
    run(need.starts_at + A_MINUTE)

    assert still(need) == NeedStatus.UNFILLED
    assert [event.verb for event in events_of(need)].count("lapse") == 1


def test_an_offer_nobody_answered_expires_by_itself(cast: Cast, now: datetime) -> None:
    offer = an_offer(an_open_need(now), cast["li"], now)

    run(now + timedelta(hours=12))

    db.session.refresh(offer)
    assert offer.status == OrderStatus.EXPIRED


def still(need: Need) -> NeedStatus:
    db.session.refresh(need)
    return need.status
