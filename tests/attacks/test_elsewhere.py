"""What is planted is seen nowhere beside the pages: in no refusal, letter, log or command."""

from __future__ import annotations

import logging
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from tests.attacks.canaries import HOSTILE, Garden, allowed, read
from tests.build import WISH
from tests.cast import ZHAO
from tests.engines import SqliteFile
from tests.house.asking import PEOPLE, World
from tests.house.test_permissions import routes
from volunteer.cli.check import anchor, check
from volunteer.cli.retention import retention
from volunteer.cli.worker import tick
from volunteer.db import db
from volunteer.notices.models import Notice
from volunteer.notices.outbox import Parcel
from volunteer.people.models import Person
from volunteer.settings import Settings
from volunteer.web.letters import write
from volunteer.web.sent import BY_HAND

pytestmark = pytest.mark.engine("sqlite")
ELSEWHERE = "//elsewhere.example/"
NONSENSE = dict.fromkeys(("reason", "why", "name", "login", "elder", "x"), HOSTILE)


def test_a_refusal_repeats_nothing_and_leaves_nothing_in_the_log(
    everything: World, own: SqliteFile, garden: Garden, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="volunteer")
    may, came, wrong = allowed(), Counter[int](), []
    changes = [(rule, how) for rule, how in routes(everything) if how != "GET"]
    for n, (rule, method) in enumerate(changes):
        who = PEOPLE[n % len(PEOPLE)] if n % 2 else "wang"
        # A button says nothing but where to go on; more would be refused before anything is done.
        told = (
            dict.fromkeys(BY_HAND[rule.endpoint], HOSTILE) if rule.endpoint in BY_HAND else NONSENSE
        )
        answer = everything.asks(method, rule, who, sends={**told, "next": ELSEWHERE})
        came[answer.status_code] += 1
        if answer.status_code < 400:
            own.restore(db.engine)
            cells = set()
        else:
            cells = {(one.name, who) for one in garden.seen(read(answer.data))} - may
        leads = "X-Forged" in answer.headers or ELSEWHERE[2:-1] in (answer.location or "")
        if cells or leads or answer.status_code >= 500:
            wrong.append(f"{who} {method} {rule.rule} {answer.status_code} {cells}")

    assert wrong == []
    assert {403, 404, 422} <= set(came)  # whose turn it is shifts with each new route
    assert garden.seen(" ".join(str(vars(one)) for one in caplog.records)) == []


def test_no_letter_tells_a_phone_a_home_or_a_wish(everything: World) -> None:
    phones = set(db.session.scalars(sa.select(Person.phone))) - {""}
    secrets = {ZHAO["contact_name"], ZHAO["address"], ZHAO["contact_phone"], WISH["wish"], *phones}
    kinds, wrong = set(), []
    for one in db.session.scalars(sa.select(Notice)):
        kinds.add(one.notice_kind)
        said = (one.notice_kind, one.thing_kind, one.thing_id, one.facts)
        parcel = Parcel(1, 1, "k", "email", "", "zh", one.to_person_id, *said)
        letter = write(parcel, one.created_at)
        wrong += [(one.notice_kind, word) for word in secrets if word in str(letter)]

    assert wrong == []
    assert len(kinds) > 15


def test_no_command_tells_what_people_wrote(
    own: SqliteFile, garden: Garden, settings: Settings, tmp_path: Path
) -> None:
    told = {
        "VOLUNTEER_DATABASE_URL": own.url,
        "VOLUNTEER_DATA": str(settings.data),
        "VOLUNTEER_ANCHORS": str(tmp_path),  # the others' are of another database
    }
    commands = {check: (), retention: ("--dry-run",), anchor: (), tick: ()}

    said = [CliRunner().invoke(one, args, env=told) for one, args in commands.items()]

    assert [one.output for one in said if not one.output] == []
    assert garden.seen("".join(f"{one.output} {one.exception!r}" for one in said)) == []
