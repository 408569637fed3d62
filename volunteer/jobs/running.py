"""Running what is due: any number of runners may, and each of them may die at any moment.

A period of a job belongs to the runner that writes its row first. What is due is read from the
things themselves, and each step is one transaction that looks again before it changes anything:
what a dead runner left undone is still due in the next period, and what it did is not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from volunteer.db import db, transaction
from volunteer.dispatch.models import JobRun
from volunteer.dispatch.rules import Rules
from volunteer.errors import Overtaken

log = logging.getLogger(__name__)
# Runs are kept so long for whoever wonders what the service did by itself.
KEEP_RUNS = timedelta(days=3)
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Job:
    """Something that time demands: the ids that are due, and the step that settles one of them.

    The step says whether anything was to be done; it runs inside a transaction of its own. What
    takes so long that nobody should wait for it is prepared before, outside of any, and handed to
    the step.
    """

    name: str
    every: timedelta
    due: Callable[[datetime, Rules], Sequence[int]]
    step: Callable[..., bool]
    prepare: Callable[[int, datetime, Rules], object] | None = None

    @property
    def is_quick(self) -> bool:
        """Whether its periods are so short that only those in which something is due are kept."""
        return self.every < A_MINUTE

    def period(self, now: datetime) -> datetime:
        """The beginning of the period that this moment lies in."""
        seconds = int(self.every.total_seconds())
        return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)


@dataclass(frozen=True)
class Ran:
    """One run: how many steps did something, and how many failed and are tried again later."""

    job: str
    done: int
    failed: int


def run_due(jobs: Iterable[Job], rules: Rules, *, now: datetime) -> Iterator[Ran]:
    """Every job whose period has begun has run, unless another runner has that period."""
    for job in jobs:
        try:
            if (not job.is_quick or job.due(now, rules)) and _claim(job, now):
                yield _run(job, rules, now)
        except Exception:
            # One job in trouble, or a database gone for a moment, stops no other job.
            log.exception("job_failed", extra={"job": job.name})


def _claim(job: Job, now: datetime) -> bool:
    """Whether this period is ours: the database lets its row be written once."""
    period = job.period(now)
    known = sa.select(JobRun.job).where(JobRun.job == job.name, JobRun.period == period)
    if db.session.scalar(known):
        return False
    try:
        with transaction() as session:
            session.execute(
                sa.delete(JobRun).where(JobRun.job == job.name, JobRun.period < now - KEEP_RUNS)
            )
            session.add(JobRun(job=job.name, period=period, began_at=now))
    except Overtaken:
        return False
    return True


def _settle(job: Job, one: int, now: datetime, rules: Rules) -> bool:
    prepared = () if job.prepare is None else (job.prepare(one, now, rules),)
    with transaction():
        return job.step(one, now, rules, *prepared)


def _run(job: Job, rules: Rules, now: datetime) -> Ran:
    done = failed = 0
    for one in job.due(now, rules):
        try:
            done += _settle(job, one, now, rules)
        except Exception:
            log.exception("job_step_failed", extra={"job": job.name, "thing": one})
            failed += 1
    with transaction() as session:
        session.execute(
            sa.update(JobRun)
            .where(JobRun.job == job.name, JobRun.period == job.period(now))
            .values(ended_at=now, done=done, failed=failed)
        )
    if done or failed:
        log.info("job_ran", extra={"job": job.name, "steps": done, "failed": failed})
    return Ran(job.name, done, failed)
