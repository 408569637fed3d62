"""What the documentation shows is what happens."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

import matching
from matching import weights

PAGE = Path(__file__).parents[2] / "docs" / "matching.md"


@pytest.mark.parametrize("module", [matching, weights], ids=lambda module: module.__name__)
def test_examples_in_docstrings_hold(module):
    result = doctest.testmod(module)

    assert result.attempted > 0
    assert result.failed == 0


def test_the_page_about_the_solver_holds():
    result = doctest.testfile(str(PAGE), module_relative=False)

    assert result.attempted > 10
    assert result.failed == 0
