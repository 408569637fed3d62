"""Reporting in, being confirmed, keeping the profile true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from volunteer import clock
from volunteer.consents import actions as consents
from volunteer.consents.models import Consent, Purpose
from volunteer.consents.queries import standing_of
from volunteer.consents.words import text_of
from volunteer.db import db
from volunteer.errors import NotFound, TooLate, WrongMoment
from volunteer.history.steps import begin, note, take_step
from volunteer.members.free_time import Grade, part_of_week
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import FreePart, Member, MemberSkill, Reminders
from volunteer.members.skills import Group
from volunteer.notices.actions import tell
from volunteer.people import actions as people
from volunteer.people.models import Person, RoleKind
from volunteer.people.queries import holders
from volunteer.places.queries import beside, grid
from volunteer.policy import SERVICE, Actor, May


def register(*, name: str, phone: str, password_hash: str, now: datetime, **profile: Any) -> Member:
    """The person has an account (login = phone) and waits for their community's secretary.

    Raises LoginTaken when the phone already signs in, NotFound for an unknown grid.
    """
    person = people.create(
        name=name, login=phone, phone=phone, password_hash=password_hash, now=now
    )
    return report_in(person, now=now, **profile)


def report_in(
    person: Person, *, now: datetime, wants_offers: bool | None = None, **profile: Any
) -> Member:
    """Somebody who can sign in has a registration, waiting for the secretary; whoever left comes
    back with the one they had. They are matched only if they say that they want offers.

    Raises WrongMoment when they have one already.
    """
    known = db.session.scalar(sa.select(Member).where(Member.person_id == person.id))
    if known is not None and known.status != MemberStatus.WITHDRAWN:
        raise WrongMoment("member.begin", known.status)
    member = known or Member(person=person, person_id=person.id)
    member.submitted_at, member.confirmed_at, member.paused_until = now, None, None
    _fill(member, **profile)
    if known is None:
        begin(member, MemberStatus.SUBMITTED, may=May.REGISTER, by=person, now=now)
    else:
        take_step(member, "come_back", by=person, now=now)
    choose_matching(member, bool(wants_offers), by=person, now=now)
    tell(
        holders(RoleKind.SECRETARY, member.community_id), "member_submitted", about=member, now=now
    )
    return member


def confirm(
    member: Member, *, by: Actor, now: datetime, licences: Mapping[str, date] | None = None
) -> None:
    """The member may serve, has a receipt number, and is told; licences seen are noted."""
    take_step(member, "confirm", by=by, now=now)
    member.confirmed_at = now
    member.decision_note = ""
    for held in member.skills:
        held.licence_until = (licences or {}).get(held.skill, held.licence_until)
    people.grant(member.person, RoleKind.MEMBER, member.community_id, now=now)
    _open_doors(member, now=now)
    tell([member.person_id], "member_confirmed", about=member, now=now, receipt=member.receipt_no)


def send_back(member: Member, *, by: Actor, why: str, now: datetime) -> None:
    """The member reads what to correct and may submit again."""
    take_step(member, "return", by=by, now=now, why=why)
    member.decision_note = why
    tell([member.person_id], "member_returned", about=member, now=now)


def refuse(member: Member, *, by: Actor, why: str, now: datetime) -> None:
    """The registration ends with a reason the member can read."""
    take_step(member, "refuse", by=by, now=now, why=why)
    member.decision_note = why
    tell([member.person_id], "member_refused", about=member, now=now)


def edit(
    member: Member, *, by: Actor, now: datetime, wants_offers: bool | None = None, **profile: Any
) -> None:
    """The profile says what was given; a returned registration is submitted again. Whether they
    want offers stays as it was where nothing is said.

    Raises NotFound for a grid outside the home community of a confirmed member.
    """
    note(member, "edit", may=May.EDIT_PROFILE, by=by, now=now)
    submitted_anew = member.status == MemberStatus.RETURNED
    home = grid(profile["grid_id"]).community_id
    if home != member.community_id and not submitted_anew:
        # Moving home needs the new community's word; it is not an edit.
        raise NotFound("grid", profile["grid_id"])
    _fill(member, **profile)
    if wants_offers is not None:
        choose_matching(member, wants_offers, by=by, now=now)
    if not submitted_anew:
        _open_doors(member, now=now)
        return
    take_step(member, "resubmit", by=by, now=now)
    tell(
        holders(RoleKind.SECRETARY, member.community_id), "member_submitted", about=member, now=now
    )


def choose_matching(member: Member, wanted: bool, *, by: Actor, now: datetime) -> None:
    """The service matches the member and asks them by itself, or does neither from now on."""
    standing = standing_of(member.person_id, Purpose.MATCHING, lock=True)
    if wanted and not member.wants_offers:
        agree_to_matching(member, text_of(Purpose.MATCHING, str), by=by, now=now)
    elif not wanted and standing is not None:
        consents.withdraw(member, standing, by=by, now=now)
        db.session.expire(member, ["wants_offers"])


def agree_to_matching(member: Member, text: str, *, by: Actor, now: datetime) -> Consent:
    """The service may match the member and ask them by itself: to this text they agreed."""
    found = consents.give(member, Purpose.MATCHING, text, by=by, now=now)
    db.session.expire(member, ["wants_offers"])
    return found


def pause(member: Member, *, by: Actor, until: date | None, now: datetime) -> None:
    """The member is asked nothing until after that day; None ends the pause.

    Raises TooLate for a day that has passed.
    """
    if until is not None and until < clock.local(now).date():
        raise TooLate
    note(member, "pause" if until else "resume", may=May.EDIT_PROFILE, by=by, now=now)
    member.paused_until = until


def withdraw(member: Member, *, by: Actor, now: datetime) -> None:
    """The member serves no more; what was served stays on their record."""
    take_step(member, "withdraw", by=by, now=now)
    people.end_roles(member.person_id, RoleKind.MEMBER, now=now)
    people.end_roles(member.person_id, RoleKind.NEIGHBOUR, now=now)


def settle(member: Member, grid_id: int, *, now: datetime) -> None:
    """The member is at home in this grid of another community, and both histories say so."""
    note(member, "move_away", may=May.FOLLOW_MOVE, by=SERVICE, now=now, grid=grid_id)
    people.end_roles(member.person_id, RoleKind.MEMBER, now=now)
    people.end_roles(member.person_id, RoleKind.NEIGHBOUR, now=now)
    where = grid(grid_id)
    member.grid_id, member.community_id = where.id, where.community_id
    db.session.flush()  # the place is read again below
    db.session.expire(member, ["grid", "community"])
    people.grant(member.person, RoleKind.MEMBER, where.community_id, now=now)
    _open_doors(member, now=now)
    note(member, "move_in", may=May.FOLLOW_MOVE, by=SERVICE, now=now, grid=grid_id)


def open_to_neighbours(community_id: int, *, now: datetime) -> None:
    """Whoever also goes to other communities of the sub-district may come to this new one."""
    for member in db.session.scalars(
        sa.select(Member).where(
            Member.community_id.in_(beside([community_id])[community_id]),
            Member.status == MemberStatus.ACTIVE,
            Member.serves_neighbours,
        )
    ):
        people.grant(member.person, RoleKind.NEIGHBOUR, community_id, now=now)


def _open_doors(member: Member, *, now: datetime) -> None:
    """A confirmed member who wants so is a neighbour in the other communities, and only then."""
    theirs = set(member.person.communities_as(RoleKind.NEIGHBOUR))
    if member.status != MemberStatus.ACTIVE or bool(theirs) == member.serves_neighbours:
        return
    if not member.serves_neighbours:
        people.end_roles(member.person_id, RoleKind.NEIGHBOUR, now=now)
        return
    for community_id in beside([member.community_id])[member.community_id]:
        people.grant(member.person, RoleKind.NEIGHBOUR, community_id, now=now)


def _fill(  # noqa: PLR0913 - a profile has so many parts, each by name
    member: Member,
    *,
    unit_name: str,
    grid_id: int,
    skills: Sequence[Mapping[str, Any]],
    free_time: Sequence[Mapping[str, int]],
    tasks_per_week: int,
    reach_minutes: int,
    serves_neighbours: bool = False,
    wished_group: Group | None = None,
    reminders: Reminders = Reminders.BOTH,
    wants_digest: bool = False,
) -> None:
    where = grid(grid_id)
    member.grid_id, member.community_id = where.id, where.community_id
    member.unit_name = unit_name
    member.tasks_per_week, member.reach_minutes = tasks_per_week, reach_minutes
    member.reminders, member.wants_digest = reminders, wants_digest
    member.serves_neighbours = serves_neighbours
    member.wished_group = wished_group
    # A licence was seen for the skill itself; changing the level does not unsee it.
    seen = {held.skill: held.licence_until for held in member.skills}
    member.skills.clear()
    member.free_parts.clear()
    if member.id:
        db.session.flush()  # the same keys come again: rows must go before they return
    member.skills.extend(
        MemberSkill(skill=one["skill"], level=one["level"], licence_until=seen.get(one["skill"]))
        for one in skills
    )
    member.free_parts.extend(
        FreePart(part_of_week=part_of_week(one["weekday"], one["part"]), grade=one["grade"])
        for one in free_time
        if one["grade"] != Grade.NO
    )
