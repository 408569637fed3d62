"""Reading members, always on behalf of somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from volunteer import clock
from volunteer.consents.models import Purpose
from volunteer.consents.queries import agrees
from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member, id_of_receipt
from volunteer.people.models import Person, RoleKind
from volunteer.policy import May
from volunteer.sealing import blind_phones
from volunteer.sounds import named_like

PAGE = 50
# Who a member is, for lists that only name them: what they can do and when is not read.
NAME_ONLY = (
    joinedload(Member.person).lazyload(Person.roles),
    lazyload(Member.skills),
    lazyload(Member.free_parts),
)


def of_person(person: Person) -> Member | None:
    """The person's own registration."""
    return db.session.scalar(
        sa.select(Member)
        .where(Member.person_id == person.id)
        # The person is here already, with their roles; read again they would cost a query.
        .options(joinedload(Member.grid), joinedload(Member.person).lazyload(Person.roles))
    )


def visible_to(person: Person) -> sa.Select[Member]:
    """Members a person may see: themselves, and those of communities they are secretary of."""
    theirs = person.communities_for(May.SEE_MEMBER)
    return sa.select(Member).where(
        sa.or_(Member.person_id == person.id, Member.community_id.in_(theirs))
    )


def member_for(person: Person, member_id: int) -> Member:
    """The member, if this person may see them; otherwise they do not exist."""
    member = db.session.scalar(visible_to(person).where(Member.id == member_id))
    if member is None:
        raise NotFound("member", member_id)
    return member


def list_for(
    person: Person,
    *,
    status: MemberStatus | None = None,
    search: str = "",
    after: int = 0,
    limit: int = PAGE,
) -> Sequence[Member]:
    """Members in id order beyond `after`, of one status if given, found by name, pinyin, initials,
    the whole phone or the number of their receipt if something is looked for."""
    chosen = visible_to(person).where(Member.id > after)
    if status:
        chosen = chosen.where(Member.status == status)
    if search:
        chosen = chosen.join(Member.person).where(
            sa.or_(
                named_like(search, Person.name, Person.name_sound),
                Person.phone_index.in_(blind_phones(search)),
                sa.and_(Member.confirmed_at.is_not(None), Member.id == id_of_receipt(search)),
            )
        )
    return db.session.scalars(chosen.order_by(Member.id).limit(limit)).all()


def list_of_others(
    person: Person, status: MemberStatus, *, after: int = 0, limit: int = PAGE
) -> Sequence[Member]:
    """Registrations in one's communities in this state, in id order beyond `after`."""
    return db.session.scalars(
        sa.select(Member)
        .where(
            Member.community_id.in_(person.communities_as(RoleKind.SECRETARY)),
            Member.status == status,
            Member.id > after,
        )
        .options(
            joinedload(Member.person).lazyload(Person.roles),
            lazyload(Member.free_parts),
            joinedload(Member.grid),
        )
        .order_by(Member.id)
        .limit(limit)
    ).all()


def queue_for(person: Person, *, limit: int = PAGE) -> Sequence[Member]:
    """Registrations this secretary may decide, the oldest first; never their own."""
    return db.session.scalars(
        _waiting_for(person)
        .options(*NAME_ONLY, joinedload(Member.grid))
        .order_by(Member.submitted_at, Member.id)
        .limit(limit)
    ).all()


def waiting_count(person: Person) -> int:
    """How many registrations wait for this secretary."""
    waiting = _waiting_for(person).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(waiting)) or 0


def counts_for(person: Person) -> Counter[MemberStatus]:
    """How many registrations of one's communities stand in each state."""
    rows = db.session.execute(
        sa.select(Member.status, sa.func.count())
        .where(Member.community_id.in_(person.communities_as(RoleKind.SECRETARY)))
        .group_by(Member.status)
    )
    return Counter({MemberStatus(status): count for status, count in rows})


def askable(now: datetime) -> list[sa.ColumnElement[bool]]:
    """Whom a round may ask: members who are active, not paused, and agree to be matched."""
    today = clock.local(now).date()
    return [
        Member.status == MemberStatus.ACTIVE,
        agrees(Purpose.MATCHING, Member.person_id),
        sa.or_(Member.paused_until.is_(None), Member.paused_until < today),
    ]


def willing(member_ids: Collection[int]) -> set[int]:
    """Those of these members who agree now to be matched and asked by the service."""
    chosen = sa.select(Member.id).where(
        Member.id.in_(member_ids), agrees(Purpose.MATCHING, Member.person_id)
    )
    return set(db.session.scalars(chosen))


def _waiting_for(person: Person) -> sa.Select[Member]:
    return sa.select(Member).where(
        Member.community_id.in_(person.communities_as(RoleKind.SECRETARY)),
        Member.status == MemberStatus.SUBMITTED,
        Member.person_id != person.id,
    )
