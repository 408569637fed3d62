"""JSON under /api/v1: one module per stage."""

from __future__ import annotations

from flask import Flask

from volunteer.api import (
    asking,
    certificates,
    deliveries,
    expectations,
    follow_ups,
    members,
    needs,
    notices,
    orders,
    places,
    records,
    reviews,
    rounds,
    series,
    sign_ins,
    statements,
)
from volunteer.api.description import describe
from volunteer.door import csrf

MODULES = (
    sign_ins,
    places,
    asking,
    members,
    needs,
    series,
    rounds,
    orders,
    records,
    expectations,
    reviews,
    follow_ups,
    statements,
    certificates,
    notices,
    deliveries,
)


def register(app: Flask) -> None:
    """The API answers under /api/v1 and describes itself at /api/v1/openapi.json."""
    api = describe(app)
    for module in MODULES:
        csrf.exempt(module.routes)  # no cookie is read, so no other site can act through one
        api.register_blueprint(module.routes)
