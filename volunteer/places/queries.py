"""Reading places; they are public."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.places.models import Community, Grid


def communities() -> Sequence[Community]:
    """Every community with its grids and sub-district, in the order they were made."""
    return db.session.scalars(
        sa.select(Community)
        .options(selectinload(Community.grids), selectinload(Community.subdistrict))
        .order_by(Community.id)
    ).all()


def grid(grid_id: int) -> Grid:
    """The grid; NotFound when there is none."""
    found = db.session.scalar(sa.select(Grid).where(Grid.id == grid_id))
    if found is None:
        raise NotFound("grid", grid_id)
    return found


def community(community_id: int) -> Community:
    """The community; NotFound when there is none."""
    found = db.session.scalar(sa.select(Community).where(Community.id == community_id))
    if found is None:
        raise NotFound("community", community_id)
    return found
