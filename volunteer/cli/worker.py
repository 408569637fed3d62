"""What the service does by itself: `volunteer tick` once, `volunteer worker` and `volunteer celery`
for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import click
from flask import Flask

from volunteer import maintenance
from volunteer.app import create_app
from volunteer.cli.outbox import carry
from volunteer.cli.trouble import Trouble
from volunteer.dispatch.rules import Rules
from volunteer.jobs.celery import celery_for
from volunteer.jobs.looking import Look, Looking
from volunteer.jobs.running import Job, Ran, run_due
from volunteer.jobs.table import BOOKS, JOBS
from volunteer.log import speak_in_lines
from volunteer.settings import BadSetting

ALL = (*JOBS, *BOOKS)
# Seconds; the periods of the jobs are no shorter.
QUICK_PAUSE, JOBS_PAUSE, POST_PAUSE = 1.0, 15.0, 5.0


@click.command("tick")
def tick() -> None:
    """Run every job that is due, and send what waits, once: for a timer of the system."""
    app = create_app()
    if maintenance.is_on(app.config["SETTINGS"]):
        click.echo("Closed for maintenance: nothing is done.")
        return
    with app.app_context():
        for ran in tend(app):
            click.echo(f"{ran.job}: {ran.done} done, {ran.failed} failed.")
        sent, failed = carry(app)
        click.echo(f"outbox: {sent} sent, {failed} not sent this time.")


@click.command("worker")
def worker() -> None:
    """Run the jobs in a process of their own (Ctrl-C stops it); any number of them may run."""
    speak_in_lines()
    last, *others = looks_of(create_app())
    click.echo("Running the jobs (Ctrl-C stops it).")
    for look in others:
        Looking(look).start()
    Looking(last).until_stopped()


@click.command("celery", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def celery(arguments: tuple[str, ...]) -> None:
    """Hand over to Celery, for instance `volunteer celery worker --beat`; for many machines."""
    app = create_app()
    try:
        found = celery_for(app.config["SETTINGS"].celery_broker, single_looks_of(app))
    except BadSetting as lacking:
        raise Trouble(str(lacking)) from None
    found.start(list(arguments))


def looks_of(app: Flask) -> list[Look]:
    """The jobs, those that are quick at a look of their own, and the outbox."""
    return [
        _jobs_look(app, "jobs", [job for job in ALL if not job.is_quick]),
        _jobs_look(app, "quick-jobs", [job for job in ALL if job.is_quick]),
        _post_look(app),
    ]


def single_looks_of(app: Flask) -> list[Look]:
    """The same, but each job is looked at by itself, so that several machines share them."""
    return [*(_jobs_look(app, job.name, [job]) for job in ALL), _post_look(app)]


def tend(app: Flask, jobs: Iterable[Job] = ALL) -> list[Ran]:
    """What is due of these has been done; inside an application context."""
    rules = Rules.of(app.config["SETTINGS"])
    return list(run_due(jobs, rules, now=app.config["CLOCK"]()))


def _jobs_look(app: Flask, name: str, jobs: Sequence[Job]) -> Look:
    pause = QUICK_PAUSE if all(job.is_quick for job in jobs) else JOBS_PAUSE
    return _inside(app, name, lambda: tend(app, jobs), pause)


def _post_look(app: Flask) -> Look:
    return _inside(app, "post", lambda: carry(app), POST_PAUSE)


def _inside(app: Flask, name: str, act: Callable[[], object], pause: float) -> Look:
    """A look with an application context, and so a session, of its own each time."""

    def look() -> None:
        if maintenance.is_on(app.config["SETTINGS"]):
            return
        with app.app_context():
            act()

    return Look(name, look, pause)
