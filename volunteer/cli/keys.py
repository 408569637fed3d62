"""`volunteer rotate-key`: phones and homes sealed under a new key, while the service runs."""

from __future__ import annotations

import click

from volunteer.app import create_app
from volunteer.contacts import rotating
from volunteer.db import reading, transaction
from volunteer.sealing import keyring


@click.command("rotate-key")
@click.option("--forget", is_flag=True, help="Also drop old keys that open nothing any more.")
def rotate_key(*, forget: bool) -> None:
    """Seal all phones and homes under a new key. Broken off, the same command goes on.

    Nothing is locked for long. The old key stays in the file until `--forget`: backups need it.
    """
    with create_app().app_context():
        if _all_under_the_present():
            click.echo(f"Key {keyring().add()} is made.")
        else:
            click.echo(f"Going on with key {keyring().current}.")
        done = 0
        while step := _reseal():
            done += step
            click.echo(f"  {done} sealed anew")
        click.echo(f"Everything is under key {keyring().current}.")
        if forget:
            _forget()


def _all_under_the_present() -> bool:
    with reading():
        cells = rotating.cells_by_key()
    return cells.total() == cells[keyring().current]


def _reseal() -> int:
    with transaction():
        return rotating.reseal()


def _forget() -> None:
    with transaction():
        cells = rotating.cells_by_key()
        idle = {one for one in keyring().numbers if not cells[one]} - {keyring().current}
        keyring().forget(idle)
    click.echo(f"Forgotten: {', '.join(map(str, sorted(idle))) or 'none'}.")
