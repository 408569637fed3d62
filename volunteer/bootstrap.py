"""From a bare Python to a running service: the environment is made once, then only started.

Standard library only: nothing else is there yet.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import IO, NoReturn

PROJECT = Path(__file__).resolve().parent.parent
RECIPE = PROJECT / "pyproject.toml"
RUN_LOCK = PROJECT / "requirements.lock"
TEST_LOCK = PROJECT / "requirements-test.lock"

# Commands that need the test tools, and the module that then takes over.
TEST_COMMANDS = {
    "test": "tests",
    "bench": "tests.bench",
    "screenshots": "tests.screenshots",
    "words": "tests.catalogue",
}

UNDER_WAY = "volunteer-under-way"
PREPARED = "VOLUNTEER_PREPARED"


def main(argv: list[str] | None = None) -> int:
    """The command has run, in an environment that has what it needs."""
    argv = sys.argv[1:] if argv is None else argv
    keep_compiled()
    module = TEST_COMMANDS.get(argv[0]) if argv else None
    if module and not RECIPE.exists():
        refuse(f"`volunteer {argv[0]}` works in the project folder; here is only the product.")
    just_prepared = os.environ.pop(PREPARED, None)
    if lacking := missing(for_tests=module is not None):
        if just_prepared:
            refuse(
                f"The environment {sys.prefix} lacks {lacking[0]} although its lock file is"
                " installed: delete that folder and start again."
            )
        python = prepare(venv_folder(), TEST_LOCK if module else RUN_LOCK)
        os.environ[PREPARED] = "1"
        hand_over(python, "volunteer", argv)
    if module:
        os.chdir(PROJECT)
        hand_over(sys.executable, module, argv[1:])
    # Only from here on may anything beyond the standard library be imported. Nothing that imports
    # make is ever garbage: to look for it all the same takes a sixth of a start.
    gc.disable()
    command = importlib.import_module("volunteer.cli")
    gc.enable()
    gc.freeze()
    return int(command.main(argv) or 0)


def keep_compiled() -> None:
    """Modules are compiled once, not at every start: where the environment forbids to keep what was
    compiled (images for containers do), a start takes twice as long."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


# What is needed, and is it here?


def missing(*, for_tests: bool) -> list[str]:
    """The names this Python lacks; an installed copy was given all of them by its installer."""
    if not RECIPE.exists():
        return []
    recipe = tomllib.loads(RECIPE.read_text("utf-8"))
    wanted = list(recipe["project"]["dependencies"])
    if for_tests:
        wanted += recipe["dependency-groups"]["test"]
        for extra in recipe["project"]["optional-dependencies"].values():
            wanted += extra
    return [name for name in map(bare_name, wanted) if not is_installed(name)]


def bare_name(requirement: str) -> str:
    """`psycopg[binary]>=3` is psycopg."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0]


def is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


# The environment.


def venv_folder() -> Path:
    """Beside the code, unless VOLUNTEER_VENV says where."""
    named = os.environ.get("VOLUNTEER_VENV")
    return Path(named).expanduser().absolute() if named else PROJECT / ".venv"


def prepare(folder: Path, lock_file: Path) -> str:
    """The folder holds what the lock file names; its Python is returned."""
    if not is_prepared(folder, lock_file):
        with one_at_a_time(folder) as held:
            if not is_prepared(folder, lock_file):
                make(folder)
                install(folder, lock_file, held)
                settle(folder, lock_file)
    return str(python_in(folder))


def python_in(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp(lock_file: Path) -> str:
    """Changes whenever the environment has to."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"python {python} {hashlib.sha256(lock_file.read_bytes()).hexdigest()}\n"


def stamp_file(folder: Path, lock_file: Path) -> Path:
    return folder / f"volunteer-{lock_file.stem}.stamp"


def is_prepared(folder: Path, lock_file: Path) -> bool:
    try:
        written = stamp_file(folder, lock_file).read_text("utf-8")
    except OSError:
        return False
    return written == stamp(lock_file) and python_in(folder).exists()


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[IO[str]]:
    """Nobody else makes this environment meanwhile; a second start waits for the first."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        held = open(f"{folder}.lock", "w", encoding="utf-8")  # noqa: SIM115 closed below
    except OSError as error:
        refuse_place(folder, error)
    with held:
        if not lock(held, wait=False):
            say("Another start is preparing the environment; waiting for it …")
            while not lock(held, wait=True):
                pass
        yield held


def lock(held: IO[str], *, wait: bool) -> bool:
    """Whether the lock is ours now; where the system waits only for a while, ask again."""
    try:
        if os.name == "nt":
            msvcrt = importlib.import_module("msvcrt")
            msvcrt.locking(held.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl = importlib.import_module("fcntl")
            fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (BlockingIOError, PermissionError):
        return False
    return True


def make(folder: Path) -> None:
    """An environment of this Python stands in the folder, marked as under way."""
    marker = folder / UNDER_WAY
    half_made = marker.exists() or not python_in(folder).exists()
    if folder.exists() and any(folder.iterdir()):
        if not (marker.exists() or (folder / "pyvenv.cfg").exists()):
            refuse(f"{folder} is not a Python environment; it is left alone. Name another folder.")
        if half_made or made_by_other_python(folder):
            say(f"Making {folder} anew.")
            shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        marker.touch()
        for old in folder.glob("volunteer-*.stamp"):
            old.unlink()
    except OSError as error:
        refuse_place(folder, error)


def made_by_other_python(folder: Path) -> bool:
    """Another installation of Python, or another version: what is compiled for it may not fit."""
    cfg = (folder / "pyvenv.cfg").read_text("utf-8")
    made_by = dict(re.findall(r"^(\w+) *= *(.*?) *$", cfg, re.MULTILINE))
    version = made_by.get("version") or made_by.get("version_info", "")
    ours = os.path.realpath(Path(sys._base_executable).parent)  # type: ignore[attr-defined]
    return (
        version.split(".")[:2] != [str(part) for part in sys.version_info[:2]]
        or os.path.realpath(made_by.get("home", "")) != ours
    )


def install(folder: Path, lock_file: Path, held: IO[str]) -> None:
    """Everything the lock file names is in the folder, each file checked against its hash."""
    python, began = str(python_in(folder)), time.monotonic()
    what = ["install", "--require-hashes", "-r", str(lock_file)]
    venv = [sys.executable, "-m", "venv", str(folder)]
    say(f"Installing {lock_file.read_text('utf-8').count('==')} packages into {folder} …")
    uv, own_pip = shutil.which("uv"), importlib.util.find_spec("pip")
    if uv or own_pip:
        run([*venv, "--without-pip"], held)
    if uv and run([uv, "pip", *what, "--python", python], held) == 0:
        say(f"Installed with uv in {time.monotonic() - began:.0f} s.")
        return
    say("With pip this takes a while, and only once …")
    pip = [sys.executable, "-m", "pip", "--python", python]
    if not own_pip:
        if importlib.util.find_spec("ensurepip") is None:
            refuse(
                "This Python can make no environment (neither pip nor ensurepip): "
                "`sudo apt install python3-venv` on Debian and Ubuntu, or install uv."
            )
        run(venv, held)
        pip = [python, "-m", "pip"]
    quiet = ["--no-user", "--no-input", "--no-compile", "--disable-pip-version-check"]
    if run([*pip, *what, *quiet], held) != 0:
        refuse(
            f"The packages of {lock_file.name} could not be installed; the reason is above."
            " Without a network nothing can be fetched; PIP_INDEX_URL names a mirror."
        )
    say(f"Installed with pip in {time.monotonic() - began:.0f} s.")


def settle(folder: Path, lock_file: Path) -> None:
    """The next start finds the environment ready."""
    for settled in {lock_file, RUN_LOCK}:  # the test lock holds all of the run lock
        stamp_file(folder, settled).write_text(stamp(settled), "utf-8")
    (folder / UNDER_WAY).unlink()


def run(command: list[str], held: IO[str]) -> int:
    """The exit code; somebody at a terminal sees the last line move, a failure is shown whole."""
    lines: list[str] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        # The child holds the lock too: should this process be killed, a next start waits for it.
        pass_fds=() if os.name == "nt" else (held.fileno(),),
    ) as child:
        for line in child.stdout or ():
            lines.append(line.rstrip())
            if sys.stderr.isatty():
                print(f"\r\033[K  {lines[-1][:70]}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    if child.returncode != 0:
        print("\n".join(lines[-12:]), file=sys.stderr)
    return child.returncode


# Words and ways out.


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def refuse(sentence: str) -> NoReturn:
    sys.exit(sentence)


def refuse_place(folder: Path, error: OSError) -> NoReturn:
    refuse(
        f"The environment cannot be made in {folder} ({error.strerror}): set VOLUNTEER_VENV to a"
        " folder you may write to, or copy the project to a place of your own."
    )


def hand_over(python: str, module: str, argv: list[str]) -> NoReturn:
    """This process becomes that one, so that Ctrl-C reaches it directly."""
    command = [python, "-m", module, *argv]
    if os.name == "posix":
        os.execv(python, command)
    child = subprocess.Popen(command)  # Windows cannot replace a process
    while True:
        try:
            sys.exit(child.wait())
        except KeyboardInterrupt:
            continue  # the child heard it too and says goodbye
