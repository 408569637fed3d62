"""Chromium for the tests: the machine's own browser, on a phone's screen, in Chinese."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext
from waitress.server import create_server
from waitress.wasyncore import close_all

from tests.machine import NO_CHROMIUM, find_chromium

QUIETLY = [
    "--no-sandbox",  # cannot be had as root, nor in most containers
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    program = find_chromium()
    if program is None:
        pytest.skip(NO_CHROMIUM)
    choice = {"executable_path": program} if program else {}
    return {**browser_type_launch_args, **choice, "args": QUIETLY}


@pytest.fixture
def browser_context_args(live_server: str) -> dict[str, Any]:
    """A phone; `page.goto("/")` is the first page of the service."""
    return {
        "base_url": live_server,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 375, "height": 740},
    }


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], live_server: str
) -> Iterator[Callable[..., BrowserContext]]:
    """Another visitor's browser. No page may ask outside, break its CSP, throw or end in 5xx."""
    troubles: list[str] = []

    def trouble_if(condition: bool, what: object) -> None:
        if condition:
            troubles.append(str(what))

    def watched(**choices: Any) -> BrowserContext:
        inside = (live_server, "data:", "blob:", "about:")
        context = new_context(**choices)
        context.on("request", lambda it: trouble_if(not it.url.startswith(inside), it.url))
        context.on("response", lambda it: trouble_if(it.status >= 500, f"{it.status} {it.url}"))
        context.on("console", lambda it: trouble_if("Security Policy" in it.text, it.text))
        context.on("weberror", lambda it: trouble_if(True, it.error))
        return context

    yield watched
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address of the service, served as in the default start."""
    with serving(app) as address:
        yield address


@contextmanager
def serving(app: Flask, *, threads: int = 4) -> Iterator[str]:
    """The app answers at the address yielded; no thread of it is left afterwards."""
    connections: dict[int, Any] = {}
    server = create_server(app, map=connections, host="127.0.0.1", port=0, threads=threads)
    loop = threading.Thread(target=server.run)
    loop.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()  # requests under way are answered first
        # Only the loop's own thread may close what it watches; with nothing left it ends.
        server.trigger.pull_trigger(lambda: close_all(connections, ignore_all=True))
        loop.join()
