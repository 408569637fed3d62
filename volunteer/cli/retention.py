"""`volunteer retention`: what nobody needs any more goes now, or is counted."""

from __future__ import annotations

import click

from volunteer.app import create_app
from volunteer.clock import now
from volunteer.db import transaction
from volunteer.dispatch import forgetting
from volunteer.dispatch.rules import Rules
from volunteer.rights.retention import due


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Only count what would go.")
def retention(*, dry_run: bool) -> None:
    """Let go of whom to call of needs closed long ago, of old notices, sessions and tickets, as the
    jobs do each hour."""
    with create_app().app_context() as context:
        rules, at = Rules.of(context.app.config["SETTINGS"]), now()
        counts = due(at, rules.keep_contacts)
        if not dry_run:
            for found, forget in forgetting.SWEEPS:
                for one in found(at, rules):
                    with transaction():
                        forget(one, at, rules)
        verb = "would go" if dry_run else "are gone"
        for what, count in counts.items():
            click.echo(f"{count} {what} {verb}.")
