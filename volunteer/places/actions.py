"""Putting places on the map, by whoever runs the service."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, time

import sqlalchemy as sa

from volunteer.db import db
from volunteer.errors import Missing
from volunteer.history.steps import note
from volunteer.places.models import Community, District, Grid, Subdistrict
from volunteer.policy import SERVICE, Actor, May

GridPlace = tuple[str, float, float]


def choose_asking(
    community: Community,
    *,
    asks_by_itself: bool,
    days: Collection[int],
    hour: time | None,
    by: Actor,
    now: datetime,
) -> None:
    """Members of the community are asked as chosen: for open needs without waiting for a round, and
    by rounds that are released on these weekdays (0 is Monday) at that hour of Shanghai's clock.

    What was chosen before leaves no second row of history. Raises Missing("hour") when there are
    days without an hour.
    """
    if days and hour is None:
        raise Missing("hour")
    chosen = sorted(set(days))
    at = hour if chosen else None
    before = community.asks_by_itself, [*community.round_days], community.round_hour
    if before == (asks_by_itself, chosen, at):
        return
    note(
        community,
        "choose_asking",
        may=May.CHOOSE_ASKING,
        by=by,
        now=now,
        asks_by_itself=asks_by_itself,
        days=chosen,
        hour=f"{at:%H:%M}" if at else "",
    )
    community.asks_by_itself = asks_by_itself
    community.round_days, community.round_hour = chosen, at


def ask_by_itself(community: Community, chosen: bool, *, now: datetime) -> None:
    """Whoever runs the service chose whether members are asked without waiting for a round; the
    timetable stays as it was."""
    choose_asking(
        community,
        asks_by_itself=chosen,
        days=community.round_days,
        hour=community.round_hour,
        by=SERVICE,
        now=now,
    )


def add_community(
    district: str, subdistrict: str, name: str, *, phone: str, grids: Sequence[GridPlace]
) -> Community:
    """The community is there with its grids, its district and sub-district made when missing.

    Grids are (name, x, y), the centre in metres on a plane of the district's own. Raises
    ValueError when the sub-district already has a community of that name.
    """
    above = db.session.scalar(sa.select(District).where(District.name == district))
    if above is None:
        above = District(name=district)
        db.session.add(above)
        db.session.flush()  # the sub-district needs its id
    agency = db.session.scalar(
        sa.select(Subdistrict).where(
            Subdistrict.district_id == above.id, Subdistrict.name == subdistrict
        )
    )
    if agency is None:
        agency = Subdistrict(district_id=above.id, name=subdistrict)
        db.session.add(agency)
        db.session.flush()  # the community needs its id
    same = sa.select(Community.id).where(
        Community.subdistrict_id == agency.id, Community.name == name
    )
    if db.session.scalar(same):
        raise ValueError(f"{subdistrict} already has a community called {name}")
    community = Community(subdistrict_id=agency.id, name=name, phone=phone)
    community.grids = [Grid(name=grid, x_metres=x, y_metres=y) for grid, x, y in grids]
    db.session.add(community)
    db.session.flush()  # callers tell its id
    return community
