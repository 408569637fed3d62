"""The first page, and what stands on every page."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from volunteer import door
from volunteer.certificates.queries import by_number
from volunteer.certificates.schemas import FindSchema
from volunteer.errors import NotFound
from volunteer.people.models import RoleKind
from volunteer.places.queries import communities
from volunteer.web.forms import Form, read_form
from volunteer.web.frame import ELDER_COOKIE, LANGUAGE_COOKIE, LANGUAGES, is_elder
from volunteer.web.guard import anyone, limit
from volunteer.web.signin import safe_next

pages = Blueprint("home", __name__)
A_YEAR = 365 * 24 * 3600
FIRST_PAGES = {
    "audit.index": RoleKind.AUDITOR,
    "figures.index": RoleKind.DEPARTMENT_OFFICER,
    "disclosures.to_unit": RoleKind.UNIT_CONTACT,
}


@pages.get("/")
@anyone
def index() -> str:
    """Three large choices, and what else there is to know."""
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
    for endpoint, holds in FIRST_PAGES.items():
        if current_user.districts_as(holds) and not staff:
            return redirect(url_for(endpoint))
    if current_user.is_administrator and not staff:
        return redirect(url_for("deliveries.index"))
    return redirect(url_for("workbench.show" if staff else "orders.mine"))


@pages.get("/follow")
@anyone
def follow() -> str:
    """How somebody finds the page of their need again, and whom to call."""
    return render_template("home/follow.html", phones=_phones())


@pages.get("/check")
@anyone
@limit(door.FOLLOWING, share="follow")
def check() -> Response | tuple[str, int]:
    """Whoever holds a certificate in their hands types its number and is led to what is known."""
    form = read_form(FindSchema, given=request.args) if request.args else Form(FindSchema)
    if form.value:
        try:
            number = by_number(form.value["number"].upper()).number
            return redirect(url_for("certificates.check", number=number))
        except NotFound:
            form.refuse("number", gettext("没有这个编号的证明。请对照纸上的编号再填一次。"))
    return render_template("home/check.html", form=form), 200 if form.ok else 422


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
