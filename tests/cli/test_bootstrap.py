"""`python3 -m volunteer` on a bare Python: real starts of a small project made like ours."""

from __future__ import annotations

import ast
import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.starts import PROJECT, environment

CLI = """
import sys
import greeting
def main(argv):
    print(greeting.WORD, *argv, "from", sys.prefix)
    return 7 if argv == ["fail"] else 0
"""
RECIPE = """
[project]
dependencies = ["greeting>=1"]
[project.optional-dependencies]
[dependency-groups]
test = []
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Our own first steps in a project that needs one package, which is at hand."""
    package = tmp_path / "volunteer"
    (package / "cli").mkdir(parents=True)
    for name in ("__init__.py", "__main__.py", "bootstrap.py"):
        shutil.copy(PROJECT / "volunteer" / name, package)
    (package / "cli/__init__.py").write_text(CLI)
    (tmp_path / "pyproject.toml").write_text(RECIPE)
    wheel = a_wheel(tmp_path)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (tmp_path / "requirements.lock").write_text(
        f"greeting @ {wheel.as_uri()} --hash=sha256:{digest}\n# greeting==1\n"
    )
    return tmp_path


def a_wheel(folder: Path) -> Path:
    files = {
        "greeting.py": "WORD = 'hello'\n",
        "greeting-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1\n",
        "greeting-1.dist-info/WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},sha256={digest(text)},{len(text)}\n" for name, text in files.items())
    files["greeting-1.dist-info/RECORD"] = record + "greeting-1.dist-info/RECORD,,\n"
    path = folder / "greeting-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def digest(text: str) -> str:
    whole = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(whole).rstrip(b"=").decode()


def start(folder: Path, *argv: str, before: tuple[str, ...] = (), **env: str) -> subprocess.Popen:
    """A start with the Python below our environment, no settings and an empty home."""
    python = Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}")
    return subprocess.Popen(
        [*before, str(python), "-m", "volunteer", *argv],
        cwd=folder,
        env=environment(HOME=str(folder), **env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(started: subprocess.Popen) -> tuple[int, str, str]:
    said, told = started.communicate(timeout=120)
    return started.returncode, said, told


def test_two_starts_at_one_moment_make_one_environment_and_a_later_one_only_uses_it(project):
    starts = [start(project, "a"), start(project, "a")]
    ends = [finish(one) for one in starts]
    later = finish(start(project, "fail"))

    assert [end[:2] for end in ends] == [(0, f"hello a from {project / '.venv'}\n")] * 2, ends
    assert sorted("Installing 1 packages" in told for _, _, told in ends) == [False, True]
    assert later == (7, f"hello fail from {project / '.venv'}\n", "")


def test_what_a_failed_start_left_is_made_anew(project):
    lock = project / "requirements.lock"
    right = lock.read_text()
    lock.write_text(re.sub("sha256:.*", "sha256:" + "0" * 64, right))

    failed = finish(start(project))
    lock.write_text(right)
    again = finish(start(project))

    assert failed[0] == 1 and "could not be installed" in failed[2]
    assert again[0] == 0 and "anew" in again[2]


def test_the_environment_of_another_python_of_this_machine_is_made_anew(project):
    finish(start(project))
    cfg, lock = project / ".venv/pyvenv.cfg", project / "requirements.lock"
    cfg.write_text(re.sub("^home = .*", "home = /opt/elsewhere/bin", cfg.read_text(), flags=re.M))
    lock.write_text(f"{lock.read_text()}# greeting==1, later\n")

    code, _, told = finish(start(project))

    assert code == 0 and "anew" in told
    assert "elsewhere" not in cfg.read_text()


def test_a_folder_of_something_else_is_left_alone(project):
    (project / ".venv").mkdir()
    (project / ".venv/letter.txt").write_text("dear")

    code, _, told = finish(start(project))

    assert code == 1 and "is not a Python environment" in told
    assert (project / ".venv/letter.txt").read_text() == "dear"


def test_a_folder_that_cannot_be_written_is_one_sentence(project):
    project.chmod(0o555)
    bound = ("setpriv", "--bounding-set", "-dac_override") if os.geteuid() == 0 else ()

    code, _, told = finish(start(project, before=bound))

    assert code == 1 and told.count("\n") == 1
    assert "VOLUNTEER_VENV" in told and str(project) in told


def test_a_python_too_old_is_one_sentence():
    main = PROJECT / "volunteer/__main__.py"
    old = f"import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path({str(main)!r})"

    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith("volunteer needs Python 3.11") and done.stderr.count("\n") == 1
    assert ast.parse(main.read_text(), feature_version=(3, 4))
