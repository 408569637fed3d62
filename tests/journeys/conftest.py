"""Visitors of the served application, each with a browser of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.journeys.walker import Walker
from tests.web.conftest import clock
from volunteer.db import db

__all__ = ["clock"]

PATIENCE = 8_000  # milliseconds; a machine that does three things at once needs some


@pytest.fixture
def visitor(new_context: Callable[..., BrowserContext]) -> Callable[..., Walker]:
    """Another person with a phone; takes what a browser context may be told."""

    def arrives(**choices: Any) -> Walker:
        db.session.rollback()  # while people walk, the test itself holds nothing open
        context = new_context(**choices)
        context.set_default_timeout(PATIENCE)
        return Walker(context.new_page())

    return arrives
