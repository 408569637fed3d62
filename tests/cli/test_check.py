"""Ledger and history as seen from outside the database: anchors hold what was, whatever is done
inside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask

from tests.build import a_record, an_open_need
from tests.test_invariants import take_guards_away
from volunteer import clock
from volunteer.cli.check import anchor, check
from volunteer.cli.worker import tick
from volunteer.db import db, transaction
from volunteer.people.models import Person
from volunteer.records import actions, anchors
from volunteer.settings import Settings

pytestmark = pytest.mark.engine("sqlite")
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, settings: Settings) -> Run:
    """Commands of an operator, on the database of the test."""
    told = {"VOLUNTEER_DATABASE_URL": settings.database, "VOLUNTEER_DATA": str(settings.data)}

    def command(name, *arguments: str) -> Result:
        db.session.remove()
        return CliRunner().invoke(name, arguments, env=told)

    return command


@pytest.fixture
def anchored(run: Run, li: Person, wang: Person, now, tmp_path: Path) -> Path:
    """Li's hour was approved, and the end of the ledger written down."""
    record = a_record(an_open_need(now), li, now)
    with transaction():
        actions.approve(record, by=wang, now=now)
    file = tmp_path / "anchors.txt"
    assert run(anchor, "--to", str(file)).output == file.read_text()
    return file


def test_a_ledger_that_goes_through_its_anchors_holds(run, anchored):
    found = run(check, "--anchors", str(anchored))

    assert found.exit_code == 0, found.output
    assert "BROKEN" not in found.output


def test_a_ledger_that_was_begun_anew_is_seen_from_outside(run, anchored):
    with transaction() as session:
        take_guards_away()
        session.execute(sa.text("DELETE FROM ledger"))
        session.execute(sa.text("DELETE FROM ledger_heads"))
        session.execute(sa.text("DELETE FROM records"))

    found = run(check, "--anchors", str(anchored))

    assert found.exit_code == 1
    assert "BROKEN  The ledger of community 1 is not what it was on" in found.output


def test_a_file_of_something_else_is_refused_in_a_sentence(run, tmp_path):
    other = tmp_path / "shopping.txt"
    other.write_text("milk\n")

    assert "no line that `anchor` wrote: milk" in str(run(check, "--anchors", str(other)).exception)


@pytest.fixture
def ticked(run: Run, anchored: Path, settings: Settings) -> Path:
    """The jobs have run: history is sealed, and the day has its anchor."""
    assert run(tick).exit_code == 0
    [file] = settings.folder("anchors").iterdir()
    yield file
    file.unlink()


def test_each_day_the_service_says_outside_where_its_chains_end(run, ticked, settings):
    text = ticked.read_text()
    assert [line.split()[1] for line in text.splitlines()] == ["1", "history"]

    assert not anchors.write(settings.folder("anchors"), clock.now())

    found = run(check)
    assert found.exit_code == 0, found.output
    assert "; nothing waits." in found.output and "2 of 2 anchors hold." in found.output
    assert ticked.read_text() == text


CUT_OFF = (
    "DELETE FROM seals WHERE number > 3",
    "DELETE FROM events WHERE id NOT IN (SELECT event_id FROM seals)",
    "UPDATE seal_heads SET number = 3, hash = (SELECT hash FROM seals WHERE number = 3)",
)


def test_a_history_whose_end_was_cut_off_is_seen_from_outside(run, ticked):
    with transaction() as session:
        take_guards_away()
        for statement in CUT_OFF:
            session.execute(sa.text(statement))

    found = run(check)

    assert found.exit_code == 1
    assert "BROKEN  History is not what it was on" in found.output


def test_what_waits_for_its_seal_is_told(run, li, now):
    a_record(an_open_need(now), li, now)

    said = run(check).output

    assert (
        "History is sealed up to row 0; 25 rows wait, the oldest since 2026-10-21T01:00:00Z."
        in said
    )
