"""Offices are given from above, in a place, for as long as agreed, and never to oneself.

District officers stand above sub-districts and communities, officers of a sub-district above its
communities, secretaries above grid workers, district officers above departments and work units,
administrators above districts and their auditors; nobody audits what they have a hand in. A deputy
(代理) holds the secretary's office for a time besides the secretary. Whenever an office begins or
ends, the person signs in anew: no session outlives what it was opened for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from volunteer.db import db
from volunteer.errors import LastAdministrator, Missing, NotAllowed, NotFound, TooLate, WrongMoment
from volunteer.history.steps import note
from volunteer.notices.actions import tell
from volunteer.people import second_factor
from volunteer.people.actions import end_sessions
from volunteer.people.models import (
    ABOVE_COMMUNITIES,
    FOR_BODIES,
    OFFICES,
    Person,
    Role,
    RoleKind,
)
from volunteer.people.queries import district_officers_of, holders, officers_of
from volunteer.places import queries as places
from volunteer.places.models import Community, District, Subdistrict
from volunteer.policy import SERVICE, Actor, May, can, require

PLACE_OF = {
    RoleKind.WORKER: "community",
    RoleKind.SECRETARY: "community",
    RoleKind.SUBDISTRICT_OFFICER: "subdistrict",
    RoleKind.DISTRICT_OFFICER: "district",
    RoleKind.DEPARTMENT_OFFICER: "district",
    RoleKind.UNIT_CONTACT: "district",
    RoleKind.AUDITOR: "district",
}


def below(actor: Person) -> sa.Select[Role]:
    """The running offices that the person stands above, with their holders; never their own."""
    is_secretary_of = actor.communities_as(RoleKind.SECRETARY)
    districts = [place for kind, place in actor.offices if kind == "district"]
    streets = sa.select(Subdistrict.id).where(Subdistrict.district_id.in_(districts))
    of_staff = Role.role.in_((RoleKind.SECRETARY, RoleKind.WORKER))
    reached = [
        sa.and_(Role.role == RoleKind.WORKER, Role.community_id.in_(is_secretary_of)),
        sa.and_(of_staff, Role.community_id.in_(places.under(actor.offices))),
        Role.subdistrict_id.in_(streets),
        sa.and_(Role.role.in_(FOR_BODIES), Role.district_id.in_(districts)),
    ]
    if actor.is_administrator:
        reached.append(Role.role.in_(ABOVE_COMMUNITIES))
    return (
        sa.select(Role)
        .join(Role.person)
        .options(contains_eager(Role.person))
        .where(Role.ended_at.is_(None), Role.person_id != actor.id, sa.or_(*reached))
        .order_by(Role.district_id, Role.subdistrict_id, Role.community_id, Role.role, Role.id)
    )


def grantable(actor: Person) -> Sequence[tuple[RoleKind, int]]:
    """Every office that the person may give: its kind and the id of its place."""
    found = [(RoleKind.WORKER, one) for one in actor.communities_as(RoleKind.SECRETARY)]
    under = db.session.scalars(places.under(actor.offices).order_by(Community.id)).all()
    found += [(kind, one) for one in under for kind in (RoleKind.SECRETARY, RoleKind.WORKER)]
    districts = [place for kind, place in actor.offices if kind == "district"]
    streets = sa.select(Subdistrict.id).where(Subdistrict.district_id.in_(districts))
    streets = streets.order_by(Subdistrict.id)
    found += [(RoleKind.SUBDISTRICT_OFFICER, one) for one in db.session.scalars(streets)]
    found += [(kind, one) for one in sorted(districts) for kind in sorted(FOR_BODIES)]
    if actor.is_administrator:
        every = db.session.scalars(sa.select(District.id).order_by(District.id)).all()
        kinds = (RoleKind.DISTRICT_OFFICER, RoleKind.AUDITOR)
        found += [(kind, one) for one in every for kind in kinds]
    return list(dict.fromkeys(found))


def list_for(actor: Person) -> Sequence[Role]:
    """Who holds which office below this person."""
    return db.session.scalars(below(actor)).unique().all()


def role_for(actor: Person, role_id: int) -> Role:
    """One office below this person; NotFound for any other."""
    found = db.session.scalars(below(actor).where(Role.id == role_id)).unique().one_or_none()
    if found is None:
        raise NotFound("role", role_id)
    return found


def membership_for(actor: Actor, person_id: int, community_id: int) -> Role:
    """The person's being a member there, for whoever stands above it; else NotFound."""
    found = db.session.scalar(
        sa.select(Role).where(
            Role.person_id == person_id,
            Role.community_id == community_id,
            Role.role == RoleKind.MEMBER,
            Role.ended_at.is_(None),
        )
    )
    if found is None or not can(actor, May.GIVE_PASSWORD, found):
        raise NotFound("role", person_id)
    return found


def grant(  # noqa: PLR0913 - who, what, where, until when, by whom
    person: Person,
    kind: RoleKind,
    place_id: int,
    *,
    by: Actor,
    now: datetime,
    ends_at: datetime | None = None,
    acting_for_id: int | None = None,
    body: str = "",
) -> Role:
    """The person holds the office in this place, until `ends_at` at most, and is told.

    Raises NotAllowed unless the giver stands above it, NotFound for a place that is not,
    TooLate for an end that has passed, Overtaken when they hold it already, Missing for a
    department or work unit without its name.
    """
    if ends_at is not None and ends_at <= now:
        raise TooLate
    if kind in FOR_BODIES and not body:
        raise Missing("body")
    _must_not_audit_themselves(person, kind)
    place = PLACE_OF[kind]
    role = Role(
        role=kind,
        **{f"{place}_id": places.scope(place, place_id).id},
        person_id=person.id,
        granted_at=now,
        granted_by_id=by.person_id,
        ends_at=ends_at,
        acting_for_id=acting_for_id,
        body=body if kind in FOR_BODIES else None,
    )
    require(by, May.GRANT_ROLE, role)
    db.session.add(role)
    db.session.flush()  # its history needs the id
    until = ends_at.isoformat() if ends_at else ""
    note(role, "grant", may=May.GRANT_ROLE, by=by, now=now, role=kind.value, until=until)
    _tell_and_sign_out(role, "role_granted", now)
    return role


def entrust(person: Person, *, by: Actor, now: datetime) -> None:
    """The person looks after the service itself from now on, and sees nobody's affairs by that."""
    role = Role(role=RoleKind.ADMINISTRATOR, person_id=person.id, granted_at=now)
    db.session.add(role)
    db.session.flush()  # its history needs the id
    note(role, "grant", may=May.GRANT_ROLE, by=by, now=now, role=str(role.role))
    db.session.expire(person, ["roles"])


def name_deputy(role: Role, person: Person, *, ends_at: datetime, by: Actor, now: datetime) -> Role:
    """The person acts as secretary besides the one who is away, until then.

    Raises WrongMoment for an office that is no secretary's, NotAllowed for the secretary themself.
    """
    if role.role != RoleKind.SECRETARY or person.id == role.person_id:
        raise WrongMoment("role.deputy", role.role)
    assert role.community_id is not None, "a secretary has a community"
    return grant(
        person,
        RoleKind.SECRETARY,
        role.community_id,
        by=by,
        now=now,
        ends_at=ends_at,
        acting_for_id=role.person_id,
    )


def end(role: Role, *, by: Actor, now: datetime) -> None:
    """The office is no longer theirs, at once and everywhere; they are told.

    Raises LastAdministrator for the only one, WrongMoment when it has ended.
    """
    db.session.refresh(role, with_for_update={"of": Role})
    if role.ended_at is not None:
        raise WrongMoment("role.end", "ended")
    if role.role == RoleKind.ADMINISTRATOR and not _another_administrator(role):
        raise LastAdministrator
    note(role, "end", may=May.END_ROLE, by=by, now=now, role=str(role.role))
    role.ended_at = now
    _tell_and_sign_out(role, "role_ended", now)
    if role.role == RoleKind.SECRETARY:
        _hand_on(role, now)


def due(now: datetime) -> Sequence[int]:
    """The ids of offices whose agreed end has come."""
    return db.session.scalars(
        sa.select(Role.id).where(Role.ended_at.is_(None), Role.ends_at <= now).order_by(Role.id)
    ).all()


def expire(role_id: int, now: datetime) -> bool:
    """The office has ended as agreed; whether it had not before."""
    role = db.session.scalar(sa.select(Role).where(Role.id == role_id).with_for_update(of=Role))
    if role is None or role.ended_at is not None or role.ends_at is None or role.ends_at > now:
        return False
    end(role, by=SERVICE, now=now)
    return True


def give_password(role: Role, password_hash: str, *, by: Actor, now: datetime) -> None:
    """The holder signs in with a password for once, and with it has to choose their own.

    Their sessions are over, their second proof is taken off; the giver must stand above every
    office they hold, or would get one that is not theirs to give.
    """
    holder = role.person
    for held in holder.roles:
        if held.role in OFFICES:
            require(by, May.GIVE_PASSWORD, held)
    note(role, "give-password", may=May.GIVE_PASSWORD, by=by, now=now)
    second_factor.take_off(holder.id)
    end_sessions(holder.id, now=now)
    holder.password_hash, holder.change_due_at = password_hash, now
    tell([holder.id], "password_given", about=role, now=now)


def _another_administrator(role: Role) -> bool:
    """Whether somebody else looks after the service; nobody ends theirs meanwhile."""
    running = db.session.scalars(
        sa.select(Role)
        .join(Role.person)
        .where(
            Role.role == RoleKind.ADMINISTRATOR,
            Role.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .order_by(Role.id)
        .with_for_update(of=Role)
        .execution_options(populate_existing=True)
    ).all()
    return any(one.person_id != role.person_id for one in running)


def _must_not_audit_themselves(person: Person, kind: RoleKind) -> None:
    """Who audits holds no other office, and who holds another does not audit."""
    held = {one.role for one in person.roles if one.role in OFFICES} | {kind}
    if RoleKind.AUDITOR in held and len(held) > 1:
        raise NotAllowed(May.GRANT_ROLE)


def _hand_on(role: Role, now: datetime) -> None:
    """What the secretary had in hand is the others', who know; without any, those above do.

    Needs, claims, records and rounds wait for whoever is secretary, never for one of them by name.
    """
    assert role.community_id is not None, "a secretary has a community"
    others = set(holders(RoleKind.SECRETARY, role.community_id)) - {role.person_id}
    where = places.community(role.community_id)
    if others:
        tell(others, "secretary_left", about=role, now=now, who=role.person.name)
        return
    above = officers_of(where.subdistrict_id) or district_officers_of(where.subdistrict.district_id)
    tell(above, "without_secretary", about=role, now=now, place=where.name)


def _tell_and_sign_out(role: Role, notice_kind: str, now: datetime) -> None:
    """Whoever held or holds it signs in anew and is told."""
    end_sessions(role.person_id, now=now)
    tell([role.person_id], notice_kind, about=role, now=now, role=str(role.role))
    db.session.flush()
    db.session.expire(role.person, ["roles"])
