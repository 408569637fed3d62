"""An installed copy is whole: nothing of it needs the project folder."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
from pathlib import Path

import pytest

from tests.cli.starts import PROJECT, serving


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with our wheel; what it depends on is lent from here."""
    place = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place), cwd=PROJECT)
    run(sys.executable, "-m", "venv", "--without-pip", str(place / "venv"), cwd=place)
    programs = place / "venv/bin"
    [wheel] = place.glob("volunteer-*.whl")
    run(*installer(programs / "python"), "--no-index", "--no-deps", str(wheel), cwd=place)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(place / "venv")}))
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return programs


def installer(python: Path) -> list[str]:
    """Whichever of uv and pip made our own environment."""
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", str(python)]
    here = sys.executable if importlib.util.find_spec("pip") else base_python()
    return [here, "-m", "pip", "--python", str(python), "install"]


def base_python() -> str:
    return str(Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}"))


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_installed_copy_serves_the_first_page(installed, tmp_path):
    command = [str(installed / "volunteer"), "serve", "--empty", "--port", "0"]
    with serving(*command, "--data", str(tmp_path / "data"), folder=tmp_path) as address:
        words = urllib.request.urlopen(address, timeout=60).read().decode()
        asked = urllib.request.Request(address, headers={"Cookie": "language=en"})
        english = urllib.request.urlopen(asked, timeout=60).read().decode()

    assert 'lang="zh' in words and "<h1" in words
    assert "I need help" in english


def test_an_installed_copy_brings_its_pages_and_its_schema(installed, tmp_path):
    look = (
        "import volunteer.app as app, sys;"
        "print(app.TEMPLATES, app.MIGRATIONS, app.__file__, sep='\\n')"
    )

    found = run(str(installed / "python"), "-c", look, cwd=tmp_path).split()

    assert all(Path(place).is_relative_to(installed.parent) for place in found), found


def test_tests_belong_to_the_project_folder(installed, tmp_path):
    done = subprocess.run([str(installed / "volunteer"), "test"], capture_output=True, text=True)

    assert done.returncode == 1 and "project folder" in done.stderr
