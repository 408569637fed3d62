"""JSON under /api/v1: one module per stage."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The API answers under /api/v1 and describes itself at /api/v1/openapi.json."""
