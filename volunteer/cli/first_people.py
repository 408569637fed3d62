"""The first places and people of a real service: there is no default account."""

from __future__ import annotations

import click

from volunteer import clock
from volunteer.app import create_app
from volunteer.cli.trouble import Trouble
from volunteer.db import transaction
from volunteer.errors import LoginTaken, NotFound
from volunteer.people import actions as people
from volunteer.people.models import RoleKind
from volunteer.places import queries as places
from volunteer.places.actions import GridPlace, add_community
from volunteer.schema import upgrade_database

SHORTEST_PASSWORD = 12


def grid_place(_context: object, _option: object, given: tuple[str, ...]) -> list[GridPlace]:
    """NAME:X:Y, the centre in metres."""
    places = []
    for text in given:
        name, _colon, position = text.partition(":")
        try:
            x, y = (float(part) for part in position.split(":"))
        except ValueError:
            raise click.BadParameter(f"{text!r} is not NAME:X:Y, e.g. 第一网格:0:150") from None
        places.append((name, x, y))
    return places


@click.command("community")
@click.argument("district")
@click.argument("subdistrict")
@click.argument("name")
@click.option("--phone", required=True, help="Where residents can call the community.")
@click.option(
    "--grid",
    "grids",
    multiple=True,
    required=True,
    callback=grid_place,
    help="NAME:X:Y, repeated; the centre in metres on a plane of the district's own.",
)
def community(
    district: str, subdistrict: str, name: str, phone: str, grids: list[GridPlace]
) -> None:
    """Add a community with its grids (and its district and sub-district when missing)."""
    with create_app().app_context():
        upgrade_database()
        try:
            with transaction():
                found = add_community(district, subdistrict, name, phone=phone, grids=grids)
                number = found.id
        except ValueError as trouble:
            raise Trouble(f"{trouble}.") from None
    click.echo(f"{name} is community {number}.")


@click.command("staff")
@click.argument("community_id", type=int)
@click.argument("role", type=click.Choice([RoleKind.SECRETARY.value, RoleKind.WORKER.value]))
@click.argument("name")
@click.argument("login")
@click.option("--phone", default="", help="Their phone, if it is to be kept.")
@click.password_option(help="Asked for when not given.")
def staff(community_id: int, role: str, name: str, login: str, phone: str, password: str) -> None:
    """Make an account for a secretary or grid worker of a community."""
    if len(password) < SHORTEST_PASSWORD:
        raise Trouble(f"The password needs at least {SHORTEST_PASSWORD} characters.")
    with create_app().app_context():
        upgrade_database()
        now, kept = clock.now(), people.hash_password(password)
        try:
            with transaction():
                where = places.community(community_id).id
                person = people.create(
                    name=name, login=login, phone=phone, password_hash=kept, now=now
                )
                people.grant(person, RoleKind(role), where, now=now)
        except NotFound:
            raise Trouble(f"There is no community {community_id}.") from None
        except LoginTaken:
            raise Trouble(f"Somebody already signs in as {login}.") from None
    click.echo(f"{name} can sign in as {login}.")
