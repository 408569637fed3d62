"""Reading places; they are public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.places.models import Community, District, Grid, Scope, Subdistrict

SCOPES: Mapping[str, type[Scope]] = {one.kind: one for one in (Community, Subdistrict, District)}


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


def community_ids_in(where: Scope) -> Sequence[int]:
    """The ids of the communities of a place, in order; of a community its own."""
    if isinstance(where, Community):
        return [where.id]
    chosen = sa.select(Community.id).order_by(Community.id)
    if isinstance(where, Subdistrict):
        return db.session.scalars(chosen.where(Community.subdistrict_id == where.id)).all()
    above = sa.select(Subdistrict.id).where(Subdistrict.district_id == where.id)
    return db.session.scalars(chosen.where(Community.subdistrict_id.in_(above))).all()


def names_in(where: Scope) -> Mapping[int, str]:
    """Community id -> name, of those in a place."""
    chosen = sa.select(Community.id, Community.name).where(
        Community.id.in_(community_ids_in(where))
    )
    return {row.id: row.name for row in db.session.execute(chosen)}


def under(offices: Collection[tuple[str, int]]) -> sa.Select[int]:
    """The ids of the communities that lie under these offices, (kind, id); for use inside other
    questions."""
    streets = [place for kind, place in offices if kind == "subdistrict"]
    districts = [place for kind, place in offices if kind == "district"]
    return (
        sa.select(Community.id)
        .join(Community.subdistrict)
        .where(sa.or_(Subdistrict.id.in_(streets), Subdistrict.district_id.in_(districts)))
    )


def names_under(offices: Collection[tuple[str, int]]) -> Mapping[int, str]:
    """Community id -> name, of those that lie under these offices, (kind, id), in order."""
    chosen = sa.select(Community.id, Community.name).where(Community.id.in_(under(offices)))
    return {row.id: row.name for row in db.session.execute(chosen.order_by(Community.id))}


def beside(community_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
    """Community id -> the other communities of its sub-district; every one of the sub-districts
    in which these lie."""
    around = sa.select(Community.subdistrict_id).where(Community.id.in_(community_ids))
    rows = db.session.execute(
        sa.select(Community.id, Community.subdistrict_id)
        .where(Community.subdistrict_id.in_(around))
        .order_by(Community.id)
    ).all()
    together = defaultdict(list)
    for community_id, subdistrict_id in rows:
        together[subdistrict_id].append(community_id)
    return {one: [other for other in together[sub] if other != one] for one, sub in rows}


def district_of(where: Scope) -> District:
    """The district that the place lies in, or is."""
    if isinstance(where, District):
        return where
    street = where if isinstance(where, Subdistrict) else where.subdistrict
    return street.district


def scope(kind: str, place_id: int) -> Scope:
    """The community, sub-district or district (`kind`) of this id; NotFound when there is none."""
    found = cast("Scope | None", db.session.get(SCOPES[kind], place_id))
    if found is None:
        raise NotFound(kind, place_id)
    return found


def hold(where: Scope) -> None:
    """Nobody else lays out anything for this place until we are done; it is not changed."""
    kind = type(where)
    db.session.execute(
        sa.select(kind.id).where(kind.id == where.id).with_for_update(key_share=True)
    )
