"""The rules for every test: a fixed now, nothing skipped where all is asked for, no network."""

from __future__ import annotations

import gc
import ipaddress
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import make_url

# While thousands of tests are found nothing becomes garbage; looking for it takes half the time.
gc.disable()

pytest_plugins = ["tests.service", "tests.cast", "tests.browser", "tests.letters", "tests.provider"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--tamperings", type=int, default=40, help="How many of ledger and history.")
    parser.addoption("--storms", type=int, default=1, help="How many races for the last places.")
    parser.addoption("--cases", type=int, default=0, help="How many requests of the API, in all.")
    parser.addoption("--programs", type=int, default=2, help="How many programs of acts.")


@pytest.fixture(scope="session")
def now() -> datetime:
    """A Friday morning."""
    return datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test marked `engine("sqlite")` is left out on the other database; so are tables of `who`
    may do something: that is decided in Python, by one table that no database knows."""

    def elsewhere(item: pytest.Item) -> bool:
        mark, call = item.get_closest_marker("engine"), getattr(item, "callspec", None)
        params = call.params if call else {}
        only = mark.args[0] if mark else "sqlite" if "who" in params else ""
        return bool(only) and params.get("database", only) != only

    config.hook.pytest_deselected(items=[item for item in items if elsewhere(item)])
    items[:] = [item for item in items if not elsewhere(item)]


def pytest_collection_finish() -> None:
    """From here on only what the tests themselves leave is looked through."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[Any]:
    return nothing_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[Any]:
    return nothing_skipped((yield))


def nothing_skipped(report: Any) -> Any:
    """With REQUIRE_ALL a skip is a failure, and keeps its reason."""
    if os.environ.get("REQUIRE_ALL") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"REQUIRE_ALL is set, but: {reason}"
    return report


HERE = {"", "localhost", make_url(os.environ.get("TEST_POSTGRES_URL") or "postgresql://").host}


def stay_here(event: str, args: tuple[Any, ...]) -> None:
    """No test talks to another machine."""
    if event in {"socket.connect", "socket.sendto"} and isinstance(args[1], tuple):
        host = args[1][0]
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = args[0]
    else:
        return
    text = host.decode() if isinstance(host, bytes) else host or ""
    if text not in HERE and not is_loopback(text):
        raise RuntimeError(f"a test reaches for {text}; tests stay on this machine")


def is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


sys.addaudithook(stay_here)
