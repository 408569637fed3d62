"""Reading rounds, always on behalf of somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload, selectinload

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.members.models import Member
from volunteer.members.queries import NAME_ONLY
from volunteer.needs.models import Need
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.places.models import Community, Scope, Subdistrict
from volunteer.places.queries import SCOPES, scope
from volunteer.policy import May, can
from volunteer.rounds.lifecycle import RoundStatus
from volunteer.rounds.models import PairWish, Proposal, Round, Ruling, Unfilled
from volunteer.rounds.seen import Pair

Row = TypeVar("Row", Proposal, Unfilled, PairWish)
PAGE = 20
# A round is for one of the three; all come with it in one query.
WHERE = (joinedload(Round.community), joinedload(Round.subdistrict), joinedload(Round.district))


def visible_to(person: Person) -> sa.Select[Round]:
    """Rounds of communities the person is secretary of, wider ones that hold such a community,
    and those of the sub-district or district whose officer they are."""
    mine = person.communities_for(May.RUN_ROUND)
    streets = sa.select(Community.subdistrict_id).where(Community.id.in_(mine))
    districts = sa.select(Subdistrict.district_id).where(Subdistrict.id.in_(streets))
    offices = {kind: [one for of, one in person.offices if of == kind] for kind in SCOPES}
    return sa.select(Round).where(
        sa.or_(
            Round.community_id.in_(mine),
            Round.subdistrict_id.in_(streets),
            Round.subdistrict_id.in_(offices["subdistrict"]),
            Round.district_id.in_(districts),
            Round.district_id.in_(offices["district"]),
        )
    )


def outline_for(person: Person, round_id: int) -> Round:
    """The round without its pairs and gaps, if this person may see it."""
    found = db.session.scalar(visible_to(person).where(Round.id == round_id).options(*WHERE))
    if found is None:
        raise NotFound("round", round_id)
    return found


def proposals_of(
    found: Round, reader: Person, *, after: int = 0, limit: int = PAGE
) -> Sequence[Proposal]:
    """The pairs that the reader may know, by need, beyond the first `after`."""
    chosen = _known_to(reader, found, Proposal).options(
        joinedload(Proposal.need).joinedload(Need.grid),
        joinedload(Proposal.member).options(joinedload(Member.person), joinedload(Member.grid)),
    )
    ordered = chosen.order_by(Proposal.need_id, Proposal.member_id)
    return db.session.scalars(ordered.offset(after).limit(limit)).all()


def unfilled_of(
    found: Round, reader: Person, *, after: int = 0, limit: int = PAGE
) -> Sequence[Unfilled]:
    """The gaps that the reader may know, by need, beyond the first `after`."""
    chosen = _known_to(reader, found, Unfilled).options(
        joinedload(Unfilled.need).joinedload(Need.grid)
    )
    return db.session.scalars(chosen.order_by(Unfilled.need_id).offset(after).limit(limit)).all()


def wishes_of(found: Round, reader: Person) -> Sequence[PairWish]:
    """What was said about pairs that the reader may know."""
    chosen = _known_to(reader, found, PairWish)
    return db.session.scalars(chosen.order_by(PairWish.need_id, PairWish.member_id)).all()


def _known_to(reader: Person, found: Round, table: type[Row]) -> sa.Select[Row]:
    """All rows of the round to whoever runs it; else those of the reader's own needs."""
    chosen = sa.select(table).where(table.round_id == found.id)
    if can(reader, May.RUN_ROUND, found):
        return chosen
    own = Need.community_id.in_(reader.communities_for(May.OFFER_TASK))
    return chosen.where(table.need_id.in_(sa.select(Need.id).where(own)))


def round_for(person: Person, round_id: int) -> Round:
    """The round with all that it proposes, if this person may see it."""
    found = db.session.scalar(
        visible_to(person)
        .where(Round.id == round_id)
        .options(
            *WHERE,
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
            *WHERE,
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


def spoken_of(pairs: Iterable[Pair]) -> tuple[dict[int, Need], dict[int, Member]]:
    """The needs and members of these pairs by id, only as far as they are to be named. Callers
    have checked who asks."""
    pairs = list(pairs)
    if not pairs:
        return {}, {}
    needs = sa.select(Need).where(Need.id.in_({one for one, _ in pairs}))
    members = sa.select(Member).where(Member.id.in_({one for _, one in pairs}))
    return (
        {one.id: one for one in db.session.scalars(needs.options(joinedload(Need.grid)))},
        {one.id: one for one in db.session.scalars(members.options(*NAME_ONLY))},
    )


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
        .options(*WHERE)
        .order_by(Round.created_at)
        .limit(PAGE)
    )
    return [(found, count) for found, count in rows]


def list_for(person: Person, *, after: int | None = None, limit: int = PAGE) -> Sequence[Round]:
    """Rounds newest first, below the id `after`."""
    chosen = visible_to(person).options(*WHERE)
    if after is not None:
        chosen = chosen.where(Round.id < after)
    return db.session.scalars(chosen.order_by(Round.id.desc()).limit(limit)).all()


def scopes_for(person: Person) -> Sequence[Scope]:
    """The places the person may run rounds for, the widest first."""
    offices = [scope(kind, place_id) for kind, place_id in sorted(person.offices)]
    mine = Community.id.in_(person.communities_for(May.RUN_ROUND))
    communities = db.session.scalars(sa.select(Community).where(mine).order_by(Community.id))
    return [*offices, *communities]


def asked_since(member_ids: Iterable[int], since: datetime) -> Mapping[int, int]:
    """Member id -> how many offers they got after that moment; who got none is left out."""
    rows = db.session.execute(
        sa.select(Order.member_id, sa.func.count().label("offers"))
        .where(Order.member_id.in_(list(member_ids)), Order.offered_at > since)
        .group_by(Order.member_id)
    )
    return {row.member_id: row.offers for row in rows}


def is_begun(found: Round) -> bool:
    """Whether a community has released its part."""
    asked = sa.exists().where(Proposal.round_id == found.id, Proposal.order_id.is_not(None))
    return bool(db.session.scalar(sa.select(asked)))


def on_the_board(where: Scope) -> Sequence[Round]:
    """The proposals of a place that nobody released yet; for actions on that place."""
    here = getattr(Round, f"{where.kind}_id") == where.id
    return db.session.scalars(
        sa.select(Round).where(here, Round.status == RoundStatus.PROPOSED).order_by(Round.id)
    ).all()
