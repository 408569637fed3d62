"""The task hall (任务大厅): what is open, what suits me and why, what does not and why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from volunteer.db import db
from volunteer.members.free_time import grade_for
from volunteer.members.models import Member
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.limits import USUAL, Limits
from volunteer.needs.models import Need
from volunteer.needs.queries import open_in
from volunteer.needs.types import NEED_TYPES, Risk, Urgency
from volunteer.orders.fit import OWN_WISHES, Busy, Hindrance, hindrances, walk_minutes
from volunteer.orders.in_line import let_pass, places_kept
from volunteer.orders.queries import (
    busy_times,
    helped_before,
    places_taken,
    tried_already,
)
from volunteer.places.queries import beside

AHEAD = timedelta(days=30)
BEHIND = timedelta(days=8)
# Tasks that can wait stay out of the hall until so many rounds have looked for people, so that the
# best plan comes before the fastest hand. Where no round comes, a clock opens the hall
# (`Limits.in_hall_by`), and a day before its start every task is there.
ROUNDS_FIRST = {
    Urgency.EMERGENCY: 0,
    Urgency.URGENT: 0,
    Urgency.NORMAL: 1,
    Urgency.FLEXIBLE: 2,
}
IN_ANY_CASE = timedelta(days=1)
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Entry:
    """One open task as one member sees it."""

    need: Need
    places_left: int
    hindrances: Sequence[Hindrance]
    terms: dict[str, Any]
    was_asked: bool = False

    @property
    def suits(self) -> bool:
        """Nothing speaks against it."""
        return not self.hindrances

    @property
    def may_be_taken(self) -> bool:
        """Only the member's own wishes speak against it, which are theirs to overrule."""
        return OWN_WISHES.issuperset(self.hindrances)

    @property
    def needs_approval(self) -> bool:
        """A secretary decides before it is theirs, unless the community asked them before."""
        return self.need.risk != Risk.LOW and not self.was_asked


def is_in_hall(need: Need, *, now: datetime, limits: Limits = USUAL) -> bool:
    """Whether the hall shows this open need: after the right round, after its time without one, or
    because it begins soon, whichever comes first."""
    return (
        need.rounds_seen >= ROUNDS_FIRST[need.urgency]
        or limits.in_hall_by(need) <= now
        or need.starts_at <= now + IN_ANY_CASE
    )


def hall_for(
    member: Member, *, now: datetime, travel: timedelta, limits: Limits = USUAL
) -> list[Entry]:
    """Open tasks the member does not hold and has not answered, of their community and, if they
    want so, of the others of its sub-district.

    Tasks that can wait are left out until their round has come, or their time (`is_in_hall`).
    Those that suit come first, then those they may take all the same; soonest first in each.
    """
    return look_around(member, now=now, travel=travel, limits=limits)[0]


def look_around(
    member: Member, *, now: datetime, travel: timedelta, limits: Limits = USUAL
) -> tuple[list[Entry], list[Entry]]:
    """What `hall_for` says; and tasks for which the member may stand by, because all places are
    taken, or go to those first who stand by already."""
    around = beside([member.community_id]) if member.serves_neighbours else {}
    served = [member.community_id, *around.get(member.community_id, ())]
    needs = open_in(served, now=now, until=now + AHEAD, or_staffed=True)
    tried = tried_already(member.id, [need.id for need in needs])
    shown = [
        need
        for need in needs
        if (need.id, need.reopened) not in tried
        and (need.status == NeedStatus.STAFFED or is_in_hall(need, now=now, limits=limits))
    ]
    entries = sorted(
        entries_for(member, shown, now=now, travel=travel),
        key=lambda one: (not one.suits, not one.may_be_taken),
    )
    return (
        [one for one in entries if one.places_left > 0],
        [one for one in entries if one.places_left <= 0 and one.may_be_taken],
    )


def best_of(member: Member, entries: Sequence[Entry]) -> Entry | None:
    """The one task to begin with, of those that suit: what the member wishes to do most, at a time
    they like, for somebody they know, close by, soon."""

    def order(one: Entry) -> tuple[Any, ...]:
        wished = NEED_TYPES[one.need.type].group == member.wished_group
        terms = one.terms
        return (
            not wished,
            -terms["grade"],
            not terms["familiar"],
            terms["walk_minutes"],
            one.need.starts_at,
            one.need.id,
        )

    return min((one for one in entries if one.suits), key=order, default=None)


def entries_for(
    member: Member, needs: Sequence[Need], *, now: datetime, travel: timedelta
) -> list[Entry]:
    """How each of these tasks looks to the member; five queries, however many tasks.

    A place that is kept for who stands by is not left for them.
    """
    busy = busy_times([member.id], since=now - LATELY).get(member.id, [])
    ids = [need.id for need in needs]
    taken, kept = places_taken(ids), places_kept(ids)
    asked = {offer.need_id for offer in db.session.scalars(let_pass(member.id, ids))}
    return [
        Entry(
            need=need,
            places_left=need.headcount - taken.get(need.id, 0) - kept.get(need.id, 0),
            hindrances=hindrances(member, need, busy, travel=travel),
            terms=terms,
            was_asked=need.id in asked,
        )
        for need, terms in zip(needs, _terms(member, needs, busy, now), strict=True)
    ]


def reasons_for(member: Member, need: Need, *, now: datetime) -> dict[str, Any]:
    """Why the task suits the member, as it is kept with the order when they take it."""
    busy = busy_times([member.id], since=now - LATELY).get(member.id, [])
    (terms,) = _terms(member, [need], busy, now)
    return terms


def _terms(
    member: Member, needs: Sequence[Need], busy: Sequence[Busy], now: datetime
) -> list[dict[str, Any]]:
    """The numbers behind each pair, as they are kept with an order and put into words."""
    served = sum(one.minutes for one in busy if one.starts_at > now - LATELY)
    known = helped_before([member.id], {need.contact_phone_index for need in needs})
    return [
        {
            "skill": need.skill,
            "grade": int(grade_for(member.free, need.starts_at, need.ends_at)),
            "walk_minutes": ceil(walk_minutes(member.grid, need.grid)),
            "recent_minutes": served,
            "familiar": (member.id, need.contact_phone_index) in known,
        }
        for need in needs
    ]
