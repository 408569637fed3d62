"""The first page, and what stands on every page."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug import Response

from volunteer.people.models import RoleKind
from volunteer.places.queries import communities
from volunteer.web.frame import ELDER_COOKIE, LANGUAGE_COOKIE, LANGUAGES, is_elder
from volunteer.web.guard import anyone
from volunteer.web.signin import safe_next

pages = Blueprint("home", __name__)
A_YEAR = 365 * 24 * 3600


@pages.get("/")
@anyone
def index() -> str:
    """Three large choices."""
    return render_template("home/index.html", phones=_phones())


@pages.get("/start")
@anyone
def start() -> Response:
    """Everybody's own first page."""
    if not current_user.is_authenticated:
        return redirect(url_for("home.index"))
    staff = current_user.communities_as(RoleKind.SECRETARY, RoleKind.WORKER)
    if current_user.offices and not staff:
        return redirect(url_for("rounds.index"))
    if current_user.is_administrator and not staff:
        return redirect(url_for("deliveries.index"))
    return redirect(url_for("workbench.show" if staff else "orders.mine"))


@pages.get("/privacy")
@anyone
def privacy() -> str:
    """What is kept, why, for how long, and whom to ask."""
    return render_template("home/privacy.html", phones=_phones())


@pages.post("/elder")
@anyone
def elder() -> Response:
    """The elder version is on when it was off, and the other way round."""
    return _remember(ELDER_COOKIE, "0" if is_elder() else "1")


@pages.post("/language")
@anyone
def language() -> Response:
    """Pages speak the chosen language."""
    chosen = request.form.get("language", "")
    return _remember(LANGUAGE_COOKIE, chosen if chosen in LANGUAGES else "zh")


@pages.get("/healthz")
@anyone
def healthz() -> str:
    """The process answers."""
    return "ok"


def _phones() -> list[tuple[str, str]]:
    return [(one.name, one.phone) for one in communities()]


def _remember(cookie: str, value: str) -> Response:
    response = make_response(redirect(safe_next(request.form.get("next")), 303))
    response.set_cookie(cookie, value, max_age=A_YEAR, httponly=True, samesite="Lax")
    return response
