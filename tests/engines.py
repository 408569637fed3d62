"""The two databases of the tests: a SQLite file and a real PostgreSQL, as new for every test.

Tests commit for real; afterwards each database is put back to what the migrations left.
"""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url
from sqlalchemy.engine import Engine

from tests.machine import NO_POSTGRES, find_postgres

# A throwaway server has nothing to lose, so it never waits for the disk.
CARELESS = (
    "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    " -c shared_buffers=32MB -c log_checkpoints=off"
)
# Lives as long as the pipe on its standard input: however the tests end, the server ends too.
KEEPER = """
"$0/pg_ctl" -D "$1/data" -w -l "$1/log" -o "$2 -k $1" start >/dev/null && echo ready
read -r _
"$0/pg_ctl" -D "$1/data" -w -m immediate stop >/dev/null
rm -rf "$1"
"""
AS_NEW = "as-new.sqlite3"
EMPTY_ALL_TABLES = """
DO $$
DECLARE thing regclass;
BEGIN
  SET LOCAL session_replication_role = replica;  -- no triggers, no foreign keys
  SET LOCAL lock_timeout = '5s';                 -- somebody left a transaction open
  FOR thing IN SELECT oid FROM pg_class WHERE relkind = 'r'
      AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %s', thing);
  END LOOP;
  FOR thing IN SELECT oid FROM pg_class WHERE relkind = 'S'
      AND relnamespace = 'public'::regnamespace LOOP
    PERFORM setval(thing, 1, false);
  END LOOP;
END $$
"""


class Database(Protocol):
    """An empty database at `url`, which can remember how it is and be put back to that."""

    url: str

    def remember(self, engine: Engine) -> None: ...
    def restore(self, engine: Engine) -> None: ...


@contextmanager
def memory_folder() -> Iterator[Path]:
    """A folder that is never written to a disk, where the machine has such a place."""
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="volunteer-", dir=place) as folder:
        yield Path(folder)


class SqliteFile:
    """Put back by laying a copy of the file in its place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "volunteer.sqlite3"
        self.url = f"sqlite:///{self._file}"

    def remember(self, engine: Engine, name: str = AS_NEW) -> None:
        """It can be put back to how it is now, also by the name of a state of its own."""
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        shutil.copyfile(self._file, self._folder / name)

    def copy(self, folder: Path) -> SqliteFile:
        """Another one, as this one was when that was remembered."""
        other = SqliteFile(folder)
        shutil.copyfile(self._folder / AS_NEW, other._file)
        return other

    def restore(self, engine: Engine, name: str = AS_NEW) -> None:
        """It is as it was when that was remembered."""
        engine.dispose()
        for leftover in ("-wal", "-shm"):
            Path(f"{self._file}{leftover}").unlink(missing_ok=True)
        fresh = self._file.with_suffix(".fresh")
        shutil.copyfile(self._folder / name, fresh)
        fresh.replace(self._file)


class PostgresDatabase:
    """Put back by emptying every table: the migrations leave none with rows."""

    def __init__(self, server: Server, name: str) -> None:
        self._server, self._name = server, name
        self._admin = server.connect(server.create_database(name))
        self.url = server.address(name)

    def remember(self, engine: Engine) -> None:
        tables = self._admin.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE relname <> 'alembic_version'"
        )
        for (table,) in tables.fetchall():
            found = self._admin.execute(sql.SQL("TABLE {} LIMIT 1").format(sql.Identifier(table)))
            assert found.fetchone() is None, (
                f"A migration leaves rows in {table}. Then emptying all tables no longer puts the"
                " database back: copy a template database in PostgresDatabase.restore instead."
            )

    def restore(self, engine: Engine) -> None:
        self._admin.execute(EMPTY_ALL_TABLES)

    def __enter__(self) -> PostgresDatabase:
        return self

    def __exit__(self, *_: object) -> None:
        self._admin.close()
        self._server.drop_database(self._name)


class Server:
    """A running PostgreSQL: the admin may do everything, the service's role owns its data."""

    def __init__(self, admin: URL, role: str) -> None:
        self.admin, self.role = admin, role

    def connect(self, name: str) -> psycopg.Connection[Any]:
        url = self.admin.set(drivername="postgresql", database=name)
        return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)

    def create_database(self, name: str) -> str:
        """Empty, and the role's own; an older one of that name is gone."""
        self.drop_database(name)
        words = {"name": sql.Identifier(name), "role": sql.Identifier(self.role)}
        with self.connect("postgres") as admin:
            admin.execute(sql.SQL("CREATE DATABASE {name} OWNER {role}").format(**words))
        return name

    def drop_database(self, name: str) -> None:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} (FORCE)").format(sql.Identifier(name))
        with self.connect("postgres") as admin:
            admin.execute(drop)

    def address(self, name: str) -> str:
        url = self.admin.set(drivername="postgresql+psycopg", database=name)
        if self.role != self.admin.username:
            url = url.set(username=self.role)
        return url.render_as_string(hide_password=False)


@contextmanager
def postgres() -> Iterator[Server]:
    """TEST_POSTGRES_URL, or else a server of our own for as long as the block runs."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        url = make_url(given)
        yield Server(url, url.username or "postgres")
        return
    binaries = find_postgres()
    if binaries is None or os.name == "nt":
        pytest.skip(NO_POSTGRES)
    with started(binaries) as folder:
        admin = URL.create("postgresql", "postgres", query={"host": folder})
        server = Server(admin, "volunteer")
        with server.connect("postgres") as connection:
            connection.execute("CREATE ROLE volunteer LOGIN")
        yield server


@contextmanager
def started(binaries: Path) -> Iterator[str]:
    """A server whose socket and data lie in the folder; nothing of it is left afterwards."""
    folder = tempfile.mkdtemp(prefix="volunteer-pg-")
    who = ordinary_user(folder)
    env = {**os.environ, "HOME": folder, "TZ": "UTC", "LC_ALL": "C"}
    if who and not runs(binaries, who):
        binaries = within_reach(binaries, Path(folder), who, env)
    initdb = [str(binaries / "initdb"), "-D", f"{folder}/data", "-U", "postgres", "-A", "trust"]
    initdb += ["-E", "UTF8", "--no-locale", "--no-sync"]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder, env=env, **who)
    keeper = subprocess.Popen(
        ["sh", "-c", KEEPER, str(binaries), folder, CARELESS],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        cwd=folder, env=env, start_new_session=True, **who,
    )  # fmt: skip
    with keeper:  # leaving closes the pipe, and waits
        assert keeper.stdin and keeper.stdout
        if keeper.stdout.readline() != b"ready\n":
            pytest.fail(f"PostgreSQL did not start: {Path(folder, 'log').read_text()}")
        yield folder
        keeper.stdin.close()


def ordinary_user(folder: str) -> dict[str, Any]:
    """PostgreSQL refuses root: then somebody else runs it, and the folder is theirs."""
    if os.geteuid() != 0:
        return {}
    pwd = importlib.import_module("pwd")
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def runs(binaries: Path, who: dict[str, Any]) -> bool:
    try:
        version = [str(binaries / "postgres"), "-V"]
        return subprocess.run(version, capture_output=True, cwd="/", **who).returncode == 0
    except OSError:
        return False


def within_reach(binaries: Path, folder: Path, who: dict[str, Any], env: dict[str, str]) -> Path:
    """A copy of the wheel's PostgreSQL that the other user may run, and remove."""
    package, copy = binaries.parent.parent, folder / "wheel"
    needless = shutil.ignore_patterns("include", "doc")
    shutil.copytree(binaries.parent, copy / "pginstall", symlinks=True, ignore=needless)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copy / libraries.name, symlinks=True)
    for path in (copy, *copy.rglob("*")):
        os.chown(path, who["user"], who["group"], follow_symlinks=False)
    env["LD_LIBRARY_PATH"] = f"{copy}/pginstall/lib:{copy / libraries.name}"
    return copy / "pginstall/bin"
