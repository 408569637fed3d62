"""People and the roles they hold."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from volunteer.db import Model, db
from volunteer.journey import Journey, is_one_of, journey
from volunteer.places.models import Community, Subdistrict
from volunteer.policy import GRANTS, Actor, As, May
from volunteer.sealing import Sealed, blind_of
from volunteer.sounds import sound_of
from volunteer.words import word

COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟")
COURTESY = word("{surname}同志")


class RoleKind(StrEnum):
    """What somebody is in a community, above the communities, or for the service itself."""

    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    DEPARTMENT_OFFICER = "department_officer"
    DISTRICT_OFFICER = "district_officer"
    MEMBER = "member"
    NEIGHBOUR = "neighbour"
    SECRETARY = "secretary"
    SUBDISTRICT_OFFICER = "subdistrict_officer"
    UNIT_CONTACT = "unit_contact"
    WORKER = "worker"


STANDING = {
    RoleKind.ADMINISTRATOR: As.ADMINISTRATOR,
    RoleKind.AUDITOR: As.AUDITOR,
    RoleKind.DEPARTMENT_OFFICER: As.DEPARTMENT,
    RoleKind.DISTRICT_OFFICER: As.OFFICER,
    RoleKind.MEMBER: As.MEMBER,
    RoleKind.NEIGHBOUR: As.NEIGHBOUR,
    RoleKind.SECRETARY: As.SECRETARY,
    RoleKind.SUBDISTRICT_OFFICER: As.OFFICER,
    RoleKind.UNIT_CONTACT: As.UNIT,
    RoleKind.WORKER: As.WORKER,
}
# What lets somebody see affairs of others; given from above and told in the history.
OFFICES = frozenset(RoleKind) - {RoleKind.MEMBER, RoleKind.NEIGHBOUR}
OFFICERS = frozenset({RoleKind.DISTRICT_OFFICER, RoleKind.SUBDISTRICT_OFFICER})
# Given by the administrator: who audits a district is chosen by nobody in it.
ABOVE_COMMUNITIES = frozenset({RoleKind.DISTRICT_OFFICER, RoleKind.ADMINISTRATOR, RoleKind.AUDITOR})
# Somebody speaks for a department or a work unit of the district.
FOR_BODIES = frozenset({RoleKind.DEPARTMENT_OFFICER, RoleKind.UNIT_CONTACT})
JOURNEY = journey("role", notes=["grant", "end", "give-password"])
# Each role is held in one place of the kind that it belongs to; an administrator in none.
ROLE_HAS_ITS_PLACE = (
    "(role = 'subdistrict_officer') = (subdistrict_id IS NOT NULL)"
    " AND (role IN ('auditor', 'department_officer', 'district_officer', 'unit_contact'))"
    " = (district_id IS NOT NULL)"
    " AND (role IN ('member', 'neighbour', 'secretary', 'worker')) = (community_id IS NOT NULL)"
)


ROLE_NAMES_ITS_BODY = (
    "(role IN ('department_officer', 'unit_contact')) = (body IS NOT NULL AND body <> '')"
)


def _one_at_a_time(name: str, *columns: str) -> sa.Index:
    running = sa.text("ended_at IS NULL")
    return sa.Index(name, *columns, unique=True, sqlite_where=running, postgresql_where=running)


class Role(Model):
    """Somebody holds a role in a community, or an office above the communities, until it ends."""

    __tablename__ = "roles"
    __table_args__ = (
        sa.CheckConstraint(is_one_of("role", RoleKind), name="role_is_known"),
        sa.CheckConstraint(ROLE_HAS_ITS_PLACE, name="role_has_its_place"),
        sa.CheckConstraint(ROLE_NAMES_ITS_BODY, name="role_names_its_body"),
        sa.CheckConstraint(
            "granted_by_id IS NULL OR granted_by_id <> person_id", name="nobody_grants_their_own"
        ),
        sa.CheckConstraint(
            "acting_for_id IS NULL OR (role = 'secretary' AND acting_for_id <> person_id"
            " AND ends_at IS NOT NULL)",
            name="deputy_acts_for_a_time",
        ),
        _one_at_a_time("one_role_at_a_time", "person_id", "community_id", "role"),
        _one_at_a_time("one_subdistrict_office_at_a_time", "person_id", "subdistrict_id"),
        _one_at_a_time("one_district_office_at_a_time", "person_id", "district_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    community_id: Mapped[int | None] = mapped_column(sa.ForeignKey("communities.id"), index=True)
    subdistrict_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subdistricts.id"))
    district_id: Mapped[int | None] = mapped_column(sa.ForeignKey("districts.id"))
    role: Mapped[RoleKind] = mapped_column(sa.String)
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    ends_at: Mapped[datetime | None]  # as agreed; `ended_at` says that it has
    acting_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    body: Mapped[str | None]  # the department or work unit that the person speaks for

    journey: ClassVar[Journey] = JOURNEY
    status = ""  # it runs or has ended; its history tells who gave it

    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def place(self) -> tuple[str, int | None]:
        """Where it is held: (kind, id); ("", None) for the service itself."""
        for kind in ("community", "subdistrict", "district"):
            number = getattr(self, f"{kind}_id")
            if number is not None:
                return kind, number
        return "", None

    def stands_of(self, actor: Actor) -> set[As]:
        """Whoever stands above the office; never its holder."""
        if actor.person_id == self.person_id:
            return {As.HIMSELF}
        return {As.ABOVE} if self._is_below(actor) else set()

    def _is_below(self, actor: Actor) -> bool:
        if self.role in ABOVE_COMMUNITIES:
            return bool(getattr(actor, "is_administrator", False))
        offices: set[tuple[str, int]] = getattr(actor, "offices", set())
        held: dict[int, set[As]] = getattr(actor, "standings_by_community", {})
        if self.role in FOR_BODIES:
            return ("district", self.district_id) in offices
        street_id = self.subdistrict_id
        if self.community_id is not None:
            if self.role != RoleKind.SECRETARY and As.SECRETARY in held.get(self.community_id, ()):
                return True
            street_id = db.session.scalar(
                sa.select(Community.subdistrict_id).where(Community.id == self.community_id)
            )
            if ("subdistrict", street_id) in offices:
                return True
        district_id = db.session.scalar(
            sa.select(Subdistrict.district_id).where(Subdistrict.id == street_id)
        )
        return ("district", district_id) in offices


class Person(Model):
    """Somebody who can sign in."""

    __tablename__ = "people"
    __table_args__ = (sa.Index("login_is_unique", "login_index", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_sound: Mapped[str] = mapped_column(default=sound_of("name"), server_default="")
    login: Mapped[str] = mapped_column(Sealed("people.login"))  # to most people, their phone
    login_index: Mapped[str] = mapped_column(default=blind_of("login"))
    phone: Mapped[str] = mapped_column(Sealed("people.phone"))
    phone_index: Mapped[str] = mapped_column(default=blind_of("phone"), index=True)
    password_hash: Mapped[str]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    # From then on nothing but another password is asked of them.
    change_due_at: Mapped[datetime | None]
    # They know their way: hints for a first visit are shown no more.
    hints_read_at: Mapped[datetime | None]

    roles: Mapped[list[Role]] = relationship(
        primaryjoin="and_(Person.id == Role.person_id, Role.ended_at.is_(None))",
        lazy="selectin",
        viewonly=True,
    )

    # What Flask-Login asks of somebody signed in; the session's token is their id.
    is_authenticated = True
    is_anonymous = False
    token = ""
    seen_at = datetime.max.replace(tzinfo=UTC)  # the last click, as far as it was written down
    proved_at = datetime.min.replace(tzinfo=UTC)
    has_second = False

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    def get_id(self) -> str:
        return self.token

    @property
    def person_id(self) -> int:
        return self.id

    @property
    def standings_by_community(self) -> dict[int, set[As]]:
        """How the person's roles make them stand in each community."""
        found: dict[int, set[As]] = {}
        for role in self.roles:
            if role.community_id is not None:
                found.setdefault(role.community_id, set()).add(STANDING[RoleKind(role.role)])
        return found

    @property
    def offices(self) -> set[tuple[str, int]]:
        """The places above the communities where the person is an officer: (kind, id)."""
        held = [role for role in self.roles if role.role in OFFICERS]
        places = {(role.subdistrict_id, role.district_id) for role in held}
        return {("subdistrict", one) for one, _ in places if one} | {
            ("district", one) for _, one in places if one
        }

    def stands_of(self, actor: object) -> set[As]:
        return {As.HIMSELF} if getattr(actor, "person_id", None) == self.id else set()

    def communities_as(self, *kinds: RoleKind) -> list[int]:
        """The communities in which the person holds one of these roles, in id order."""
        return sorted(
            {one.community_id for one in self.roles if one.community_id and one.role in kinds}
        )

    def communities_for(self, may: May) -> list[int]:
        """The communities in which one of the person's roles grants this, in id order."""
        held = self.standings_by_community.items()
        return sorted(place for place, stands in held if stands & GRANTS[may])

    def districts_as(self, kind: RoleKind) -> list[int]:
        """The districts in which the person holds this office, in id order."""
        return sorted(
            {one.district_id for one in self.roles if one.district_id and one.role == kind}
        )

    @property
    def audits(self) -> list[int]:
        """The districts that the person audits, in id order."""
        return self.districts_as(RoleKind.AUDITOR)

    @property
    def units(self) -> set[tuple[int, str]]:
        """The work units that the person speaks for: (district id, name)."""
        return {
            (one.district_id, one.body)
            for one in self.roles
            if one.role == RoleKind.UNIT_CONTACT and one.district_id and one.body
        }

    @property
    def holds_office(self) -> bool:
        """Whether they see affairs of others by a role that was given from above."""
        return any(one.role in OFFICES for one in self.roles)

    @property
    def is_staff(self) -> bool:
        return bool(self.communities_as(RoleKind.SECRETARY, RoleKind.WORKER))

    @property
    def is_administrator(self) -> bool:
        return any(one.role == RoleKind.ADMINISTRATOR for one in self.roles)

    @property
    def surname(self) -> str:
        return self.name[:2] if self.name.startswith(COMPOUND_SURNAMES) else self.name[:1]

    @property
    def shown_name(self) -> str:
        """How the person is named to residents: the surname only, unless they choose more."""
        return COURTESY.format(surname=self.surname)


class CalendarFeed(Model):
    """The secret address under which a calendar program reads the person's tasks."""

    __tablename__ = "calendar_feeds"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
