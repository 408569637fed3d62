"""`python3 -m volunteer screenshots [DIR]`: the README's pictures, from the running product."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import QUIETLY, serving
from tests.machine import NO_CHROMIUM, find_chromium, make_ready
from volunteer.app import create_app
from volunteer.db import db
from volunteer.demo import district
from volunteer.demo.settling import MEMBER, SECRETARY
from volunteer.demo.welcome import PASSWORD
from volunteer.needs.lifecycle import NeedStatus
from volunteer.needs.queries import queue_for
from volunteer.people.queries import by_login
from volunteer.rounds.queries import waiting_for
from volunteer.schema import upgrade_database
from volunteer.settings import Settings

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
PHONE = {"width": 375, "height": 1180}
DESKTOP = {"width": 1280, "height": 800}


def take(folder: Path) -> None:
    """The folder holds a picture of each of the three workbenches and of the matching board."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        app = create_app(Settings(data=Path(data), rate_limits=False))
        with app.app_context():
            upgrade_database()
            district.build(size="S", say=print)
            story, board = a_story(), a_board()
            db.session.remove()
        with serving(app) as address, chromium() as browser:
            _shoot(browser, address, story, PHONE, folder / "resident.png")
            _shoot(browser, address, "/me/", PHONE, folder / "member.png", login=MEMBER)
            secretary = folder / "secretary.png"
            _shoot(browser, address, "/workbench", DESKTOP, secretary, login=SECRETARY)
            _shoot(browser, address, board, DESKTOP, folder / "matching.png", login=SECRETARY)


def a_story() -> str:
    """The page of a need that has found somebody."""
    secretary = by_login(SECRETARY)
    assert secretary is not None
    need = queue_for(secretary, NeedStatus.STAFFED, limit=1)[0]
    return f"/follow/{need.number}/{need.link_secret}"


def a_board() -> str:
    """The page of the proposal that waits for its release."""
    secretary = by_login(SECRETARY)
    assert secretary is not None
    [(found, _pairs), *_] = waiting_for(secretary)
    return f"/rounds/{found.id}"


def _shoot(
    browser: Browser, address: str, path: str, size: dict[str, int], file: Path, *, login: str = ""
) -> None:
    sharpness = 1.4 if size == PHONE else 1  # what is kept in a repository is kept for ever
    page = browser.new_page(
        base_url=address, viewport=size, locale="zh-CN", device_scale_factor=sharpness
    )
    if login:
        sign_in(page, login)
    page.goto(path)
    page.screenshot(path=file)
    page.close()
    print(f"{file}: {file.stat().st_size // 1024} KiB")


def sign_in(page: Page, login: str) -> None:
    """As one of the demo."""
    page.goto("/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine, as in the tests."""
    make_ready()
    program = find_chromium()
    if program is None:
        sys.exit(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program or None, args=QUIETLY)
        yield browser
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
