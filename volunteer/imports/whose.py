"""Whose hours a row is about: somebody who has reported in at this community, and nobody else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

import sqlalchemy as sa

from volunteer.db import db
from volunteer.imports.faults import Fault, Why
from volunteer.imports.layouts import Column
from volunteer.imports.parsing import words
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import Member
from volunteer.members.queries import NAME_ONLY
from volunteer.places.models import Community

Roll = Mapping[str, list[Member]]


def roll_of(community: Community) -> Roll:
    """The community's members by their names. Callers have checked who asks."""
    found = defaultdict(list)
    members = sa.select(Member).where(
        Member.community_id == community.id, Member.status == MemberStatus.ACTIVE
    )
    for one in db.session.scalars(members.options(*NAME_ONLY).order_by(Member.id)):
        found[words(one.person.name)].append(one)
    return found


def whose(texts: Mapping[Column, str], roll: Roll) -> Member | Fault:
    """The member whom the row names; a receipt number or telephone, where given, must be theirs."""
    named = roll.get(texts[Column.NAME], [])
    if not named:
        return Fault(Why.NOBODY, Column.NAME)
    left = named
    for column, of in ((Column.RECEIPT, _receipt), (Column.PHONE, _phone)):
        told = _plain(texts.get(column, ""))
        if told:
            left = [one for one in left if of(one) == told]
            if not left:
                return Fault(Why.SOMEBODY_ELSE, column)
    return left[0] if len(left) == 1 else Fault(Why.NAMESAKES, Column.NAME)


def _receipt(member: Member) -> str:
    return _plain(member.receipt_no)


def _phone(member: Member) -> str:
    return _plain(member.person.phone)


def _plain(text: str) -> str:
    return re.sub(r"^\+?86(?=1\d{10}$)|[\s-]", "", re.sub(r"[\s-]", "", text)).upper()
