"""Looking at whom to call: what is shown, and exactly one row that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from volunteer.contacts import rights
from volunteer.contacts.models import IMPLIED, Look, Reason
from volunteer.db import db
from volunteer.errors import Missing, NotAllowed
from volunteer.members.models import Member
from volunteer.needs.models import Need
from volunteer.orders.models import Order
from volunteer.policy import Actor, As, May
from volunteer.reviews.follow_ups import FollowUp


@dataclass(frozen=True)
class Asked:
    """Who asks to see it, when, in which request, and why; no reason where it is implied."""

    by: Actor
    now: datetime
    request: str
    reason: Reason | None = None
    words: str = ""


@dataclass(frozen=True)
class Contact:
    """Whom to call and where they live, in the one answer that its row of `looks` speaks of."""

    look: Look
    name: str
    phone: str
    address: str = ""


def at_resident(need: Need, asked: Asked) -> Contact:
    """The resident's phone and address are shown, and there is a row of it.

    Raises NotAllowed for whoever has no right to it now, Missing where a reason must be given.
    """
    standing = _standing(rights.to_resident(asked.by, need, now=asked.now), asked)
    look = _look(asked, standing, need.community_id, need_id=need.id)
    place = f"{need.community.name} {need.grid.name} {need.address}"
    return Contact(look, need.contact_name, need.contact_phone, place)


def for_call(follow_up: FollowUp, asked: Asked) -> Contact:
    """The resident's phone is shown to whoever calls them afterwards; where they live is not."""
    standing = _standing(rights.to_caller(asked.by, follow_up), asked)
    need = follow_up.need
    look = _look(asked, standing, follow_up.caller_id, need_id=need.id)
    return Contact(look, need.contact_name, need.contact_phone)


def at_member(member: Member, asked: Asked) -> Contact:
    """The member's phone is shown to those at home who look after registrations."""
    standing = _standing(rights.to_member(asked.by, member), asked)
    look = _look(asked, standing, member.community_id, member_id=member.id)
    return Contact(look, member.person.name, member.person.phone)


def at_other_side(order: Order, asked: Asked) -> Contact:
    """To the member who goes there, the resident; to staff, the member's phone."""
    if order.member.person_id == asked.by.person_id:
        return at_resident(order.need, asked)
    standing = _standing(rights.to_whoever_goes(asked.by, order, now=asked.now), asked)
    ids = {"need_id": order.need_id, "member_id": order.member_id}
    look = _look(asked, standing, order.community_id, **ids)
    return Contact(look, order.member.person.name, order.member.person.phone)


def _standing(granted: set[As], asked: Asked) -> As:
    """The standing that says why by itself, where no other reason is given."""
    if not granted:
        raise NotAllowed(May.SEE_CONTACT)
    telling = granted & IMPLIED.keys()
    others = granted - IMPLIED.keys()
    return min(telling if telling and (asked.reason is None or not others) else others)


def _look(asked: Asked, standing: As, community_id: int, **whose: int) -> Look:
    reason = IMPLIED.get(standing, asked.reason)
    if reason is None:
        raise Missing("reason")
    if reason == Reason.OTHER and not asked.words.strip():
        raise Missing("words")
    look = Look(
        at=asked.now,
        by_person_id=asked.by.person_id,
        standing=standing.name.lower(),
        community_id=community_id,
        reason=reason,
        words=asked.words.strip(),
        request=asked.request,
        **whose,
    )
    db.session.add(look)
    return look
