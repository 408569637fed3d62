"""`volunteer check`: whether what must always hold does."""

from __future__ import annotations

import click

from volunteer.app import create_app
from volunteer.invariants import RULES, broken


@click.command("check")
def check() -> None:
    """Ask the database whether everything holds that must; exit code 1 when something does not."""
    with create_app().app_context():
        found = list(broken())
    for one in found:
        click.echo(f"BROKEN  {one.rule}: {', '.join(map(str, one.ids))}")
    click.echo(f"{len(RULES) - len(found)} of {len(RULES)} rules hold.")
    if found:
        raise SystemExit(1)
