"""Put on the home screen, and read where there is no network: one's next tasks, without whom they
are for. What may be kept and for how long is decided here; the browser's script only obeys."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, url_for
from flask_babel import gettext

from volunteer import door
from volunteer.orders import queries
from volunteer.orders.lifecycle import AHEAD, OrderStatus
from volunteer.web.frame import locale
from volunteer.web.guard import anyone, signed_in
from volunteer.web.members import own

pages = Blueprint("offline", __name__)
KEPT = timedelta(hours=48)
PAPER, MASTHEAD = "#f6f4ef", "#9e171b"  # as in site.css


@pages.get("/manifest")
@anyone
def manifest() -> Response:
    """What the service is called on a home screen, and where it begins."""
    answer = jsonify(
        name=gettext("双报到 · 接单"),
        short_name=gettext("接单"),
        lang="en" if locale() == "en" else "zh-CN",
        start_url=url_for("home.start"),
        id="/",
        scope="/",
        display="standalone",
        background_color=PAPER,
        theme_color=MASTHEAD,
        icons=[
            {
                "src": url_for("static", filename="img/mark.svg"),
                "sizes": "any",
                "type": "image/svg+xml",
            }
        ],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@pages.get("/service-worker")
@anyone
def worker() -> Response:
    """The script that answers where there is no network; at the root, because it answers for all
    pages."""
    script = Path(str(current_app.static_folder), "js", "service_worker.js")
    answer = Response(script.read_text("utf-8"), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@pages.get("/offline")
@anyone
def show() -> str:
    """The page for everything else that cannot be reached."""
    return render_template("offline/show.html")


@pages.get("/me/orders-to-keep")
@signed_in
def mine() -> Response:
    """One's promised tasks for a browser to keep: what the hall tells of them, and no more. The
    header says until which second."""
    now, until = door.now(), door.now() + KEPT
    orders = queries.list_of(own(), map(OrderStatus, AHEAD), since=now)
    page = render_template("offline/mine.html", orders=orders, until=until)
    answer = make_response(page)
    answer.headers["Keep-Until"] = str(int(until.timestamp()))
    return answer
