"""Reading rounds, and gathering what a round needs to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload, selectinload

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.members.models import Member
from volunteer.members.queries import NAME_ONLY, askable_in
from volunteer.needs.models import Need
from volunteer.needs.queries import open_in
from volunteer.orders.fit import Busy
from volunteer.orders.hall import BEHIND, LATELY
from volunteer.orders.models import Order
from volunteer.orders.queries import (
    answered_no,
    busy_times,
    helped_before,
    offered_times,
    places_taken,
    recent_minutes,
)
from volunteer.people.models import Person, RoleKind
from volunteer.rounds.adapter import Situation
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import PairWish, Proposal, Round, Ruling, Unfilled

PAGE = 20


def visible_to(person: Person) -> sa.Select[Round]:
    """Rounds of communities the person is secretary of."""
    mine = person.communities_as(RoleKind.SECRETARY)
    return sa.select(Round).where(Round.community_id.in_(mine))


def round_for(person: Person, round_id: int) -> Round:
    """The round with all that it proposes, if this person may see it."""
    found = db.session.scalar(
        visible_to(person)
        .where(Round.id == round_id)
        .options(
            selectinload(Round.proposals).joinedload(Proposal.need).joinedload(Need.grid),
            selectinload(Round.proposals)
            .joinedload(Proposal.member)
            .options(joinedload(Member.person), joinedload(Member.grid)),
            selectinload(Round.proposals).joinedload(Proposal.order).lazyload(Order.need),
            selectinload(Round.unfilled).joinedload(Unfilled.need).joinedload(Need.grid),
            selectinload(Round.wishes),
        )
    )
    if found is None:
        raise NotFound("round", round_id)
    return found


def board_for(person: Person, round_id: int) -> Round:
    """The round as the board shows it: who is who, without what they can do and when."""
    found = db.session.scalar(
        visible_to(person)
        .where(Round.id == round_id)
        .options(
            joinedload(Round.community),
            selectinload(Round.proposals).options(
                joinedload(Proposal.need).joinedload(Need.grid),
                joinedload(Proposal.member).options(*NAME_ONLY, joinedload(Member.grid)),
                joinedload(Proposal.order).options(lazyload(Order.need), lazyload(Order.member)),
            ),
            selectinload(Round.unfilled).joinedload(Unfilled.need).joinedload(Need.grid),
            selectinload(Round.wishes),
        )
    )
    if found is None:
        raise NotFound("round", round_id)
    return found


def forbidden_in(found: Round) -> Sequence[tuple[Need, Member]]:
    """The pairs that the secretary keeps out of this round, with who they are."""
    rows = db.session.execute(
        sa.select(Need, Member)
        .select_from(PairWish)
        .join(Need, Need.id == PairWish.need_id)
        .join(Member, Member.id == PairWish.member_id)
        .where(PairWish.round_id == found.id, PairWish.ruling == Ruling.FORBID)
        .options(joinedload(Need.grid), *NAME_ONLY)
        .order_by(Need.starts_at, Member.id)
    )
    return [(need, member) for need, member in rows]


def sizes(round_ids: Iterable[int]) -> Mapping[int, int]:
    """Round id -> how many pairs it proposes; empty rounds are left out."""
    rows = db.session.execute(
        sa.select(Proposal.round_id, sa.func.count().label("pairs"))
        .where(Proposal.round_id.in_(list(round_ids)))
        .group_by(Proposal.round_id)
    )
    return {row.round_id: row.pairs for row in rows}


def waiting_for(person: Person) -> Sequence[tuple[Round, int]]:
    """Proposals that nobody released yet, each with the number of its pairs, the oldest first."""
    pairs = (
        sa.select(sa.func.count())
        .where(Proposal.round_id == Round.id)
        .correlate(Round)
        .scalar_subquery()
    )
    rows = db.session.execute(
        visible_to(person)
        .add_columns(pairs)
        .where(Round.status == RoundStatus.PROPOSED)
        .options(joinedload(Round.community))
        .order_by(Round.created_at)
        .limit(PAGE)
    )
    return [(found, count) for found, count in rows]


def list_for(person: Person, *, after: int | None = None, limit: int = PAGE) -> Sequence[Round]:
    """Rounds newest first, below the id `after`."""
    chosen = visible_to(person).options(joinedload(Round.community))
    if after is not None:
        chosen = chosen.where(Round.id < after)
    return db.session.scalars(chosen.order_by(Round.id.desc()).limit(limit)).all()


def situation(
    community_id: int, wishes: Sequence[PairWish], *, now: datetime, until: datetime
) -> Situation:
    """What a round of the community sees now, in a fixed number of queries.

    Open offers count as places filled and times taken: whoever was asked is not asked elsewhere.
    """
    members = askable_in(community_id, now=now)
    needs = sorted(open_in([community_id], now=now, until=until), key=lambda need: need.id)
    ids = [member.id for member in members]
    offered = offered_times(ids, since=now)
    places = _places_left(needs, offered.needs)
    looking = [need for need in needs if places[need.id] > 0]
    known = helped_before(ids, {need.contact_phone for need in looking})
    return Situation(
        needs=looking,
        members=members,
        places=places,
        busy=_both(busy_times(ids, since=now - BEHIND), offered.times),
        recent=recent_minutes(ids, since=now - LATELY),
        familiar={
            (need.id, member_id)
            for need in looking
            for member_id in ids
            if (member_id, need.contact_phone) in known
        },
        forbidden={
            *answered_no([need.id for need in looking]),
            *((one.need_id, one.member_id) for one in wishes if one.ruling == Ruling.FORBID),
        },
        pinned={(one.need_id, one.member_id) for one in wishes if one.ruling == Ruling.PIN},
    )


def _places_left(needs: Sequence[Need], offered: Sequence[int]) -> dict[int, int]:
    taken = places_taken([need.id for need in needs])
    return {
        need.id: need.headcount - taken.get(need.id, 0) - offered.count(need.id) for need in needs
    }


def _both(
    first: Mapping[int, Sequence[Busy]], second: Mapping[int, Sequence[Busy]]
) -> dict[int, list[Busy]]:
    return {one: [*first.get(one, ()), *second.get(one, ())] for one in {*first, *second}}
