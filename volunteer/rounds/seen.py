"""The rows that a round looks at; nothing in them is an object with a life of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

Pair = tuple[int, int]  # need id, member id
GRADE_BITS = 2  # of one part of the week in `MemberRow.free`


class NeedRow(NamedTuple):
    """A need that looks for people; `places` are those nobody holds and nobody is asked for."""

    id: int
    community_id: int
    x_metres: float
    y_metres: float
    posted_at: datetime
    starts_at: datetime
    ends_at: datetime
    places: int
    urgency: str
    skill: str | None
    skill_level: int
    together: bool
    type: str


class MemberRow(NamedTuple):
    """A member who may be asked; `free` holds the grade of part p of the week in bits 2p, 2p+1."""

    id: int
    community_id: int
    x_metres: float
    y_metres: float
    reach_minutes: int
    tasks_per_week: int
    serves_neighbours: bool
    wished_group: str | None
    free: int


class SkillRow(NamedTuple):
    """A skill that a member holds."""

    member_id: int
    skill: str
    level: int
    licence_until: date | None


class TaskRow(NamedTuple):
    """A task that a member holds, held lately, or is asked for."""

    member_id: int
    starts_at: datetime
    ends_at: datetime
    status: str


@dataclass(frozen=True)
class Seen:
    """Everything a round knows: who is asked for what, and what is settled already.

    Needs and members stand in id order; other rows and pairs may speak of ids that are not there.
    `beside` names the other communities of the sub-district of a community.
    """

    needs: Sequence[NeedRow]
    members: Sequence[MemberRow]
    skills: Sequence[SkillRow] = ()
    tasks: Sequence[TaskRow] = ()
    familiar: Sequence[Pair] = ()
    refused: Sequence[Pair] = ()
    beside: Mapping[int, Sequence[int]] = field(default_factory=dict)
