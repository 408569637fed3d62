"""`volunteer serve`, started for real: the page comes, Ctrl-C ends it, a refusal is a sentence."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.cli.starts import PROJECT, environment, serving
from volunteer.cli import main

SERVE = [sys.executable, "-m", "volunteer", "serve", "--empty"]


@pytest.fixture
def refusal(monkeypatch, capsys) -> Callable[..., str]:
    """What the command says instead of serving."""
    for name in [name for name in os.environ if "VOLUNTEER" in name]:
        monkeypatch.delenv(name)

    def refused(*options: str) -> str:
        assert main(["serve", "--empty", *options]) != 0
        said = capsys.readouterr().err
        assert said.count("\n") == 1, said
        return said

    return refused


def test_the_second_start_serves_what_the_first_one_made_for_its_owner_only(tmp_path):
    command = [*SERVE, "--port", "0", "--data", str(tmp_path)]
    with serving(*command, folder=PROJECT) as address:
        urllib.request.urlopen(address, timeout=60).close()

    made = (tmp_path / "volunteer.sqlite3").stat()
    with serving(*command, folder=PROJECT) as address:
        words = urllib.request.urlopen(address, timeout=60).read().decode()

    assert 'lang="zh' in words and "<h1" in words
    assert (tmp_path / "volunteer.sqlite3").stat().st_ino == made.st_ino
    assert made.st_mode & 0o077 == 0, "others on the machine can read phones and homes"


def test_a_port_that_is_taken_is_one_sentence(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        command = [*SERVE, "--port", port, "--data", str(tmp_path)]
        # In a process of its own: the server's half-made socket goes with it.
        done = subprocess.run(
            command, cwd=PROJECT, env=environment(), capture_output=True, text=True
        )

    assert done.returncode != 0
    assert done.stderr.count("\n") == 1 and port in done.stderr and "--port" in done.stderr


def test_a_database_from_a_newer_version_is_one_sentence(refusal, tmp_path):
    with closing(sqlite3.connect(tmp_path / "volunteer.sqlite3")) as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
        database.commit()

    said = refusal("--port", "0", "--data", str(tmp_path))

    assert "newer version" in said and "9999" in said


def test_a_data_folder_that_cannot_be_written_is_one_sentence(refusal, tmp_path):
    (tmp_path / "file").touch()

    said = refusal("--port", "0", "--data", str(tmp_path / "file" / "data"))

    assert str(tmp_path / "file" / "data") in said


def test_a_setting_that_makes_no_sense_is_one_sentence(refusal, tmp_path, monkeypatch):
    monkeypatch.setenv("VOLUNTEER_HTTPS", "perhaps")

    said = refusal("--data", str(tmp_path))

    assert "VOLUNTEER_HTTPS" in said and "perhaps" in said
