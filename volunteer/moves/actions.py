"""Leaving, and moving home: what was in hand goes back, what was served stays with the person."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from volunteer.db import db
from volunteer.errors import NotFound, UnderWay, WrongMoment
from volunteer.history.steps import begin, take_step
from volunteer.members import actions as members
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member
from volunteer.moves import queries
from volunteer.moves.lifecycle import MoveStatus
from volunteer.moves.models import Move
from volunteer.notices.actions import tell
from volunteer.orders import actions as orders
from volunteer.orders import claims, seats
from volunteer.orders.lifecycle import AHEAD, UNDECIDED, OrderStatus
from volunteer.orders.models import Release
from volunteer.people.models import RoleKind
from volunteer.people.queries import holders
from volunteer.places.queries import grid
from volunteer.policy import Actor, May
from volunteer.series import actions as series


def leave(member: Member, *, by: Actor, now: datetime) -> None:
    """The member serves no more: promises, answers and regular help are given back, the secretaries
    know, the record stays. They may report in again at any time.

    Raises UnderWay when a service of theirs has begun: that ends first.
    """
    for found in queries.adopted(member):
        series.leave(found, by=by, now=now)
    lock(member)
    given_back = give_back(member, by=by, now=now)
    move = queries.asked_by(member)
    if move is not None:
        take_back(move, by=by, now=now)
    was_active = member.status == MemberStatus.ACTIVE
    members.withdraw(member, by=by, now=now)
    if was_active:
        staff = set(holders(RoleKind.SECRETARY, member.community_id)) - {member.person_id}
        who = member.person.name
        tell(staff, "member_left", about=member, now=now, who=who, count=given_back)


def ask(member: Member, *, grid_id: int, keeps_promises: bool, by: Actor, now: datetime) -> Move:
    """The new community is asked to confirm; until then the member is at home where they were.
    Without `keeps_promises` what they promised is given back now.

    Raises NotFound for a grid of their own community, WrongMoment for whoever is not confirmed or
    waits for a move already, UnderWay as `leave` does.
    """
    lock(member)
    to = grid(grid_id)
    if to.community_id == member.community_id:
        raise NotFound("grid", grid_id)
    if member.status != MemberStatus.ACTIVE or queries.asked_by(member) is not None:
        raise WrongMoment("move.begin", member.status)
    move = Move(
        member=member,
        from_id=member.community_id,
        community_id=to.community_id,
        grid_id=to.id,
        keeps_promises=keeps_promises,
        asked_at=now,
    )
    begin(move, MoveStatus.ASKED, may=May.EDIT_PROFILE, by=by, now=now, keeps=keeps_promises)
    if not keeps_promises:
        give_back(member, by=by, now=now)
    tell(holders(RoleKind.SECRETARY, to.community_id), "move_asked", about=move, now=now)
    return move


def confirm(move: Move, *, by: Actor, now: datetime) -> None:
    """The member is at home in the new community, with their hours, skills and free time; what
    the old one had asked and not heard is withdrawn, regular help there has ended, and both know.
    """
    member, left = move.member, move.from_id
    for found in queries.adopted(member):
        series.let_go(found, now=now)
    lock(member)
    take_step(move, "confirm", by=by, now=now)
    move.decided_at = now
    waiting = [one for one in queries.in_hand(member) if one.status not in AHEAD]
    seats.withdraw(waiting, now=now, why="moved")
    members.settle(member, move.grid_id, now=now)
    tell([member.person_id], "move_confirmed", about=move, now=now)
    who = member.person.name
    tell(holders(RoleKind.SECRETARY, left), "member_moved", about=move, now=now, who=who)


def refuse(move: Move, *, why: str, by: Actor, now: datetime) -> None:
    """The member stays at home where they are and reads why."""
    take_step(move, "refuse", by=by, now=now, why=why)
    move.decided_at, move.decision_note = now, why
    tell([move.member.person_id], "move_refused", about=move, now=now, why=why)


def take_back(move: Move, *, by: Actor, now: datetime) -> None:
    """The member stays at home where they are."""
    take_step(move, "take_back", by=by, now=now)
    move.decided_at = now


def give_back(member: Member, *, by: Actor, now: datetime) -> int:
    """Nothing is promised and nothing is asked of the member any more; returns how many promises
    others have to be found for. Raises UnderWay."""
    found = queries.in_hand(member)
    promised = [one for one in found if one.status in AHEAD]
    if any(one.status == OrderStatus.CHECKED_IN or one.starts_at <= now for one in promised):
        raise UnderWay
    for order in found:
        if order.status == OrderStatus.ACCEPTED:
            orders.release(order, reason=Release.OTHER, by=by, now=now)
        elif order.status in UNDECIDED:
            claims.take_back(order, by=by, now=now)
        elif order.status == OrderStatus.OFFERED:
            orders.decline(order, by=by, now=now)
    return len(promised)


def lock(member: Member) -> None:
    """Nobody gives the member a task, or takes one from them, until we are done."""
    db.session.execute(
        sa.select(Member.id).where(Member.id == member.id).with_for_update(key_share=True)
    ).all()
    db.session.refresh(member)
