"""HTML pages: one module per stage."""

from __future__ import annotations

from flask import Flask

from volunteer.web import (
    errors,
    frame,
    guard,
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

MODULES = (home, signin, members, needs, orders, rounds, records, reviews, workbench)


def register(app: Flask) -> None:
    """Pages answer under their addresses, guarded, framed, with errors in words."""
    guard.register(app)
    frame.register(app)
    errors.register(app)
    for module in MODULES:
        app.register_blueprint(module.pages)
