"""Whoever wants so is erased, by their own hand: nothing tells of them, and all still adds up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.build import (
    ANYONE_CAN,
    a_need,
    a_record,
    a_session,
    an_accepted_order,
    an_open_need,
    an_order_under_way,
    every_row,
    refused,
    resident_of,
)
from tests.cast import member_of
from tests.house.sent import NEW_MEMBER
from tests.officers import entrusted
from tests.photos.pictures import a_photo
from tests.records.test_corrections import SHORTER
from tests.web.reader import Reader
from volunteer.db import db, fold_log, reading, transaction
from volunteer.errors import LastAdministrator, NotAllowed, StillNeeded, UnderWay
from volunteer.history import sealing
from volunteer.invariants import broken
from volunteer.keeping import folder
from volunteer.members import actions as members
from volunteer.members.models import Member
from volunteer.needs import actions as needs
from volunteer.needs.actions import ANYBODY
from volunteer.orders.models import Order
from volunteer.people.models import Person
from volunteer.people.queries import by_login
from volunteer.photos.models import Photo
from volunteer.records import actions as records
from volunteer.records import ledger
from volunteer.rights import erasing

NAME, PHONE, UNIT = "金丝雀桑榆", "13900097531", "金丝雀试验场党支部"
WORDS, RESIDENT, DOOR = "金丝雀那天带了药箱", "金丝雀赵奶奶", "金丝雀巷 77 号"
CANARIES = (NAME, PHONE, UNIT, WORDS)


def everything() -> str:
    """All that the database holds: every text column, and on SQLite the bytes of its files."""
    fold_log()
    found = "\n".join(row for rows in every_row().values() for row in rows).replace("\\\\", "\\")
    if db.engine.dialect.name == "sqlite":
        for file in ("", "-wal"):
            raw = Path(f"{db.engine.url.database}{file}")
            found += raw.read_bytes().decode("utf-8", "replace") if raw.exists() else ""
    return found


def seen(canaries: tuple[str, ...]) -> list[str]:
    held = everything()
    forms = {one: (one, json.dumps(one)[1:-1]) for one in canaries}
    return [one for one, said in forms.items() if any(form in held for form in said)]


def sealed(now) -> None:
    while sealing.unsealed():
        with transaction():
            sealing.seal(0, now=now)


@pytest.fixture
def canary(app, cast, wang, now) -> Person:
    """Somebody reported in, served, had a record amended, and sealed history tells of it."""
    asked = {**NEW_MEMBER, "name": NAME, "phone": PHONE, "unit_name": UNIT}
    answer = app.test_client().post("/api/v1/members", json=asked)
    assert answer.status_code == 201, answer.text
    person = by_login(PHONE)
    with transaction():
        members.confirm(member_of(person), by=wang, now=now)
    record = a_record(an_open_need(now, **ANYONE_CAN), person, now)
    with transaction():
        records.approve(record, by=wang, now=now)
    with transaction():
        records.amend(record, times=SHORTER, report="", why=WORDS, by=wang, now=now)
    sealed(now)
    return person


def erase(person: Person, now) -> None:
    with transaction():
        erasing.of_person(person, now=now)


def test_nothing_is_left_of_whoever_erases_themself(app, canary, now):
    assert {NAME, UNIT, WORDS} <= set(seen(CANARIES))
    minutes = ledger.minutes_of(member_of(canary))
    client = app.test_client()
    key = {"Authorization": f"Bearer {a_session(canary, app.config['CLOCK']())}"}

    answer = client.post("/api/v1/me/erase", headers=key, json={"sure": True})

    assert answer.status_code == 204
    assert seen(CANARIES) == []
    assert client.get("/api/v1/members/me", headers=key).status_code == 401
    assert ledger.minutes_of(db.session.get(Member, member_of(canary).id)) == minutes > 0
    assert list(broken()) == []


def test_nobody_signs_in_as_whoever_is_erased(app, canary, now):
    erase(canary, now)
    known = {"login": PHONE, "password": NEW_MEMBER["password"]}
    unknown = {**known, "login": "13900099999"}

    answers = [app.test_client().post("/api/v1/sign-ins", json=one) for one in (known, unknown)]

    assert len({(one.status_code, one.text) for one in answers}) == 1


def test_history_verifies_and_only_the_words_are_gone(canary, now):
    erase(canary, now)

    sealed(now)

    with reading():
        assert list(sealing.broken_seals()) == []
        assert list(ledger.broken_links()) == []


def test_promises_go_back_before_somebody_is_erased(li, now):
    order = an_accepted_order(an_open_need(now), li, now)

    erase(li, now)

    assert db.session.get(Order, order.id).status == "released"
    assert order.need.status == "open"


def test_a_service_that_has_begun_ends_first(li, now):
    an_order_under_way(an_open_need(now), li, now)

    with refused(UnderWay):
        erasing.of_person(li, now=now)


def test_the_last_administrator_stays(cast, now):
    last = entrusted(now)

    with refused(LastAdministrator):
        erasing.of_person(last, now=now)


def test_whoever_holds_the_link_erases_what_the_need_says(app, cast, now):
    need = a_need(now, contact_name=RESIDENT, address=DOOR, wish=WORDS)
    sealed(now)
    page = Reader(app.test_client()).opens(f"/follow/{need.number}/{need.link_secret}")

    page.follows("删除这一单里我的资料").presses("删除", {"sure": "1"})

    assert "都删除了" in page.text
    assert seen((RESIDENT, DOOR, WORDS)) == []
    assert db.session.get(type(need), need.id).status == "cancelled"
    assert list(broken()) == []


def test_photos_are_off_the_disk_when_a_need_is_erased(app, cast, now):
    need = a_need(now)
    file = folder() / a_photo(need, now).name

    app.test_client().post(
        f"/api/v1/needs/follow/{need.number}/{need.link_secret}/erase", json={"sure": True}
    )

    assert db.session.scalar(sa.select(Photo)) is None and not file.exists()


def test_a_service_for_somebody_ends_before_they_are_erased(cast, li, now):
    need = an_open_need(now)
    an_order_under_way(need, li, now)

    with refused(StillNeeded):
        erasing.of_need(need, by=resident_of(need), now=now)


@pytest.mark.parametrize("who", ["anybody", "secretary"])
def test_nobody_else_erases_what_a_need_says(cast, wang, now, who):
    need = a_need(now)

    with refused(NotAllowed):
        erasing.of_need(need, by=wang if who == "secretary" else ANYBODY, now=now)


CHANGES = (
    "UPDATE events SET why = '已删除'",
    "UPDATE events SET why = 'other', erased = 'x', salt = ''",
    "UPDATE events SET why = '已删除', erased = 'x', salt = '', verb = 'close'",
    "UPDATE events SET why = '已删除', erased = 'y', salt = '' WHERE erased <> ''",
)


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_lets_words_be_erased_and_nothing_else(cast, wang, now, change):
    for name in ("first", "second"):
        need = a_need(now, contact_name=name)
        with transaction():
            needs.ask(need, question=WORDS, by=wang, now=now)
    with transaction():
        erasing.of_need(need, by=resident_of(need), now=now)

    with refused(sa.exc.IntegrityError) as refusal:
        db.session.execute(sa.text(change))
    assert refusal.match("append_only")
