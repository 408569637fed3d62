"""What somebody writes is for some to read: no log has it, however much is logged, no letter."""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.build import agrees
from tests.cast import HOME, PASSWORD
from tests.service import Visitor
from volunteer.app import create_app
from volunteer.db import db, transaction
from volunteer.people.models import Person

# Planted by the real forms, each nowhere else.
CANARIES = {
    "wish": "金丝雀愿望：术后换药不方便",
    "contact_name": "金丝雀赵",
    "contact_phone": "13977770001",
    "address": "金丝雀楼 7 单元",
}
SECRETS = (*CANARIES.values(), PASSWORD, "guessed-canary")


@pytest.fixture
def log(caplog):
    """Everything that any part of the service says, down to the smallest."""
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy.engine", "volunteer", "waitress"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


@pytest.fixture
def talkative(app, log, settings, now):
    """A service that was started where everything is logged."""
    found = create_app(settings)
    found.test_client_class = Visitor
    found.config.update(WTF_CSRF_ENABLED=False, CLOCK=lambda: now)
    with found.app_context():
        yield found
        db.engine.dispose()


def plant(client, now):
    """A need, a wrong and a right sign-in, a refused form, a page that is not there."""
    day = (now + timedelta(days=3)).date().isoformat()
    need = {**CANARIES, "type": "plumbing", "grid_id": str(HOME), "date": day, "time": "10:00"}
    posted = client.post("/needs/new", data={**need, "minutes": "60"})
    client.post("/needs/new", data={**need, "minutes": "never"})
    client.post("/sign-in", data={"login": CANARIES["contact_phone"], "password": "guessed-canary"})
    client.post("/sign-in", data={"login": "wang", "password": PASSWORD})
    client.get("/needs/999")
    return posted.status_code


def test_nothing_that_people_write_is_logged(talkative, cast, log, now):
    assert plant(talkative.test_client(), now) == 303

    assert "INSERT INTO needs" in log.text  # so much is logged
    assert [one for one in SECRETS if one in log.text] == []


def test_what_the_database_refuses_is_told_without_what_was_written(talkative, cast):
    with pytest.raises(sa.exc.StatementError) as refused, transaction() as session:
        session.execute(sa.insert(Person).values(name="金丝雀赵", created_at="no moment"))

    assert "金丝雀赵" not in str(refused.value)


def test_the_database_repeats_no_row_that_it_refuses(talkative, cast):
    person = {"name": "金丝雀赵", "login": "canary", "phone": "", "created_at": None}
    with pytest.raises(sa.exc.IntegrityError) as refused, transaction() as session:
        session.execute(sa.insert(Person).values(person))

    told = "".join(traceback.format_exception(refused.value))
    assert "created_at" in told and "金丝雀赵" not in told


def test_the_letter_to_staff_tells_nobodys_home(talkative, wang, now, post, sink):
    agrees(wang, now, to="wang@office.example")
    assert plant(talkative.test_client(), now) == 303
    post.goes()

    told = [CANARIES[name] for name in ("contact_name", "contact_phone", "address")]
    assert len(sink.letters) == 1
    assert [one for one in told if one in sink.bodies()] == []
