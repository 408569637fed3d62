"""The first places and people of a real service: there is no default account."""

from __future__ import annotations

import click

from volunteer import clock
from volunteer.app import create_app
from volunteer.cli.trouble import Trouble
from volunteer.db import transaction
from volunteer.errors import LoginTaken, NotFound
from volunteer.members.actions import open_to_neighbours
from volunteer.people import actions as people
from volunteer.people import offices
from volunteer.people.models import RoleKind
from volunteer.people.passwords import is_guessable
from volunteer.places import queries as places
from volunteer.places.actions import GridPlace, add_community, ask_by_itself
from volunteer.policy import SERVICE
from volunteer.schema import upgrade_database

SHORTEST_PASSWORD = 12
OFFICES = {
    RoleKind.SUBDISTRICT_OFFICER.value: "subdistrict",
    RoleKind.DISTRICT_OFFICER.value: "district",
}
STAFF = [RoleKind.SECRETARY.value, RoleKind.WORKER.value, *OFFICES]


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
                street, above = found.subdistrict_id, found.subdistrict.district_id
                open_to_neighbours(number, now=clock.now())
        except ValueError as trouble:
            raise Trouble(f"{trouble}.") from None
    click.echo(f"{name} is community {number} of sub-district {street} of district {above}.")


@click.command("asks")
@click.argument("community_id", type=int)
@click.argument("answer", type=click.Choice(["yes", "no"]))
def asks(community_id: int, answer: str) -> None:
    """Whether the service may ask members of a community without a round released before."""
    with create_app().app_context():
        upgrade_database()
        try:
            with transaction():
                found = places.community(community_id)
                ask_by_itself(found, answer == "yes", now=clock.now())
                name = found.name
        except NotFound:
            raise Trouble(f"There is no community {community_id}.") from None
    click.echo(f"{name}: {answer}.")


@click.command("administrator")
@click.argument("name")
@click.argument("login")
@click.password_option(help="Asked for when not given.")
def administrator(name: str, login: str, password: str) -> None:
    """Make an account for somebody who looks after the service, and sees nobody's affairs."""
    _strong(password, name, login)
    with create_app().app_context():
        upgrade_database()
        now, kept = clock.now(), people.hash_password(password)
        try:
            with transaction():
                person = people.create(
                    name=name, login=login, phone="", password_hash=kept, now=now
                )
                offices.entrust(person, by=SERVICE, now=now)
        except LoginTaken:
            raise Trouble(f"Somebody already signs in as {login}.") from None
    click.echo(f"{name} can sign in as {login}.")


def _strong(password: str, *known: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Trouble(f"The password needs at least {SHORTEST_PASSWORD} characters.")
    if is_guessable(password, *known):
        raise Trouble("That password would soon be guessed: take some words that do not belong.")


@click.command("staff")
@click.argument("place_id", type=int)
@click.argument("role", type=click.Choice(STAFF))
@click.argument("name")
@click.argument("login")
@click.option("--phone", default="", help="Their phone, if it is to be kept.")
@click.password_option(help="Asked for when not given.")
def staff(place_id: int, role: str, name: str, login: str, phone: str, password: str) -> None:
    """Make an account for a secretary or grid worker of a community, or for an officer.

    PLACE_ID is the number of the community, or the officer's sub-district or district.
    """
    _strong(password, name, login, phone)
    with create_app().app_context():
        upgrade_database()
        now, kept = clock.now(), people.hash_password(password)
        try:
            with transaction():
                kind = OFFICES.get(role, "community")
                where = places.scope(kind, place_id).id
                person = people.create(
                    name=name, login=login, phone=phone, password_hash=kept, now=now
                )
                offices.grant(person, RoleKind(role), where, by=SERVICE, now=now)
        except NotFound:
            raise Trouble(f"There is no {kind} {place_id}.") from None
        except LoginTaken:
            raise Trouble(f"Somebody already signs in as {login}.") from None
    click.echo(f"{name} can sign in as {login}.")
