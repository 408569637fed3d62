"""Builds the made-up district in one transaction: it is there whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa
from flask import current_app

from volunteer import clock
from volunteer.db import db, transaction
from volunteer.demo import pictures
from volunteer.demo.names import Phones
from volunteer.demo.places import DISTRICT, make_communities
from volunteer.demo.settling import FIRST_WEEK, Settlers, Size, appoint_officers, settle
from volunteer.demo.weeks import Weeks
from volunteer.demo.welcome import PASSWORD, introduce
from volunteer.history.models import Event
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.people.actions import hash_password
from volunteer.people.models import Person
from volunteer.places.models import District
from volunteer.records.models import Record

__all__ = ["SIZES", "build", "introduce", "is_empty"]

SEED = "双报到·接单"
SIZES = {  # XS is for tests
    "XS": Size((1,), (20, 22), (18, 24), 14, weeks=2),
    "S": Size((3,), (50, 58), (40, 60), 9),
    "M": Size((8,), (115, 200), (50, 350), 8),
    "L": Size((8, 8, 8), (150, 350), (50, 350), 6),
}


def is_empty() -> bool:
    """Whether nobody and no place is in the database; a build that broke off left neither."""
    return not any(
        db.session.scalar(sa.select(thing).limit(1)) for thing in (District.id, Person.id)
    )


def build(
    *, size: str, say: Callable[[str], object], now: datetime | None = None, seed: str = SEED
) -> None:
    """The district is there with all that happened in it; interrupted, nothing of it is.

    Does nothing when somebody else has filled the database meanwhile.
    """
    chosen, now = SIZES[size], now or clock.now()
    them = Settlers(
        weeks=Weeks(now - FIRST_WEEK - timedelta(weeks=chosen.weeks), now),
        size=chosen,
        phones=Phones(),
        password_hash=hash_password(PASSWORD),  # slow on purpose, so once for all
        travel=timedelta(minutes=current_app.config["SETTINGS"].travel_minutes),
    )
    with transaction():
        if not is_empty():
            return
        communities = make_communities(chosen.communities, Random(seed))
        say(f"Making {DISTRICT}, a made-up district: {len(communities)} communities (size {size}).")
        for number, community in enumerate(communities, start=1):
            settle(community, number, them, Random(f"{seed} {community.name}"))
        appoint_officers(communities[0], them, Random(f"{seed} officers"))
        for left in range(chosen.weeks, -1, -1):
            them.weeks.live(now - timedelta(weeks=left))
            say(f"  {chosen.weeks - left} of {chosen.weeks} weeks lived: {_counted()}")
        pictures.add(now)


def _counted() -> str:
    """How much there is by now."""
    db.session.flush()
    things = {"members": Member, "needs": Need, "records": Record, "events": Event}
    return ", ".join(
        f"{db.session.scalar(sa.select(sa.func.count()).select_from(table))} {name}"
        for name, table in things.items()
    )
