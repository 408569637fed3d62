"""Who may see whom to call, now: the one place that decides, from the table of permissions.

A right ends with what it comes from: an order that is given back, an office that ends, a call that
is settled. Nothing is remembered from the look before.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from volunteer.members.models import Member
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.orders.lifecycle import LIVE
from volunteer.orders.models import Order
from volunteer.orders.room import holds_place
from volunteer.policy import GRANTS, Actor, As, May, can, standings
from volunteer.reviews.follow_ups import FollowUp
from volunteer.reviews.lifecycle import FollowUpStatus

AFTER = timedelta(hours=24)  # something was forgotten there, or the tap drips again


def may_see_contact(actor: Actor, need: Need, *, now: datetime) -> bool:
    """Whether the resident's phone and address may be shown to this actor now.

    The resident, staff of the community, and members who hold a place of a running need, until a
    day after the planned end.
    """
    return bool(to_resident(actor, need, now=now))


def to_resident(actor: Actor, need: Need, *, now: datetime) -> set[As]:
    """The standings under which the actor may see the need's phone and address now."""
    found = standings(actor, need)
    running = need.status != NeedStatus.CANCELLED and now <= need.ends_at + AFTER
    if running and holds_place(actor, need):
        found = found | {As.HELPER}
    return set(GRANTS[May.SEE_CONTACT] & found)


def to_caller(actor: Actor, follow_up: FollowUp) -> set[As]:
    """The standing of somebody whose community calls the resident, while the call is open and the
    resident has not said no to it."""
    waits = follow_up.status == FollowUpStatus.OPEN and follow_up.need.no_call_since is None
    if not waits or not can(actor, May.CALL_BACK, follow_up):
        return set()
    return {As.CALLER}


def to_member(actor: Actor, member: Member) -> set[As]:
    """The standings under which the actor may see the member's phone."""
    return set(GRANTS[May.SEE_MEMBER] & standings(actor, member))


def to_whoever_goes(actor: Actor, order: Order, *, now: datetime) -> set[As]:
    """The standings under which the actor may see the phone of the order's member now: staff of
    the community where the member goes, from the acceptance to a day after; and those at home."""
    found = to_member(actor, order.member)
    if order.status in LIVE and now <= order.ends_at + AFTER:
        found |= GRANTS[May.CALL_HELPER] & standings(actor, order)
    return found
