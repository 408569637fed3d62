"""The people of the tests. Each has a situation; a test names whom it is about.

Everybody here is somebody who can sign in (password: PASSWORD). Zhao cannot: she is 82, lives
alone and posts through a worker, so she is what she tells about herself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from psycopg import sql

from volunteer.db import db, transaction
from volunteer.members import actions as members
from volunteer.members.free_time import Grade, Part
from volunteer.members.models import Member
from volunteer.members.queries import of_person
from volunteer.people import actions as people
from volunteer.people.models import Person, RoleKind
from volunteer.places.models import Community, District, Grid, Subdistrict
from volunteer.sealing import blind

Cast = Mapping[str, Person]

PASSWORD = "open sesame"
# Real argon2id, as cheap as it comes: what a hash costs is not what most tests ask.
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

EAST_LANE, WEST_LANE = "枫林东里社区", "枫林西里社区"
HOME, NEXT_DOOR, FAR_AWAY = 1, 2, 3  # grids: two of East Lane, four minutes apart, one of West Lane

ZHAO = {
    "contact_name": "赵奶奶",
    "contact_phone": "01080001111",
    "address": "3 号楼 2 单元 501",
    "grid_id": HOME,
}
SATURDAY, SUNDAY = 5, 6
SATURDAYS = [{"weekday": SATURDAY, "part": part, "grade": Grade.YES} for part in Part]
ANY_TIME = [
    {"weekday": weekday, "part": part, "grade": Grade.YES} for weekday in range(7) for part in Part
]
LICENCE = date(2027, 12, 31)
PROFILE = {
    "unit_name": "示例区图书馆党支部",
    "grid_id": HOME,
    "skills": [],
    "free_time": ANY_TIME,
    "tasks_per_week": 3,
    "reach_minutes": 15,
    "wants_offers": True,
}
PLUMBER = [{"skill": "plumbing", "level": 3}, {"skill": "electrical", "level": 2}]


@pytest.fixture
def cast(app: Flask, now: datetime) -> Cast:
    """Everybody is there, in their communities, with their roles and registrations."""
    return everybody(now)


def everybody(now: datetime) -> Cast:
    """The cast is there, in a database without any rows."""
    build_again(now)
    found = db.session.scalars(sa.select(Person).where(Person.login_index.in_(map(blind, NAMES))))
    return {person.login: person for person in found}


def build_again(now: datetime) -> None:
    """The cast is there, in a database without any rows: built once, then laid down from rows."""
    engine = str(db.engine.url)
    if engine not in _as_built:
        _build(now - timedelta(days=30))
        _as_built[engine] = _as_statements()
    else:
        _lay_down(_as_built[engine])


@pytest.fixture
def li(cast: Cast) -> Person:
    """Plumber and licensed electrician of East Lane, free on Saturdays."""
    return cast["li"]


@pytest.fixture
def zhou(cast: Cast) -> Person:
    """Member of East Lane without special skills, always free: Li's neighbour."""
    return cast["zhou"]


@pytest.fixture
def sun(cast: Cast) -> Person:
    """Plumber of East Lane who asked for a pause: must never be asked."""
    return cast["sun"]


@pytest.fixture
def wang(cast: Cast) -> Person:
    """Secretary of East Lane."""
    return cast["wang"]


@pytest.fixture
def qian(cast: Cast) -> Person:
    """East Lane's second secretary, who also serves as a member: never judges own hours."""
    return cast["qian"]


@pytest.fixture
def he(cast: Cast) -> Person:
    """Grid worker of East Lane."""
    return cast["he"]


@pytest.fixture
def chen(cast: Cast) -> Person:
    """Secretary of West Lane: must never see anything of Zhao."""
    return cast["chen"]


@pytest.fixture
def wu(cast: Cast) -> Person:
    """Member of West Lane, with Li's skills."""
    return cast["wu"]


NAMES = ("li", "zhou", "sun", "wang", "qian", "he", "chen", "wu")
_as_built: dict[str, list[tuple[str, Any]]] = {}


def member_of(person: Person) -> Member:
    """The person's registration."""
    member = of_person(person)
    assert member is not None, f"{person.login} is no member"
    return member


def _build(now: datetime) -> None:
    """The cast, made by the same actions that people use."""
    with transaction() as session:
        _places(session)
    with transaction():
        east, west = db.session.scalars(sa.select(Community).order_by(Community.id)).all()
        wang = _somebody("wang", "王建国", RoleKind.SECRETARY, east, now)
        chen = _somebody("chen", "陈玉兰", RoleKind.SECRETARY, west, now)
        qian = _somebody("qian", "钱立新", RoleKind.SECRETARY, east, now)
        _somebody("he", "何晓梅", RoleKind.WORKER, east, now)
        _register("li", "李卫民", now, by=wang, skills=PLUMBER, free_time=SATURDAYS)
        _register("zhou", "周小雨", now, by=wang)
        _register("wu", "吴建军", now, by=chen, skills=PLUMBER, grid_id=FAR_AWAY)
        sun = _register("sun", "孙志强", now, by=wang, skills=PLUMBER)
        members.pause(sun, by=sun.person, until=date(2026, 12, 31), now=now)
        serving = members.report_in(qian, now=now, **PROFILE)
        members.confirm(serving, by=wang, now=now)


def _places(session: Any) -> None:
    district = District(name="示例区")
    street = Subdistrict(name="枫林街道", district=district)
    east = Community(name=EAST_LANE, phone="01080000001", subdistrict=street)
    west = Community(name=WEST_LANE, phone="01080000002", subdistrict=street)
    session.add_all([district, street, east, west])
    session.flush()
    session.add_all(
        [
            Grid(id=HOME, community=east, name="第一网格", x_metres=0, y_metres=0),
            Grid(id=NEXT_DOOR, community=east, name="第二网格", x_metres=280, y_metres=0),
            Grid(id=FAR_AWAY, community=west, name="第一网格", x_metres=3000, y_metres=0),
        ]
    )


def _somebody(login: str, name: str, role: RoleKind, where: Community, now: datetime) -> Person:
    person = people.create(
        name=name, login=login, phone="01080002222", password_hash=PASSWORD_HASH, now=now
    )
    people.grant(person, role, where.id, now=now)
    return person


def _register(login: str, name: str, now: datetime, *, by: Person, **profile: Any) -> Member:
    """A confirmed member, whose electrician's licence the secretary has seen."""
    person = people.create(
        name=name, login=login, phone="01080003333", password_hash=PASSWORD_HASH, now=now
    )
    member = members.report_in(person, now=now, **{**PROFILE, **profile})
    members.confirm(member, by=by, now=now, licences={"electrical": LICENCE})
    return member


def _as_statements() -> list[tuple[str, Any]]:
    """All rows, as what lays them down: a tenth of the time that building the cast takes."""
    connection = db.session.connection()
    tables = [table.name for table in db.metadata.sorted_tables]
    if connection.dialect.name == "sqlite":
        found = {table: [*connection.exec_driver_sql(f"SELECT * FROM {table}")] for table in tables}
        return [
            (f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", [*map(tuple, rows)])
            for table, rows in found.items()
            if rows
        ]
    written = []
    for table in tables:
        packed = connection.scalar(sa.text(f"SELECT json_agg({table})::text FROM {table}"))
        if packed:
            rows = sql.Literal(packed).as_string()
            written.append(
                f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, {rows})"
            )
            if "id" in db.metadata.tables[table].columns:
                written.append(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
    return [("; ".join(written), None)]  # all of it is one way to the server


def _lay_down(statements: list[tuple[str, Any]]) -> None:
    with transaction() as session:
        cursor = session.connection().connection.cursor()
        for statement, rows in statements:
            if rows is None:
                cursor.execute(statement)
            else:
                cursor.executemany(statement, rows)
        cursor.close()
