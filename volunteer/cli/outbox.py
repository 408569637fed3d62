"""`volunteer outbox`: what waits to be sent, what never arrived, and trying it again."""

from __future__ import annotations

import click
from flask import Flask

from volunteer.app import create_app
from volunteer.clock import local, now
from volunteer.db import transaction
from volunteer.notices import outbox as box
from volunteer.notices.models import State
from volunteer.post import opened
from volunteer.post.sending import deliver
from volunteer.web.letters import write


@click.group("outbox")
def outbox() -> None:
    """What is sent to people besides the page: look at it, try it again."""


@outbox.command("list")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
def show(limit: int) -> None:
    """Count the deliveries, and list the dead: they were tried in vain and alarm somebody."""
    with create_app().app_context():
        counts = box.counts()
        click.echo(", ".join(f"{state.value}: {counts.get(state, 0)}" for state in State))
        for one in box.listed(State.DEAD, limit=limit):
            ended = local(one.ended_at).strftime("%Y-%m-%d %H:%M") if one.ended_at else ""
            click.echo(f"{one.id}  {ended}  {one.channel}  {one.notice.notice_kind}  {one.error}")


@outbox.command("retry")
@click.argument("ids", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="Every dead delivery.")
def retry(ids: tuple[int, ...], everything: bool) -> None:
    """Let dead deliveries wait again, with all their tries."""
    if not ids and not everything:
        raise click.UsageError("Name the deliveries, or say --all.")
    with create_app().app_context(), transaction():
        click.echo(f"{box.retry(None if everything else ids, now=now())} wait again.")


@outbox.command("send")
def send() -> None:
    """Send what is due now, once."""
    with create_app().app_context() as context:
        sent, failed = carry(context.app)
        click.echo(f"{sent} sent, {failed} not sent this time.")


def carry(app: Flask) -> tuple[int, int]:
    """What is due has been sent as far as it can be now; returns (sent, not sent this time)."""
    return deliver(app.config["CLOCK"], opened.channels(app.config["SETTINGS"]), write)
