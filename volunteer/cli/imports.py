"""Bringing in earlier hours from the terminal, in the name of somebody who may."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from volunteer import clock
from volunteer.app import create_app
from volunteer.cli.trouble import Trouble
from volunteer.db import transaction
from volunteer.errors import DomainError, Missing, NotAllowed, NotFound, Overtaken, Unreadable
from volunteer.imports import actions, queries
from volunteer.imports.previewing import File, look
from volunteer.people.queries import by_login
from volunteer.schema import upgrade_database


@click.command("import-hours")
@click.argument("community_id", type=int)
@click.argument("layout")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "login", required=True, help="Login of the secretary or officer.")
@click.option("--yes", is_flag=True, help="Bring in what is new; without it nothing is written.")
def import_hours(community_id: int, layout: str, file: Path, login: str, yes: bool) -> None:
    """Show what would come of a FILE of earlier hours, and bring it in.

    LAYOUT is the kind of file: own, register, timed, card, or one of VOLUNTEER_LAYOUTS. Somebody
    else approves on the page before anything counts.
    """
    with create_app().app_context():
        upgrade_database()
        try:
            _look_and_bring(community_id, layout, File(file.name, file.read_bytes()), login, yes)
        except DomainError as error:
            raise Trouble(_said(error)) from None


def _look_and_bring(community_id: int, layout: str, file: File, login: str, yes: bool) -> None:
    known, person = current_app.config["LAYOUTS"], by_login(login)
    if person is None:
        raise Trouble(f"Nobody signs in as {login}.")
    if layout not in known:
        raise Trouble(f"LAYOUT is one of: {', '.join(known)}.")
    now = clock.now()
    community = queries.place_for(person, community_id)
    found = look(community, file, known[layout], today=clock.local(now).date())
    for row in found.rows:
        said = [*(one.said() for one in row.faults), *map(str, row.differences)]
        click.echo(f"{row.line}  {row.finding}  {'; '.join(said)}".rstrip())
    click.echo(", ".join(f"{finding}: {n}" for finding, n in found.counts.items()))
    if yes:
        with transaction():
            community = queries.place_for(person, community_id)
            brought = actions.bring(
                community, file, known[layout], seen=found.seen, by=person, now=now
            )
            number = brought.id
        click.echo(f"Import {number} waits for approval by somebody else.")


def _said(error: DomainError) -> str:
    words = {
        NotFound: "There is no such community.",
        NotAllowed: "This person may not bring hours into this community.",
        Overtaken: "Something changed meanwhile; look again.",
        Missing: "No row of the file is new.",
    }
    return str(error) if isinstance(error, Unreadable) else words.get(type(error), str(error))
