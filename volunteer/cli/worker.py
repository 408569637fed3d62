"""`volunteer tick` and `volunteer worker`: what time demands, once or for good."""

from __future__ import annotations

import click
from flask import Flask

from volunteer import clock
from volunteer.app import create_app
from volunteer.cli.outbox import Postman, carry
from volunteer.dispatch.rules import Rules
from volunteer.jobs.runner import Runner
from volunteer.jobs.running import run_due
from volunteer.jobs.table import JOBS


@click.command("tick")
def tick() -> None:
    """Run every job that is due, and send what waits, once: for a timer of the system."""
    app = create_app()
    with app.app_context():
        for ran in run_due(JOBS, rules_of(app), now=clock.now()):
            click.echo(f"{ran.job}: {ran.done} done, {ran.failed} failed.")
        sent, failed = carry(app)
        click.echo(f"outbox: {sent} sent, {failed} not sent this time.")


@click.command("worker")
def worker() -> None:
    """Run the jobs in a process of their own (Ctrl-C stops it); any number of them may run."""
    app = create_app()
    click.echo("Running the jobs (Ctrl-C stops it).")
    Postman(app).start()
    runner_for(app).look_until_stopped()


def runner_for(app: Flask) -> Runner:
    """Somebody to keep the clocks of this service."""
    return Runner(app.app_context, rules_of(app), clock=app.config["CLOCK"])


def rules_of(app: Flask) -> Rules:
    """What the operator of this service chose."""
    return Rules.of(app.config["SETTINGS"])
