"""Earlier hours brought in from the terminal: looked at first, in somebody's name, and not counted
before somebody else approves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests.cast import Cast, member_of
from tests.imports.conftest import LI, ZHOU, in_csv
from volunteer.cli.imports import import_hours
from volunteer.db import db
from volunteer.imports import queries
from volunteer.people.models import Person
from volunteer.records import ledger
from volunteer.settings import Settings

pytestmark = pytest.mark.engine("sqlite")
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, cast: Cast, settings: Settings, tmp_path: Path) -> Run:
    """The command with a register of Li's and Zhou's hours, on the database of the test."""
    told = {"VOLUNTEER_DATABASE_URL": settings.database, "VOLUNTEER_DATA": str(settings.data)}
    register = tmp_path / "hours.csv"
    register.write_bytes(in_csv(LI, ZHOU).content)

    def command(*options: str, layout: str = "register", place: str = "1") -> Result:
        db.session.remove()
        return CliRunner().invoke(import_hours, (place, layout, str(register), *options), env=told)

    return command


def test_without_a_yes_the_file_is_only_looked_at(run: Run, wang: Person) -> None:
    looked = run("--by", wang.login)

    assert looked.output.splitlines() == [
        "2  new",
        "3  new",
        "new: 2, known: 0, differs: 0, refused: 0",
    ]
    assert not queries.list_for(wang, 1)


def test_with_a_yes_the_hours_wait_for_somebody_else(run: Run, wang: Person, li: Person) -> None:
    brought = run("--by", wang.login, "--yes")

    [found] = queries.list_for(wang, 1)
    assert brought.output.endswith(f"Import {found.id} waits for approval by somebody else.\n")
    assert (found.status, found.minutes, ledger.minutes_of(member_of(li))) == ("submitted", 210, 0)


@pytest.mark.parametrize(
    ("login", "how", "sentence"),
    [
        ("nobody", {}, "Nobody signs in as nobody."),
        ("wang", {"layout": "guessed"}, "LAYOUT is one of: "),
        ("wang", {"place": "99"}, "There is no such community."),
        ("li", {}, "may not bring hours"),
    ],
)
def test_what_cannot_be_brought_is_said_in_a_sentence(
    run: Run, login: str, how: dict[str, str], sentence: str
) -> None:
    assert sentence in str(run("--by", login, **how).exception)
