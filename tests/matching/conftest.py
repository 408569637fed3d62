"""How hard to try: `--exhaustive` runs many more random rounds and changes."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--exhaustive",
        action="store_true",
        help="solver tests: 20,000 random rounds, not 2,000, and 20 times the changes",
    )


@pytest.fixture
def changes(request: pytest.FixtureRequest) -> int:
    """How many times as many changes as usual are tried."""
    return 20 if request.config.getoption("--exhaustive", default=False) else 1


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seeds" in metafunc.fixturenames:
        # Not known when the whole suite runs: this file is then read after the options are.
        wanted = 20_000 if metafunc.config.getoption("--exhaustive", default=False) else 2_000
        bites = [range(first, first + 100) for first in range(0, wanted, 100)]
        metafunc.parametrize("seeds", bites, ids=lambda bite: f"from{bite.start}")
