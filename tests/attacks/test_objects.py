"""An id opens only what one may see; any other answers as if there were no such thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound as NoSuchAddress
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.engines import SqliteFile
from tests.house.asking import World
from tests.house.everybody import put_back
from tests.house.test_permissions import methods, routes
from volunteer.db import db
from volunteer.disclosures.queries import letter_for
from volunteer.errors import NotAllowed, NotFound
from volunteer.imports.queries import import_for
from volunteer.members.queries import member_for
from volunteer.needs.queries import need_for
from volunteer.notices.tending import delivery_for
from volunteer.orders.queries import order_for
from volunteer.people.models import Role
from volunteer.people.offices import role_for
from volunteer.people.queries import by_token
from volunteer.places.models import Community, Subdistrict
from volunteer.records.queries import record_for
from volunteer.reviews.following import follow_up_for
from volunteer.rounds.queries import outline_for
from volunteer.series.queries import series_for

pytestmark = pytest.mark.engine("sqlite")  # who may see what is one select for both

DOORS: tuple[Callable[..., Any], ...] = (
    *(delivery_for, follow_up_for, import_for, letter_for, member_for, need_for),
    *(order_for, outline_for, record_for, role_for, series_for),
)
IDS = (*range(1, 33), 2**31 - 1)
MISSING = str(2**31 - 1)
NO_IDS = ("0x1", "-1", "1.5", "abc", "２", "١", "1 ", "2147483648", "%00", "1'--")
CSRF = re.compile(r'name="csrf_token"[^>]*')
HAS_ID = re.compile(r"<int:\w+>")


def test_a_door_opens_only_to_what_lies_within_ones_reach(everything: World, now: datetime) -> None:
    tried = within = 0
    wrong = []
    for token in everything.tokens.values():
        person = by_token(token, now=now)
        assert person
        for door in DOORS:
            for number in IDS:
                found = seen(door, person, number)
                tried += 1
                within += found is not None
                if found is not None and not in_reach(person, found):
                    wrong.append(f"{person.login} {door.__name__} {number}")

    assert wrong == []
    assert tried > 3000 and within > 100


def seen(door: Callable[..., Any], person: Any, number: int) -> Any:
    """What lies behind the door, None where there is nothing; any other answer is a fault."""
    try:
        return door(person, number)
    except (NotFound, NotAllowed):
        return None


def in_reach(person: Any, thing: Any) -> bool:
    """Said once more, by what people hold and not by what is asked for: their own, their
    community, those below their office, letters to their work unit; the round in which they are;
    what looks after itself."""
    if person.is_administrator:
        return type(thing).__name__ in ("Delivery", "Role")
    places = {getattr(thing, name, None) for name in ("community_id", "caller_id")} - {None}
    if isinstance(thing, Role) and thing.subdistrict_id:  # offices there are given from above
        return ("district", db.session.get_one(Subdistrict, thing.subdistrict_id).district_id) in (
            person.offices
        )
    members = [getattr(thing, "member", None), thing]
    if any(getattr(one, "person_id", None) == person.id for one in members):
        return True
    if getattr(thing, "receiver", None) in {role.body for role in person.roles if role.body}:
        return True
    return bool(places & reach(person)) or scope_of(thing) in person.offices


def reach(person: Any) -> set[int]:
    held = {role.community_id for role in person.roles if role.community_id}
    for kind, number in person.offices:
        column = Community.subdistrict_id if kind == "subdistrict" else None
        inside = sa.select(Community.id)
        held |= set(
            db.session.scalars(inside if column is None else inside.where(column == number))
        )
    return held


def scope_of(thing: Any) -> tuple[str, int] | None:
    for kind in ("subdistrict", "district"):
        if number := getattr(thing, f"{kind}_id", None):
            return kind, number
    return None


def test_what_is_elsewhere_answers_like_what_is_nowhere(
    app: Flask, everything: World, own: SqliteFile
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    different, tried = [], 0
    for who, face in (("chen", "/"), ("wu", "/api/"), ("admin", "/api/")):
        for rule, method in with_ids(everything, face):
            here = everything.address(rule, who)
            nowhere = re.sub(r"(?<=/)\d+", MISSING, here)
            found, missing = (everything.asks(method, rule, who, at=at) for at in (here, nowhere))
            tried += 2
            if found.status_code < 400 and method != "GET":
                put_back(own)  # it is theirs: the table of permissions says so
            elif found.status_code >= 400 and said(found, here) != said(missing, nowhere):
                different.append(f"{who} {method} {here} {found.status_code}")

    assert different == []
    assert tried > 500


def test_what_is_no_id_is_no_address(migrated_app: Flask) -> None:
    addresses, found = migrated_app.url_map.bind(""), []
    for rule in migrated_app.url_map.iter_rules():
        for no_id in NO_IDS if HAS_ID.search(rule.rule) else ():
            path = HAS_ID.sub(no_id, rule.rule)
            try:
                found.append(addresses.match(path, method=methods(rule)[0]))
            except (NoSuchAddress, MethodNotAllowed):
                continue

    assert found == []


def with_ids(everything: World, face: str) -> list[tuple[Rule, str]]:
    """Every route to a thing; a community is a public place, everybody may know that it is."""
    return [
        (rule, method)
        for rule, method in routes(everything)
        if HAS_ID.search(rule.rule) and "community_id" not in rule.arguments
        if rule.rule.startswith(face)
    ]


def said(answer: TestResponse, address: str) -> tuple[int, str]:
    """What came, without the address that was asked for, however it is written, and without what
    is new in each answer."""
    text = CSRF.sub("", answer.text)
    for written in (address, quote(address, ""), quote(quote(address, ""), "")):
        text = text.replace(written, "")
    return answer.status_code, text
