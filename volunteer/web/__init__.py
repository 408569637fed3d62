"""HTML pages: one module per stage."""

from __future__ import annotations

from flask import Flask

from volunteer.web import (
    errors,
    frame,
    guard,
    hall,
    home,
    members,
    needs,
    orders,
    records,
    reviews,
    rounds,
    signin,
    workbench,
)

MODULES = (home, signin, members, needs, orders, hall, rounds, records, reviews, workbench)


def register(app: Flask) -> None:
    """Pages answer under their addresses, guarded, framed, with errors in words."""
    guard.register(app)
    frame.register(app)
    errors.register(app)
    # Several modules may add to one blueprint.
    for pages in dict.fromkeys(module.pages for module in MODULES):
        app.register_blueprint(pages)
