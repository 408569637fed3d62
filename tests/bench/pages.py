"""`python3 -m volunteer bench pages`: what the ten main pages weigh, and how long they take.

The demo's district S stands behind them. Weight and requests are those of a first visit with an
empty cache in Chromium, as sent over the wire, packed; time is the service's own, the whole request
without network and browser, on one core.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browser import serving
from tests.screenshots import a_board, a_story, chromium, sign_in
from volunteer.app import create_app
from volunteer.db import db
from volunteer.demo import district
from volunteer.demo.settling import DISTRICT_OFFICER, MEMBER, SECRETARY
from volunteer.demo.welcome import PASSWORD
from volunteer.schema import upgrade_database
from volunteer.settings import Settings

PHONE = {"width": 375, "height": 740}


@dataclass(frozen=True)
class Seen:
    """One page as somebody opens it: weights in bytes, times in seconds of processor time."""

    name: str
    who: str
    requests: int
    weight: int
    p50: float
    p95: float


def looked_at(times: int) -> Iterator[Seen]:
    """Each page once in Chromium and so many times for the clock."""
    with tempfile.TemporaryDirectory() as data:
        app = create_app(Settings(data=Path(data), rate_limits=False, jobs=False))
        with app.app_context():
            upgrade_database()
            district.build(size="S", say=lambda line: None)
            pages = list(_pages())
            db.session.remove()
        with serving(app, threads=16) as address, chromium() as browser:
            for name, path, login in pages:
                sizes = _weights(browser, address, path, login)
                took = _times(app, path, login, times)
                cuts = quantiles(took, n=20)
                yield Seen(name, login or "–", len(sizes), sum(sizes), cuts[9], cuts[18])


def pages_table(found: list[Seen]) -> str:
    """The table in docs/benchmarks.md."""
    lines = [
        f"| {one.name} | {one.who} | {one.requests} | {one.weight / 1024:.0f} KiB "
        f"| {one.p50 * 1000:.0f} / {one.p95 * 1000:.0f} ms |"
        for one in found
    ]
    head = ("| page | as | requests | weight | time p50 / p95 |", "|---|---|---|---|---|")
    return "\n".join((*head, *lines))


def _pages() -> Iterator[tuple[str, str, str]]:
    yield "home", "/", ""
    yield "post a need", "/needs/new", ""
    yield "follow a need", a_story(), ""
    yield "for you", "/me/", MEMBER
    yield "task hall", "/hall", MEMBER
    yield "own hours", "/me/hours", MEMBER
    yield "workbench", "/workbench", SECRETARY
    yield "needs", "/needs/", SECRETARY
    yield "matching board", a_board(), SECRETARY
    yield "figures", "/figures", DISTRICT_OFFICER


def _weights(browser: Browser, address: str, path: str, login: str) -> list[int]:
    """The bytes of every answer that the page needs, headers included."""
    context = browser.new_context(base_url=address, viewport=PHONE, service_workers="block")
    page = context.new_page()
    if login:
        sign_in(page, login)
    sizes = sent(page)
    page.goto(path, wait_until="networkidle")
    context.close()
    return sizes


def sent(page: Page) -> list[int]:
    """Will hold the bytes of every answer over the wire that the page asks for from now on."""
    sizes: list[int] = []

    def add(told: dict[str, Any]) -> None:
        sizes.append(int(told["encodedDataLength"]))

    wire = page.context.new_cdp_session(page)
    wire.on("Network.loadingFinished", add)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return sizes


def _times(app: Flask, path: str, login: str, times: int) -> list[float]:
    client = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    if login:
        client.post("/sign-in", data={"login": login, "password": PASSWORD})
    assert client.get(path).status_code == 200, path  # and what is made once is made
    took = []
    for _ in range(times):
        begin = time.process_time()
        client.get(path)
        took.append(time.process_time() - begin)
    return took
