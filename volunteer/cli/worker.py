"""What the service does by itself: `volunteer tick` once, `volunteer worker` and `volunteer celery`
for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click
from flask import Flask

from volunteer.app import create_app
from volunteer.cli.outbox import carry
from volunteer.cli.trouble import Trouble
from volunteer.dispatch.rules import Rules
from volunteer.jobs.celery import celery_for
from volunteer.jobs.looking import Look, Looking
from volunteer.jobs.running import Job, Ran, run_due
from volunteer.jobs.table import BOOKS, JOBS
from volunteer.settings import BadSetting

ALL = (*JOBS, *BOOKS)
JOBS_PAUSE, POST_PAUSE = 15.0, 5.0  # seconds; the periods of the jobs are longer


@click.command("tick")
def tick() -> None:
    """Run every job that is due, and send what waits, once: for a timer of the system."""
    app = create_app()
    with app.app_context():
        for ran in tend(app):
            click.echo(f"{ran.job}: {ran.done} done, {ran.failed} failed.")
        sent, failed = carry(app)
        click.echo(f"outbox: {sent} sent, {failed} not sent this time.")


@click.command("worker")
def worker() -> None:
    """Run the jobs in a process of their own (Ctrl-C stops it); any number of them may run."""
    jobs, post = looks_of(create_app())
    click.echo("Running the jobs (Ctrl-C stops it).")
    Looking(post).start()
    Looking(jobs).until_stopped()


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


def looks_of(app: Flask) -> tuple[Look, Look]:
    """The jobs, all at one look, and the outbox."""
    return _jobs_look(app, "jobs", ALL), _inside(app, "post", lambda: carry(app), POST_PAUSE)


def single_looks_of(app: Flask) -> list[Look]:
    """The same, but each job is looked at by itself, so that several machines share them."""
    return [*(_jobs_look(app, job.name, [job]) for job in ALL), looks_of(app)[1]]


def tend(app: Flask, jobs: Iterable[Job] = ALL) -> list[Ran]:
    """What is due of these has been done; inside an application context."""
    rules = Rules.of(app.config["SETTINGS"])
    return list(run_due(jobs, rules, now=app.config["CLOCK"]()))


def _jobs_look(app: Flask, name: str, jobs: Iterable[Job]) -> Look:
    return _inside(app, name, lambda: tend(app, jobs), JOBS_PAUSE)


def _inside(app: Flask, name: str, act: Callable[[], object], pause: float) -> Look:
    """A look with an application context, and so a session, of its own each time."""

    def look() -> None:
        with app.app_context():
            act()

    return Look(name, look, pause)
