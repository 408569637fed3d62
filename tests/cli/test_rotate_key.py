"""Phones and homes get another key by one command."""

from __future__ import annotations

from click.testing import CliRunner

from tests.cli.test_first_people import COMMUNITY, WANG
from volunteer.cli.commands import group


def test_everything_is_sealed_anew_and_the_old_key_can_be_forgotten(tmp_path):
    def run(*arguments):
        return CliRunner().invoke(group, arguments, env={"VOLUNTEER_DATA": str(tmp_path)})

    run("upgrade"), run(*COMMUNITY), run(*WANG)

    said = run("rotate-key", "--forget").output

    assert "Key 2 is made." in said and "Everything is under key 2." in said
    assert "Forgotten: 1." in said
    assert "rules hold." in run("check").output and "BROKEN" not in run("check").output
    assert (tmp_path / "contact.key").stat().st_mode & 0o077 == 0
