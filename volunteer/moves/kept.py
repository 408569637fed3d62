"""What must always hold of being a member, as questions to a live database
(see `volunteer.invariants`)."""

from __future__ import annotations

import sqlalchemy as sa

from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member
from volunteer.orders.lifecycle import AHEAD
from volunteer.orders.models import Order
from volunteer.people.models import Role, RoleKind
from volunteer.series.models import Series

_LEFT = Member.status != MemberStatus.ACTIVE
_ROLE = sa.and_(
    Role.person_id == Member.person_id,
    Role.community_id == Member.community_id,
    Role.role == RoleKind.MEMBER,
    Role.ended_at.is_(None),
)
_IS_AT_HOME = sa.exists().where(
    Member.person_id == Role.person_id,
    Member.community_id == Role.community_id,
    Member.status == MemberStatus.ACTIVE,
)

RULES: dict[str, sa.Select[int]] = {
    "Whoever has promised to come is a member": sa.select(Order.id)
    .join(Member, Member.id == Order.member_id)
    .where(Order.status.in_(AHEAD), _LEFT),
    "Whoever comes regularly is a member": sa.select(Series.id)
    .join(Member, Member.id == Series.member_id)
    .where(_LEFT),
    "A member has their role at home": sa.select(Member.id).where(
        ~_LEFT, ~sa.exists().where(_ROLE)
    ),
    "Nobody has a member's role but at home": sa.select(Role.id).where(
        Role.role == RoleKind.MEMBER, Role.ended_at.is_(None), ~_IS_AT_HOME
    ),
}
