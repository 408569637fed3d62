"""Reading needs, always on behalf of somebody."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from volunteer.db import db
from volunteer.errors import NotFound
from volunteer.needs.lifecycle import ENDS, NeedStatus
from volunteer.needs.models import LinkHolder, Need, id_of_number
from volunteer.people.models import Person, RoleKind
from volunteer.policy import May
from volunteer.sealing import blind_phones
from volunteer.sounds import named_like

PAGE = 50
LIKELY_SAME = timedelta(days=14)
STAFF = (RoleKind.SECRETARY, RoleKind.WORKER)


def visible_to(person: Person) -> sa.Select[Need]:
    """Needs a person may see: all of communities they work for; as a member, those in planning."""
    return sa.select(Need).where(
        sa.or_(
            Need.community_id.in_(person.communities_for(May.SEE_CONTACT)),
            sa.and_(
                Need.community_id.in_(person.communities_for(May.SEE_NEED)),
                Need.status.in_([NeedStatus.OPEN, NeedStatus.STAFFED]),
            ),
        )
    )


def need_for(person: Person, need_id: int, *, lock: bool = False) -> Need:
    """The need, if this person may see it; otherwise it does not exist for them."""
    chosen = (
        visible_to(person)
        .where(Need.id == need_id)
        .options(joinedload(Need.grid), joinedload(Need.community))
    )
    need = db.session.scalar(chosen.with_for_update(of=Need) if lock else chosen)
    if need is None:
        raise NotFound("need", need_id)
    return need


def need_by_link(number: str, secret: str) -> tuple[Need, LinkHolder]:
    """The need and the actor that its secret link makes; NotFound for any other secret."""
    need = db.session.scalar(sa.select(Need).where(Need.id == (id_of_number(number) or 0)))
    # Both compared in full, so that a wrong number and a wrong secret read alike.
    known = need is not None and hmac.compare_digest(
        f"{need.number}/{need.link_secret}".encode(), f"{number.upper()}/{secret}".encode()
    )
    if need is None or not known:
        raise NotFound("need", number)
    return need, LinkHolder(need.id)


def merged_into(need: Need) -> Need | None:
    """The need that this one is handled with; its link stays another resident's secret."""
    return db.session.scalar(sa.select(Need).where(Need.id == need.merged_into_id))


def list_for(
    person: Person,
    *,
    statuses: Iterable[NeedStatus] = (),
    search: str = "",
    after: int | None = None,
    limit: int = PAGE,
) -> Sequence[Need]:
    """Needs newest first, below the id `after`; `search` as `_speaks_of` says."""
    chosen = visible_to(person).options(selectinload(Need.grid))
    wanted = list(statuses)
    if wanted:
        chosen = chosen.where(Need.status.in_(wanted))
    if search:
        chosen = chosen.where(_speaks_of(search, person))
    if after is not None:
        chosen = chosen.where(Need.id < after)
    return db.session.scalars(chosen.order_by(Need.id.desc()).limit(limit)).all()


def _speaks_of(search: str, person: Person) -> sa.ColumnElement[bool]:
    """Whether the need has this number or these words in its title; and, where the person may see
    who asked, whether it is theirs by words, name, pinyin, initials or the whole phone."""
    phones = blind_phones(search)
    known = sa.or_(
        Need.wish.contains(search, autoescape=True),
        named_like(search, Need.contact_name, Need.contact_sound),
        Need.contact_phone_index.in_(phones),
    )
    return sa.or_(
        Need.id == (0 if phones else id_of_number(search) or 0),
        Need.title.contains(search, autoescape=True),
        sa.and_(Need.community_id.in_(person.communities_for(May.SEE_CONTACT)), known),
    )


def queue_for(person: Person, *statuses: NeedStatus, limit: int = PAGE) -> Sequence[Need]:
    """Needs of one's communities in these states, the one that is due first on top."""
    return db.session.scalars(
        sa.select(Need)
        .where(Need.community_id.in_(person.communities_as(*STAFF)), Need.status.in_(statuses))
        .options(selectinload(Need.grid))
        .order_by(Need.starts_at, Need.id)
        .limit(limit)
    ).all()


def counts_for(person: Person) -> Counter[NeedStatus]:
    """How many needs of one's communities stand in each state."""
    rows = db.session.execute(
        sa.select(Need.status, sa.func.count())
        .where(Need.community_id.in_(person.communities_as(*STAFF)))
        .group_by(Need.status)
    )
    return Counter({NeedStatus(status): count for status, count in rows})


def likely_same(need: Need) -> Sequence[Need]:
    """Other running needs of the same phone or address in the fortnight before, newest first."""
    return db.session.scalars(
        sa.select(Need)
        .where(
            Need.id != need.id,
            Need.community_id == need.community_id,
            Need.status.not_in(ENDS),
            sa.or_(
                Need.contact_phone_index == sa.func.nullif(need.contact_phone_index, ""),
                Need.address_index == sa.func.nullif(need.address_index, ""),
            ),
            Need.posted_at > need.posted_at - LIKELY_SAME,
        )
        .order_by(Need.id.desc())
        .limit(5)
    ).all()


def open_in(
    community_ids: Sequence[int], *, now: datetime, until: datetime, or_staffed: bool = False
) -> Sequence[Need]:
    """Needs that still look for people (or have all they need) and begin in time, soonest first."""
    statuses = [NeedStatus.OPEN, *([NeedStatus.STAFFED] if or_staffed else [])]
    return db.session.scalars(
        sa.select(Need)
        .where(
            Need.community_id.in_(community_ids),
            Need.status.in_(statuses),
            Need.starts_at > now,
            Need.starts_at <= until,
        )
        .options(joinedload(Need.grid))
        .order_by(Need.starts_at, Need.id)
    ).all()


def overdue(now: datetime) -> Sequence[Need]:
    """Needs whose time has come while places are empty; for the service's own clock."""
    return db.session.scalars(
        sa.select(Need)
        .where(Need.status == NeedStatus.OPEN, Need.starts_at <= now)
        .order_by(Need.id)
    ).all()
