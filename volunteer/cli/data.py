"""Data to try the service with."""

from __future__ import annotations

import click

from volunteer.app import create_app
from volunteer.cli.trouble import Trouble
from volunteer.demo import district
from volunteer.schema import upgrade_database


@click.command("demo")
@click.option(
    "--size",
    default="S",
    show_default=True,
    type=click.Choice(["S", "M", "L"]),
    help="3, 8 or 24 communities: some seconds, a minute or two, or several.",
)
def demo(size: str) -> None:
    """Fill an empty database with the made-up district, without serving it."""
    with create_app().app_context():
        upgrade_database()
        if not district.is_empty():
            raise Trouble(
                "The database is not empty; name another folder with VOLUNTEER_DATA, "
                "or another database with VOLUNTEER_DATABASE_URL."
            )
        district.build(size=size, say=click.echo)
        district.introduce(say=click.echo)
