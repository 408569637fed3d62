"""District, sub-district, community, grid."""

from __future__ import annotations

from datetime import time
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.db import Model
from volunteer.journey import Journey, journey
from volunteer.policy import Actor, As

JOURNEY = journey("community", notes=["choose_asking", "keep_texts", "tell_unit"])


class District(Model):
    """区: where the service is run."""

    __tablename__ = "districts"
    kind: ClassVar = "district"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)

    def stands_of(self, actor: Actor) -> set[As]:
        return offices_in(actor, self.kind, self.id) | audits_in(actor, self.id)


class Subdistrict(Model):
    """街道: the agency above the communities."""

    __tablename__ = "subdistricts"
    kind: ClassVar = "subdistrict"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(sa.ForeignKey("districts.id"), index=True)
    name: Mapped[str]

    district: Mapped[District] = relationship()

    def stands_of(self, actor: Actor) -> set[As]:
        return offices_in(actor, self.kind, self.id)


class Community(Model):
    """社区: the area of one residents' committee, and the tenant of the service."""

    __tablename__ = "communities"
    kind: ClassVar = "community"

    id: Mapped[int] = mapped_column(primary_key=True)
    subdistrict_id: Mapped[int] = mapped_column(sa.ForeignKey("subdistricts.id"), index=True)
    name: Mapped[str]
    phone: Mapped[str]
    # Members are asked for open needs without waiting for a round to be released.
    asks_by_itself: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    # On these weekdays (0 is Monday) at this hour of Shanghai's clock a round is run and released.
    round_days: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    round_hour: Mapped[time | None]
    # Verb of triage -> answers that are given again and again (see `needs.texts`).
    canned_texts: Mapped[dict[str, list[str]]] = mapped_column(
        sa.JSON, default=dict, server_default="{}"
    )

    journey: ClassVar[Journey] = JOURNEY
    status: ClassVar[str] = ""  # a community is simply there; its history tells what it chose

    subdistrict: Mapped[Subdistrict] = relationship()
    grids: Mapped[list[Grid]] = relationship(order_by="Grid.id", back_populates="community")

    @property
    def community_id(self) -> int:
        return self.id

    def stands_of(self, actor: Actor) -> set[As]:
        """Before a thing exists in a community one asks the community itself."""
        return roles_in(actor, self.id)


class Grid(Model):
    """网格: a few hundred households. Its centre, in metres on the district's own plane, is the
    finest position the service keeps: walks are measured between grids, never to a home."""

    __tablename__ = "grids"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(sa.ForeignKey("communities.id"), index=True)
    name: Mapped[str]
    x_metres: Mapped[float]
    y_metres: Mapped[float]

    community: Mapped[Community] = relationship(back_populates="grids")


def audits_in(actor: Actor, district_id: int) -> set[As]:
    """The standing of whoever audits the district."""
    return {As.AUDITOR} if district_id in getattr(actor, "audits", ()) else set()


# Where a round may be run.
Scope = Community | Subdistrict | District


def roles_in(actor: Actor, community_id: int) -> set[As]:
    """The standings that somebody's roles give them in a community; none for a stranger."""
    granted: dict[int, set[As]] = getattr(actor, "standings_by_community", {})
    return set(granted.get(community_id, ()))


def offices_in(actor: Actor, kind: str, place_id: int) -> set[As]:
    """The standing that an office gives somebody in a place above the communities."""
    return {As.OFFICER} if (kind, place_id) in getattr(actor, "offices", ()) else set()
