"""Looking again and again: in a thread of the serving process or apart, and it ends when told."""

from __future__ import annotations

from click.testing import CliRunner

from volunteer.cli.commands import group
from volunteer.jobs.looking import Look, Looking
from volunteer.jobs.table import BOOKS, JOBS


def test_looks_are_taken_until_stopped_whatever_goes_wrong() -> None:
    looks: list[str] = []

    def act() -> None:
        looks.append("looked")
        if len(looks) == 1:
            raise OSError("the database is gone")
        looking.stop()

    looking = Looking(Look("any", act, pause=0))
    looking.until_stopped()

    assert len(looks) == 2


def test_a_tick_runs_what_is_due_once(tmp_path) -> None:
    env = {"VOLUNTEER_DATA": str(tmp_path)}
    CliRunner().invoke(group, ["upgrade"], env=env)

    said = CliRunner().invoke(group, ["tick"], env=env)

    assert said.exit_code == 0
    assert "promise-seed: 1 done, 0 failed." in said.output
    others = sum(not job.is_quick for job in [*JOBS, *BOOKS]) - 1
    assert said.output.count("0 done, 0 failed.") == others, "the quick say what was due only"
