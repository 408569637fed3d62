"""`volunteer maintenance`: closes the service for a while, and opens it again."""

from __future__ import annotations

import click

from volunteer import maintenance as closing
from volunteer.settings import Settings

SAID = {
    True: "Closed: every page and the API answer 503, and the jobs rest. /healthz still answers.",
    False: "Open.",
}


@click.command("maintenance")
@click.argument("state", type=click.Choice(["on", "off", "status"]))
def maintenance(state: str) -> None:
    """Show everybody a page that says we are back soon (on), let them in again (off)."""
    settings = Settings.from_environment()
    if state != "status":
        closing.turn(settings, on=state == "on")
    click.echo(SAID[closing.is_on(settings)])
