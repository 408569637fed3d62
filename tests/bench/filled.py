"""A database filled from the arrays of a made-up round, by bulk inserts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa

from matching import Problem
from tests.bench.instances import Size
from tests.bench.people import CODES, TYPES
from volunteer import clock
from volunteer.consents.models import Consent, Purpose
from volunteer.consents.words import WORDS
from volunteer.db import db
from volunteer.members.free_time import WEEK_PARTS
from volunteer.members.lifecycle import MemberStatus
from volunteer.members.models import FreePart, Member, MemberSkill
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.models import Need
from volunteer.needs.types import Channel, Urgency
from volunteer.people.models import Person, Role, RoleKind
from volunteer.places.models import Community, District, Grid, Scope, Subdistrict

FIRST_MONDAY = clock.at(date(2026, 1, 5), time())
LICENSED_UNTIL = date(2030, 1, 1)
GRIDS = 4
AT_ONCE = 5_000
Row = dict[str, Any]


def fill(problem: Problem, size: Size) -> None:
    """Places, people, members with skills and free time, and open needs are there.

    Row r of the arrays is the row with id r + 1. People live where the grid is: the service knows
    no finer place.
    """
    count = size.sub_districts * size.communities
    _insert(District, ({"id": 1, "name": "示例区"} for _ in range(1)))
    _insert(Subdistrict, _subdistricts(size.sub_districts))
    _insert(Community, _communities(count, size.communities))
    _insert(Grid, _grids(problem, count))
    _insert(Person, _people(problem.member_count))
    _insert(Role, _offices())
    _insert(Member, _members(problem))
    _insert(Consent, _consents(problem))
    _insert(MemberSkill, _skills(problem))
    _insert(FreePart, _free(problem))
    _insert(Need, _needs(problem))


def officer() -> Person:
    """Who may run rounds in the first places."""
    return db.session.get_one(Person, 1)


def place_of(kind: str) -> Scope:
    """The first place of its kind."""
    table = {one.kind: one for one in (Community, Subdistrict, District)}[kind]
    return db.session.scalars(sa.select(table).order_by(table.id)).first()


def _insert(table: Any, rows: Iterator[Row]) -> None:
    """All rows are in the table, some thousands at a time."""
    waiting: list[Row] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            db.session.execute(sa.insert(table), waiting)
            waiting = []
    if waiting:
        db.session.execute(sa.insert(table), waiting)


def _subdistricts(count: int) -> Iterator[Row]:
    for number in range(count):
        yield {"id": number + 1, "district_id": 1, "name": f"示例{number + 1}街道"}


def _communities(count: int, in_each: int) -> Iterator[Row]:
    for number in range(count):
        yield {
            "id": number + 1,
            "subdistrict_id": number // in_each + 1,
            "name": f"示例{number + 1}社区",
            "phone": f"000-555{number:05d}",
        }


def _grids(problem: Problem, communities: int) -> Iterator[Row]:
    """Around the middle of those who live there."""
    home = problem.member_community
    living = np.maximum(np.bincount(home, minlength=communities), 1)
    x = np.bincount(home, problem.member_x, communities) / living
    y = np.bincount(home, problem.member_y, communities) / living
    for number in range(communities * GRIDS):
        community, corner = divmod(number, GRIDS)
        yield {
            "id": number + 1,
            "community_id": community + 1,
            "name": f"第{corner + 1}网格",
            "x_metres": float(x[community]) + 260 * (corner % 2 * 2 - 1),
            "y_metres": float(y[community]) + 260 * (corner // 2 * 2 - 1),
        }


def _people(count: int) -> Iterator[Row]:
    for number in range(count):
        yield {
            "id": number + 1,
            "name": "示例",
            "login": f"bench{number}",
            "phone": f"000{number:08d}",
            "password_hash": "",
            "created_at": FIRST_MONDAY,
        }


def _offices() -> Iterator[Row]:
    """The first person may run rounds in the first place of each kind."""
    for role, place in (
        (RoleKind.SECRETARY, "community_id"),
        (RoleKind.SUBDISTRICT_OFFICER, "subdistrict_id"),
        (RoleKind.DISTRICT_OFFICER, "district_id"),
    ):
        places = {"community_id": None, "subdistrict_id": None, "district_id": None, place: 1}
        yield {"person_id": 1, "role": role, "granted_at": FIRST_MONDAY, **places}


def _members(problem: Problem) -> Iterator[Row]:
    columns = zip(
        problem.member_community.tolist(),
        problem.capacity[:, 0].tolist(),
        problem.reach_minutes.tolist(),
        strict=True,
    )
    guests = set(problem.guests[:, 0].tolist())
    for number, (community, limit, reach) in enumerate(columns):
        yield {
            "id": number + 1,
            "person_id": number + 1,
            "community_id": community + 1,
            "grid_id": _grid(community, number),
            "unit_name": "示例单位党支部",
            "tasks_per_week": max(limit, 1),
            "reach_minutes": int(reach),
            "serves_neighbours": number in guests,
            "status": MemberStatus.ACTIVE,
            "submitted_at": FIRST_MONDAY,
            "confirmed_at": FIRST_MONDAY,
            "decision_note": "",
            "revision": 1,
        }


def _consents(problem: Problem) -> Iterator[Row]:
    """Whoever may be asked at all agreed to be matched."""
    for number, limit in enumerate(problem.capacity[:, 0].tolist()):
        if limit > 0:
            yield {
                "person_id": number + 1,
                "purpose": Purpose.MATCHING,
                "version": WORDS[Purpose.MATCHING].as_well[0],
                "text": "",
                "receiver": "",
                "given_at": FIRST_MONDAY,
            }


def _skills(problem: Problem) -> Iterator[Row]:
    for member, skill in np.argwhere(problem.skills > 0).tolist():
        yield {
            "member_id": member + 1,
            "skill": CODES[skill],
            "level": int(problem.skills[member, skill]),
            "licence_until": LICENSED_UNTIL if problem.licences[member, skill] else None,
        }


def _free(problem: Problem) -> Iterator[Row]:
    week = problem.free[:, :WEEK_PARTS]
    for member, part in np.argwhere(week > 0).tolist():
        grade = int(week[member, part])
        yield {"member_id": member + 1, "part_of_week": part, "grade": grade}


def _needs(problem: Problem) -> Iterator[Row]:
    urgencies = list(Urgency)
    columns = ("community", "start", "end", "urgency", "skill", "level", "headcount", "kind")
    rows = zip(*(getattr(problem, name).tolist() for name in columns), strict=True)
    for number, (community, start, end, urgency, skill, level, headcount, kind) in enumerate(rows):
        posted = FIRST_MONDAY - timedelta(hours=float(problem.waiting_hours[number]))
        yield _need(number, community, posted) | {
            "type": TYPES[kind],
            "skill": CODES[skill] if skill >= 0 else None,
            "skill_level": level,
            "headcount": headcount,
            "starts_at": FIRST_MONDAY + timedelta(minutes=start),
            "ends_at": FIRST_MONDAY + timedelta(minutes=end),
            "urgency": urgencies[urgency],
        }


def _need(number: int, community: int, posted: datetime) -> Row:
    """What all needs have in common."""
    return {
        "id": number + 1,
        "community_id": community + 1,
        "grid_id": _grid(community, number),
        "link_secret": f"bench{number}",
        "channel": Channel.WEB,
        "posted_at": posted,
        "contact_name": "示例",
        "contact_phone": f"001{number:08d}",
        "address": "",
        "wish": "",
        "title": "示例",
        "risk": "low",
        "risk_note": "",
        "status": NeedStatus.OPEN,
        "triaged_at": posted,
        "triaged_by_id": 1,
        "question": "",
        "reopened": 0,
        "revision": 1,
    }


def _grid(community: int, number: int) -> int:
    return community * GRIDS + number % GRIDS + 1
