"""JSON under /api/v1: one module per stage."""

from __future__ import annotations

from flask import Flask

from volunteer.api import (
    asking,
    audit,
    certificates,
    consents,
    contacts,
    deliveries,
    disclosures,
    expectations,
    follow_ups,
    hall,
    imports,
    members,
    moves,
    needs,
    notices,
    offices,
    orders,
    photos,
    places,
    records,
    reviews,
    rights,
    rounds,
    series,
    sign_ins,
    statements,
    texts,
)
from volunteer.api.description import describe
from volunteer.door import csrf

MODULES = (
    sign_ins,
    places,
    asking,
    members,
    moves,
    needs,
    photos,
    texts,
    series,
    rounds,
    orders,
    hall,
    records,
    expectations,
    reviews,
    follow_ups,
    contacts,
    statements,
    imports,
    certificates,
    consents,
    disclosures,
    rights,
    notices,
    deliveries,
    offices,
    audit,
)


def register(app: Flask) -> None:
    """The API answers under /api/v1 and describes itself at /api/v1/openapi.json."""
    api = describe(app)
    # Two modules may add to the routes of one stage.
    for routes in dict.fromkeys(module.routes for module in MODULES):
        csrf.exempt(routes)  # no cookie is read, so no other site can act through one
        api.register_blueprint(routes)
