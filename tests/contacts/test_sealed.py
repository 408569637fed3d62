"""The database alone tells no phone and no door: they are sealed, and keys lie elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from tests.build import a_need, agrees
from tests.cast import ZHAO, member_of
from volunteer.contacts import rotating
from volunteer.db import db, transaction
from volunteer.needs.queries import likely_same
from volunteer.orders.handing import _called as called
from volunteer.people import actions as people
from volunteer.people import second_factor
from volunteer.people.models import Person
from volunteer.people.queries import by_login
from volunteer.sealing import Keyring
from volunteer.settings import BadSetting


def kept(what):
    return str(db.session.execute(sa.text(what)).all())


def test_the_rows_hold_no_phone_no_door_and_no_letterbox(cast, li, now):
    a_need(now)
    agrees(li, now, to="li@home.example")

    rows = "".join(kept(f"SELECT * FROM {one}") for one in ("people", "needs", "addresses"))

    secrets = (ZHAO["contact_phone"], ZHAO["address"], li.phone, "li@home.example")
    assert [one for one in secrets if one in rows] == []


def test_equal_phones_are_found_however_they_are_typed(cast, li, now):
    first = a_need(now)
    second = a_need(now, contact_phone="０１０８０００１１１１", address="别处")

    assert likely_same(second) == [first]
    assert by_login("li") == li
    assert called(li.name, li.phone, now) == member_of(li)


def test_a_cell_moved_to_another_column_does_not_open(cast, now):
    need = a_need(now)
    with transaction() as session:
        session.execute(sa.text("UPDATE needs SET address = contact_phone"))

    with pytest.raises(InvalidTag):
        db.session.refresh(need)


def test_comparing_a_sealed_column_is_refused_loudly(cast):
    with pytest.raises(TypeError, match="blind index"):
        sa.select(Person).where(Person.phone == "139")


@pytest.fixture
def ring(app, settings, tmp_path):
    """Keys of the test's own."""
    own, before = Keyring(replace(settings, data=tmp_path)), app.config["KEYRING"]
    app.config["KEYRING"] = lambda: own
    yield own
    app.config["KEYRING"] = before


def somebody(login, now):
    with transaction():
        people.create(name="何", login=login, phone=login, password_hash="x", now=now)


def test_a_rotation_broken_off_leaves_everything_readable_and_is_gone_on_with(ring, now):
    for login in ("13900000001", "13900000002"):
        somebody(login, now)
    ring.add()

    with transaction():
        rotating.reseal(limit=1)  # and killed
    somebody("13900000003", now)

    assert rotating.cells_by_key() == {1: 3, 2: 3}
    assert [by_login(f"1390000000{n}").phone[-1] for n in (1, 2, 3)] == ["1", "2", "3"]
    while True:
        with transaction():
            if not rotating.reseal(limit=2):
                break
    assert rotating.cells_by_key() == {1: 0, 2: 6}


def test_what_makes_codes_is_sealed_and_gets_the_new_key_too(ring, now):
    somebody("13900000001", now)
    he = by_login("13900000001")
    with transaction():
        second_factor.begin(he.id, "GEZDGNBVGY3TQOJQ", now=now)
    assert "GEZDGNBV" not in kept("SELECT * FROM second_factors")

    ring.add()
    with transaction():
        while rotating.reseal():
            pass

    assert kept("SELECT secret FROM second_factors").startswith("[('2.")
    assert second_factor.factor_of(he.id).secret == "GEZDGNBVGY3TQOJQ"


def test_a_process_that_runs_meanwhile_reads_the_new_key_from_the_file(ring, settings, tmp_path):
    running = Keyring(replace(settings, data=tmp_path))

    cell = (ring.add(), ring.seal("people.phone", "139"))[1]

    assert cell.startswith("2.") and running.open("people.phone", cell) == "139"
    assert running.seal("people.phone", "139").startswith("2.")


def test_keys_that_others_can_read_are_refused(ring, settings, tmp_path):
    (tmp_path / "contact.key").chmod(0o644)

    with pytest.raises(BadSetting, match="chmod 600"):
        Keyring(replace(settings, data=tmp_path))
