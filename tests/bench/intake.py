"""`python3 -m volunteer bench intake`: how long writing a caller's need down takes, by keys alone.

A script presses every key that a person would, in a real browser, from the workbench to the slip
with number and code, and counts them. Seconds are reckoned by the keystroke-level model (Card,
Moran and Newell 1980): 0.28 s a key for an average typist, 1.35 s of thinking before each field.
Chinese is typed as pinyin with one more key for each character. It is the time of the hands: what
the caller says meanwhile is not in it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser import serving
from tests.cast import ZHAO, build_again
from tests.journeys.keyboard import STOP
from tests.journeys.road import signs_in
from tests.journeys.walker import Walker
from tests.screenshots import chromium
from volunteer.app import create_app
from volunteer.db import db
from volunteer.schema import upgrade_database
from volunteer.settings import Settings
from volunteer.sounds import sound

KEY, THOUGHT = 0.28, 1.35  # seconds
FARTHEST = 60
# How a caller's words are written down: what, which kind, who, phone, which grid, door.
CALLS = {
    "a tap drips": ("厨房水龙头一直滴水", "plumbing", ZHAO),
    "somebody to talk to": ("老人一个人在家闷得慌，想有人来陪着说说话", "visit", ZHAO),
}


@dataclass
class Hands:
    """Somebody's hands on the keyboard, counted."""

    page: Page
    keys: int = 0
    thoughts: int = 0

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)
        self.keys += 1

    def go_to(self, words: str) -> None:
        """The focus is on what begins with these words; whoever goes there thought of it."""
        self.thoughts += 1
        for _ in range(FARTHEST):
            self.press("Tab")
            if self.page.evaluate(STOP)["words"].startswith(words):
                return
        raise AssertionError(f"Tab never reaches {words!r}")

    def write(self, label: str, text: str) -> None:
        """The field so labelled holds the text."""
        self.go_to(label)
        self.page.keyboard.insert_text(text)
        self.keys += sum(map(keys_of, text))

    def choose(self, label: str, value: str) -> None:
        """The list stands at this value, reached by the arrow."""
        self.go_to(label)
        self.press("Home")
        for _ in range(FARTHEST):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"no {value} in {label}")


def keys_of(character: str) -> int:
    """How many keys a character takes: its pinyin and the choice of it, or the one key it has."""
    heard = max(sound(character).split(), key=len, default="")
    return len(heard) + 1 if heard else 1


def taken() -> list[dict[str, Any]]:
    """Keys, thoughts and seconds of each call."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(replace(Settings(), data=Path(folder), rate_limits=False, jobs=False))
        with app.app_context():
            upgrade_database()
            build_again(datetime.now(UTC))
            db.session.remove()
        with serving(app) as address, chromium() as browser:
            page = browser.new_page(base_url=address, locale="zh-CN")
            signs_in(Walker(page), "wang")
            return [_call(page, name) for name in CALLS]


def _call(page: Page, name: str) -> dict[str, Any]:
    """What one call takes, from the workbench to the slip."""
    wish, kind, who = CALLS[name]
    page.goto("/workbench")
    hands = Hands(page)
    hands.go_to("替来电居民登记")
    with page.expect_navigation():
        hands.press("Enter")
    hands.write("想请人帮什么", wish)
    hands.choose("属于哪一类", kind)
    hands.write("怎么称呼", who["contact_name"])
    hands.write("电话", who["contact_phone"])
    hands.go_to("第一网格")
    hands.press("Space")
    hands.write("楼号门牌", who["address"])
    hands.go_to("记好了")
    with page.expect_navigation(url="**/slip"):
        hands.press("Enter")
    seconds = hands.keys * KEY + hands.thoughts * THOUGHT
    return {"call": name, "keys": hands.keys, "thoughts": hands.thoughts, "seconds": seconds}


def intake_table(rows: Sequence[dict[str, Any]]) -> str:
    """The table of docs/benchmarks.md."""
    lines = [
        f"| {one['call']} | {one['keys']} | {one['thoughts']} | {one['seconds']:.0f} s |"
        for one in rows
    ]
    return "\n".join(("| call | keys | fields | by the model |", "|---|---|---|---|", *lines))
