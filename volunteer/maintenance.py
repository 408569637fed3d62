"""Closed for a while: an operator works on the database, and nobody is to change it meanwhile.

A file in the data folder says so. It needs no database, outlives restarts, and every process that
shares the folder sees it at its next request.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, current_app, request

from volunteer.errors import UnderMaintenance
from volunteer.settings import Settings

# The process is well, and pages find their style.
STILL_ANSWERED = {"static", "bootstrap.static", "home.healthz"}


def register(app: Flask) -> None:
    """To be called before anything that asks the database is registered."""
    app.before_request(_refuse)


def is_on(settings: Settings) -> bool:
    """Whether the service is closed."""
    return _flag(settings).exists()


def turn(settings: Settings, *, on: bool) -> None:
    """The service is closed, or open; from the next request on, in every process."""
    if on:
        settings.data.mkdir(parents=True, exist_ok=True)
        _flag(settings).touch()
    else:
        _flag(settings).unlink(missing_ok=True)


def _flag(settings: Settings) -> Path:
    return settings.data / "maintenance"


def _refuse() -> None:
    if request.endpoint not in STILL_ANSWERED and is_on(current_app.config["SETTINGS"]):
        raise UnderMaintenance
