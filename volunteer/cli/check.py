"""`volunteer check` and `volunteer anchor`: whether what must always hold does, seen from inside
and from outside the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from volunteer import clock
from volunteer.app import create_app
from volunteer.cli.trouble import Trouble
from volunteer.invariants import RULES, broken
from volunteer.records import ledger


@click.command("check")
@click.option("--anchors", type=click.File(encoding="utf-8"), help="What `anchor` wrote earlier.")
def check(anchors: TextIO | None) -> None:
    """Ask the database whether everything holds that must; exit code 1 when something does not."""
    with create_app().app_context():
        found = [f"{one.rule}: {', '.join(map(str, one.ids))}" for one in broken()]
        adrift = list(_adrift(anchors)) if anchors else []
    for one in (*found, *adrift):
        click.echo(f"BROKEN  {one}")
    click.echo(f"{len(RULES) - len(found)} of {len(RULES)} rules hold.")
    if found or adrift:
        raise SystemExit(1)


@click.command("anchor")
@click.option("--to", type=click.Path(path_type=Path), help="Append to this file as well.")
def anchor(to: Path | None) -> None:
    """Say where each community's ledger ends now, to be kept outside the database.

    Whoever holds these lines can tell later whether rows were cut off or written anew.
    """
    with create_app().app_context():
        now = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
        lines = [f"{now} {end.community_id} {end.number} {end.hash}" for end in ledger.heads()]
    for line in lines:
        click.echo(line)
    if to:
        with to.open("a", encoding="utf-8") as kept:
            kept.writelines(f"{line}\n" for line in lines)


@click.command("certificate-key")
def certificate_key() -> None:
    """Say the public key with which anybody can verify certificates offline."""
    click.echo(create_app().config["SIGNER"]().public_key)


def _adrift(anchors: TextIO) -> Iterator[str]:
    """Every anchor that the ledger no longer goes through."""
    for line in anchors:
        try:
            at, community, number, kept = line.split()
            where = int(community), int(number)
        except ValueError:
            raise Trouble(f"This is no line that `anchor` wrote: {line.strip()[:80]}") from None
        if ledger.hash_at(*where) != kept:
            yield f"The ledger of community {community} is not what it was on {at}, row {number}"
