"""The commands, each a few lines: set up, call, report."""

from __future__ import annotations

import click

from volunteer import __version__
from volunteer.app import create_app
from volunteer.cli.check import anchor, certificate_key, check
from volunteer.cli.data import demo
from volunteer.cli.first_people import administrator, asks, community, staff
from volunteer.cli.imports import import_hours
from volunteer.cli.keys import rotate_key
from volunteer.cli.maintenance import maintenance
from volunteer.cli.outbox import outbox
from volunteer.cli.retention import retention
from volunteer.cli.serve import serve
from volunteer.cli.trouble import Trouble
from volunteer.cli.worker import celery, tick, worker
from volunteer.db import db
from volunteer.schema import FromTheFuture, upgrade_database


@click.group()
@click.version_option(__version__)
def group() -> None:
    """双报到·接单: what residents need becomes what a named neighbour does on Saturday at ten."""


group.add_command(serve)
group.add_command(demo)
group.add_command(check)
group.add_command(anchor)
group.add_command(certificate_key)
group.add_command(rotate_key)
group.add_command(retention)
group.add_command(community)
group.add_command(asks)
group.add_command(staff)
group.add_command(administrator)
group.add_command(import_hours)
group.add_command(outbox)
group.add_command(maintenance)
group.add_command(tick)
group.add_command(worker)
group.add_command(celery)


@group.command("upgrade")
def upgrade() -> None:
    """Bring the database to the schema of this version."""
    with create_app().app_context():
        try:
            upgrade_database()
        except FromTheFuture as newer:
            raise Trouble(f"The database has schema {newer}, from a newer version.") from None
        click.echo(f"The database is up to date: {db.engine.url.render_as_string()}")
