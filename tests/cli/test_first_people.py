"""The first places and people of a real service: there is no default account."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from volunteer.cli.commands import group

PASSWORD = "five tall maples"
COMMUNITY = ("community", "示例区", "枫林街道", "枫林东里社区", "--phone", "010-55500001")
WANG = ("staff", "1", "secretary", "王敏", "wang", "--password", PASSWORD)

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Commands on an empty data folder."""

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(group, arguments, env={"VOLUNTEER_DATA": str(tmp_path)})

    return command


def test_a_secretary_can_be_made_for_a_new_community(run: Run) -> None:
    place = run(*COMMUNITY, "--grid", "第一网格:0:150")
    person = run(*WANG)

    assert place.output == "枫林东里社区 is community 1 of sub-district 1 of district 1.\n"
    assert person.output == "王敏 can sign in as wang.\n"


def test_a_grid_without_a_place_is_refused(run: Run) -> None:
    refused = run(*COMMUNITY, "--grid", "第一网格")

    assert refused.exit_code == 2
    assert "is not NAME:X:Y" in refused.output


def test_a_community_is_not_made_twice(run: Run) -> None:
    run(*COMMUNITY, "--grid", "第一网格:0:150")

    again = run(*COMMUNITY, "--grid", "第一网格:0:150")

    assert "already has a community called 枫林东里社区" in str(again.exception)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("staff", "7", *WANG[2:]), "There is no community 7."),
        ((*WANG[:-1], "short"), "at least 12 characters"),
    ],
)
def test_staff_need_a_community_and_a_long_password(
    run: Run, arguments: tuple[str, ...], sentence: str
) -> None:
    run(*COMMUNITY, "--grid", "第一网格:0:150")

    refused = run(*arguments)

    assert sentence in str(refused.exception)


def test_a_login_is_given_once(run: Run) -> None:
    run(*COMMUNITY, "--grid", "第一网格:0:150")
    run(*WANG)

    again = run(*WANG)

    assert "already signs in as wang" in str(again.exception)


def test_a_community_chooses_whether_people_are_asked_without_a_round(run: Run) -> None:
    run(*COMMUNITY, "--grid", "第一网格:0:150")

    assert run("asks", "1", "yes").output == "枫林东里社区: yes.\n"
    assert "There is no community 7." in str(run("asks", "7", "no").exception)
