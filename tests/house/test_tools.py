"""The tools of the house agree with the code: types, lint and layout."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.code import ROOT

WHY = {
    "mypy": (
        "Types are how a reader knows what an action takes and a query gives.\n"
        "Look for the one declaration that is wrong before casting or ignoring in many places."
    ),
    "ruff check": "Each rule is in pyproject.toml; an exception stands there with its reason.",
    "ruff format --check": "Run `ruff format .`: nobody should have to talk about layout.",
}


@pytest.mark.parametrize("tool", WHY)
def test_the_tools_find_nothing(tool: str) -> None:
    said = subprocess.run(
        [sys.executable, "-m", *tool.split()], cwd=ROOT, capture_output=True, text=True
    )

    assert said.returncode == 0, f"{WHY[tool]}\n{said.stdout}{said.stderr}"
