"""`volunteer check` and `volunteer anchor`: whether what must always hold does, seen from inside
and from outside the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

import click

from volunteer import clock
from volunteer.app import create_app
from volunteer.cli.trouble import Trouble
from volunteer.dispatch.kept import NO_CONTACT, contacts_kept_too_long
from volunteer.dispatch.rules import Rules
from volunteer.history import sealing
from volunteer.invariants import RULES, SHOWN, broken
from volunteer.records import anchors


@click.command("check")
@click.option(
    "--anchors", "kept", type=click.File(encoding="utf-8"), help="What `anchor` wrote earlier."
)
def check(kept: TextIO | None) -> None:
    """Ask the database whether everything holds that must; exit code 1 when something does not.

    The anchors that the service wrote each day are asked as well.
    """
    app = create_app()
    with app.app_context():
        settings = app.config["SETTINGS"]
        found = [f"{one.rule}: {', '.join(map(str, one.ids))}" for one in broken()]
        if late := list(islice(contacts_kept_too_long(Rules.of(settings)), SHOWN)):
            found.append(f"{NO_CONTACT}: {', '.join(map(str, late))}")
        lines = [*anchors.written(settings.folder("anchors")), *(kept or ())]
        adrift = list(_adrift(lines))
        sealed = _sealed()
    for one in (*found, *adrift):
        click.echo(f"BROKEN  {one}")
    click.echo(sealed)
    click.echo(f"{len(lines) - len(adrift)} of {len(lines)} anchors hold.")
    rules = len(RULES) + 1  # one of them goes by a setting
    click.echo(f"{rules - len(found)} of {rules} rules hold.")
    if found or adrift:
        raise SystemExit(1)


@click.command("anchor")
@click.option("--to", type=click.Path(path_type=Path), help="Append to this file as well.")
def anchor(to: Path | None) -> None:
    """Say where each community's ledger and history end now, to be kept outside the database.

    The jobs write the same once a day, into the folder that the settings name. Whoever holds
    these lines can tell later whether rows were cut off or written anew.
    """
    with create_app().app_context():
        lines = anchors.lines(clock.now())
    for line in lines:
        click.echo(line)
    if to:
        with to.open("a", encoding="utf-8") as kept:
            kept.writelines(f"{line}\n" for line in lines)


@click.command("certificate-key")
def certificate_key() -> None:
    """Say the public key with which anybody can verify certificates offline."""
    click.echo(create_app().config["SIGNER"]().public_key)


def _adrift(lines: Iterable[str]) -> Iterator[str]:
    """Every anchor that its chain no longer goes through, in words."""
    try:
        for at, chain, number in anchors.adrift(lines):
            whose = "History" if chain == anchors.HISTORY else f"The ledger of community {chain}"
            yield f"{whose} is not what it was on {at}, row {number}"
    except anchors.NoAnchor as line:
        raise Trouble(f"This is no line that `anchor` wrote: {line}") from None


def _sealed() -> str:
    """How far history is sealed, and since when the rest waits."""
    end, rest = sealing.end(), sealing.waiting()
    done = f"History is sealed up to row {end.number if end else 0}"
    if rest.since is None:
        return f"{done}; nothing waits."
    return f"{done}; {rest.rows} rows wait, the oldest since {rest.since:%Y-%m-%dT%H:%M:%SZ}."
